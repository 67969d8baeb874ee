#include "source/mail.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "base/file.h"
#include "base/limits.h"
#include "source/mime.h"

namespace dragoman {
namespace {

const SourceTables& tables() {
  static const SourceTables loaded = *SourceTables::load(DRAGOMAN_ROOT, {});
  return loaded;
}

struct Taken {
  std::vector<Source> good;
  std::vector<Failure> bad;
};

Taken read(std::string_view bytes, const std::string& name = "a.eml") {
  Taken taken;
  read_mail(bytes, {name, {}, {}}, tables(), [&](Result<Source> source) {
    if (source)
      taken.good.push_back(std::move(*source));
    else
      taken.bad.push_back(source.error());
    return true;
  });
  return taken;
}

std::string sample(const std::string& name) {
  return *read_file(std::string(DRAGOMAN_ROOT) + "/tests/containers/" + name);
}

bool has_note(const Source& source, const std::string& words) {
  for (const Note& note : source.notes)
    if (note.what.find(words) != std::string::npos) return true;
  return false;
}

std::string mail(const std::string& headers, const std::string& body) {
  return "From: Ada Moor <ada@courier.example>\nDate: Mon, 2 Mar 2026 08:00:00 +0100\nSubject: Boats\n" + headers +
         "\n" + body;
}

TEST(Mail, the_longer_alternative_is_the_document_and_attached_texts_are_more) {
  const std::string bytes = sample("sample.eml");
  const Taken taken = read(bytes);
  ASSERT_EQ(taken.good.size(), 2u);
  const Source& first = taken.good[0];
  EXPECT_EQ(first.stated.title, "Caf\u00E9 talks fail; shelling near Goma");
  EXPECT_EQ(first.stated.author, "Am\u00E9lie Nsimba");
  EXPECT_EQ(first.stated.date, "Mon, 2 Mar 2026 06:09:41 +0000");
  EXPECT_EQ(first.stated.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(first.origin.id, "<1@lakes.example>");
  EXPECT_EQ(first.origin.record_offset, 0u);
  EXPECT_TRUE(first.bytes->starts_with("<html><head><style>p { margin: 0 }"));
  EXPECT_TRUE(has_note(first, "map.pdf (application/pdf)"));
  const Source& second = taken.good[1];
  EXPECT_EQ(second.origin.id, "\u043F\u0440\u0438\u043A\u0430\u0437.txt");
  EXPECT_EQ(second.stated.content_type, "text/plain; charset=koi8-r");
  EXPECT_EQ(second.bytes->size(), 24u);
  EXPECT_EQ(bytes.substr(*second.origin.record_offset, 20), "Content-Type: text/p");
}

TEST(Mail, a_saved_page_is_its_root_part_with_its_address) {
  const Taken taken = read(sample("sample.mht"), "a.mht");
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(taken.good[0].stated.url, "https://courier.example/2026/03/02/port-strike");
  EXPECT_EQ(taken.good[0].stated.title, "");  // the page has its own
  EXPECT_EQ(taken.good[0].stated.date, "");   // the day it was saved says nothing
  EXPECT_NE(taken.good[0].bytes->find("content=\"text/html; charset=UTF-8\""), std::string::npos);
  EXPECT_TRUE(has_note(taken.good[0], "frames of the page not read: 1"));
}

TEST(Mail, a_mailbox_is_split_quotes_are_left_out_and_forwards_are_their_authors) {
  const std::string bytes = sample("sample.mbox");
  const Taken taken = read(bytes, "a.mbox");
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(*taken.good[0].bytes,
            "The navy of Sri Lanka seized two boats off Mannar on Sunday and arrested nine fishermen from India, a "
            "spokesman said.\n\nFrom the port they were taken to court.");
  EXPECT_TRUE(has_note(taken.good[0], "3 quoted lines"));
  EXPECT_TRUE(has_note(taken.good[0], "signature"));
  EXPECT_EQ(taken.good[1].stated.author, "Petar Iliev");
  EXPECT_EQ(taken.good[1].stated.title, "Cabinet falls in Sofia");
  EXPECT_EQ(taken.good[1].stated.date, "Sun, Mar 1, 2026 at 8:15 PM");
  EXPECT_TRUE(taken.good[1].bytes->starts_with("Bulgaria's parliament"));
  EXPECT_TRUE(has_note(taken.good[1], "For your files."));
  EXPECT_EQ(bytes.substr(*taken.good[1].origin.record_offset, 11), "From: Desk ");
}

TEST(Mail, an_answered_message_is_left_out) {
  const Taken taken = read(mail("",
                                "No, the talks were in Oslo.\n\n-----Original Message-----\nFrom: Ben\nSent: Sunday\n"
                                "Subject: Talks\n\nWere they in Bern?\n"));
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(*taken.good[0].bytes, "No, the talks were in Oslo.");
  EXPECT_TRUE(has_note(taken.good[0], "answered message"));
  const Taken html =
      read(mail("Content-Type: text/html\n",
                "<p>The ministers of both states met in Oslo on Monday and agreed to meet again there in "
                "the spring.</p><div class=\"gmail_quote\">On Sunday Ben wrote: Were they in Bern?</div>"));
  ASSERT_EQ(html.good.size(), 1u);
  EXPECT_TRUE(html.good[0].bytes->ends_with("spring.</p>"));
}

TEST(Mail, a_subject_says_that_a_mail_is_handed_on) {
  const std::string original =
      "-----Original Message-----\nFrom: Ben Oke <ben@b.example>\nSent: Sunday, March 1, 2026\nTo: Ada <a@b.example>;\n"
      "  Desk <d@b.example>\nSubject: Talks\n\nThe ministers met in Bern.\n";
  for (const std::string& text : {"\xEF\xBB\xBF"
                                  "From: a@b\nDate: x\nSubject: FW: Talks\n\nSee this.\n\n" +
                                      original,
                                  "\n\nFrom: a@b\nDate: x\nSubject: Talks\n\n" + original}) {
    ASSERT_TRUE(is_mail(text, "a.eml", tables()));
    const Taken taken = read(text);
    ASSERT_EQ(taken.good.size(), 1u) << text;
    EXPECT_EQ(*taken.good[0].bytes, "The ministers met in Bern.");
    EXPECT_EQ(taken.good[0].stated.author, "Ben Oke");
    EXPECT_EQ(taken.good[0].stated.date, "Sunday, March 1, 2026");
  }
}

TEST(Mail, a_message_inside_is_a_document_of_its_own) {
  const std::string inside = mail("", "Police in Quito arrested five men.\n");
  const std::string bytes = mail("Content-Type: multipart/mixed; boundary=b\n",
                                 "--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n" + inside + "\n--b--\n");
  const Taken taken = read(bytes);
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(*taken.good[1].bytes, "Police in Quito arrested five men.");
  EXPECT_EQ(bytes.substr(*taken.good[1].origin.record_offset, inside.size()), inside);
}

TEST(Mail, wrong_transfer_codings_are_seen) {
  const Taken unsaid = read(mail("Content-Transfer-Encoding: 7bit\n",
                                 "The coast guard of Greece said =E2=80=9Cno=E2=80=9D to a ship=\n of aid.\n"));
  ASSERT_EQ(unsaid.good.size(), 1u);
  EXPECT_EQ(*unsaid.good[0].bytes, "The coast guard of Greece said \u201Cno\u201D to a ship of aid.");
  EXPECT_TRUE(has_note(unsaid.good[0], "though that is not stated"));
  const Taken false_claim =
      read(mail("Content-Transfer-Encoding: base64\n", "It rained; nobody came, said the mayor.\n"));
  ASSERT_EQ(false_claim.good.size(), 1u);
  EXPECT_EQ(*false_claim.good[0].bytes, "It rained; nobody came, said the mayor.");
  EXPECT_TRUE(has_note(false_claim.good[0], "is not"));
}

TEST(Mail, broken_boundaries_are_guessed_and_a_missing_end_is_noted) {
  const std::string parts = "--xyz\nContent-Type: text/html\n\n<p>Rain in Chad.</p>\n";
  for (const std::string stated : {"multipart/mixed", "multipart/mixed; boundary=abc"}) {
    const Taken taken = read(mail("Content-Type: " + stated + "\n", parts + "--xyz--\n"));
    ASSERT_EQ(taken.good.size(), 1u) << stated;
    EXPECT_EQ(*taken.good[0].bytes, "<p>Rain in Chad.</p>");
    EXPECT_TRUE(has_note(taken.good[0], "guessed"));
  }
  const Taken cut = read(mail("Content-Type: multipart/mixed; boundary=xyz\n", parts));
  ASSERT_EQ(cut.good.size(), 1u);
  EXPECT_TRUE(has_note(cut.good[0], "cut"));
}

TEST(Mail, a_mail_without_text_is_a_failure) {
  const Taken taken = read(mail("Content-Type: image/png\n", "x"));
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(taken.bad[0].code, FailureCode::no_text);
}

TEST(Mail, names_of_attachments_are_words_and_no_paths) {
  const Taken taken =
      read(mail("Content-Type: multipart/mixed; boundary=b\n",
                "--b\nContent-Type: text/plain; name=\"../../etc/cron.d/x.txt\"\n\nRain in Chad.\n--b--\n"));
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(taken.good[0].origin.name, "a.eml");
  EXPECT_EQ(taken.good[0].origin.id, "../../etc/cron.d/x.txt");  // shown, never opened nor written
}

TEST(Mail, headers_are_decoded) {
  const Encodings& encodings = tables().encodings;
  EXPECT_EQ(decode_header(" =?utf-8?B?0JzQuNC90Lg=?=\r\n =?utf-8?B?0YHRgtGA?= says", encodings),
            "\u041C\u0438\u043D\u0438\u0441\u0442\u0440 says");
  EXPECT_EQ(decode_header("=?utf-8?Q?=D0?= =?utf-8?Q?=9C?=", encodings), "\u041C");  // split inside a letter
  EXPECT_EQ(decode_header("=?windows-1251?q?=CC=E8=ED?= a =?x?y?z", encodings), "\u041C\u0438\u043D a =?x?y?z");
  EXPECT_EQ(mime_parameter("a; name=\"x;y\"; n=2", "n", encodings), "2");
  EXPECT_EQ(mime_parameter("a; f*0=\"ab\"; f*1=cd", "f", encodings), "abcd");
}

TEST(Mail, what_is_a_mail) {
  EXPECT_TRUE(is_mail(sample("sample.eml"), "x", tables()));
  EXPECT_TRUE(is_mail(sample("sample.mht"), "x", tables()));
  EXPECT_TRUE(is_mail(sample("sample.mbox"), "x", tables()));
  EXPECT_FALSE(is_mail("Ministers met.\nDate: none\n", "x.txt", tables()));
  EXPECT_FALSE(is_mail("", "x.txt", tables()));
}

TEST(Mail, nesting_is_bounded_and_time_linear) {
  std::string deep = "From: a\nDate: b\n";
  for (int i = 0; i < 5000; ++i)
    deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
  std::string messages = "From: a\nDate: b\n";
  for (int i = 0; i < 5000; ++i) messages += "Content-Type: message/rfc822\n\nFrom: a\n";
  std::string many = mail("Content-Type: multipart/mixed; boundary=b\n", "");
  for (int i = 0; i < 100000; ++i) many += "--b\n\nx\n";
  std::string quotes;
  for (int i = 0; i < 100000; ++i) quotes += "From: a\nOn x wrote:\n> b\n=?utf-8?Q?";
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : {deep, messages, many, mail("", quotes), mail("", std::string(1'000'000, '=')),
                                  "Subject: " + std::string(1'000'000, '=') + "?\n\nx", "Subject: " + quotes})
    read(text);
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 10.0);
}

TEST(Mail, damage_never_stops_the_reader_and_leaves_other_mails_whole) {
  std::string whole;
  for (int i = 0; i < 10; ++i)
    whole += "From a@b.example Mon Mar  2 08:00:00 2026\nMessage-ID: " + std::to_string(i) +
             "\nFrom: a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nNumber " +
             std::to_string(i) + " met.\n--b--\n\n";
  const std::string others = sample("sample.eml") + sample("sample.mht");
  std::mt19937 random(7);
  std::size_t seen = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = round % 4 == 3 ? others : whole;
    const std::size_t at = random() % bytes.size(), size = 1 + random() % 30;
    if (round % 2)
      bytes.erase(at, size);
    else
      bytes[at] = static_cast<char>(random());
    for (const Source& source : read(bytes).good)
      if (source.bytes->find("Number " + source.origin.id + " met.") == 0) ++seen;
  }
  EXPECT_GT(seen, 6'700u);  // of 7,500
}

}  // namespace
}  // namespace dragoman
