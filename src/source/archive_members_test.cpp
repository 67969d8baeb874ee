#include "source/archive_members.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstring>
#include <ctime>

#include "base/limits.h"
#include "source/packed_for_tests.h"

namespace dragoman {
namespace {

struct Member {
  std::string name, bytes;
  char type = '0';         // of tar
  unsigned method = 0;     // of zip: 0 stored, 8 deflated
  unsigned flags = 0x800;  // of zip: names are UTF-8
};

void little(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

std::string tar_member(const Member& member) {
  std::string head(512, '\0');
  member.name.copy(head.data(), 100);
  const bool link = member.type == '1' || member.type == '2';
  if (link) member.bytes.copy(head.data() + 157, 100);
  std::snprintf(head.data() + 100, 8, "0000644");
  std::snprintf(head.data() + 124, 12, "%011zo", link ? std::size_t{0} : member.bytes.size());
  std::snprintf(head.data() + 136, 12, "%011o", 0u);
  head[156] = member.type;
  std::memcpy(head.data() + 257, "ustar\00000", 8);
  unsigned sum = 8 * ' ';
  for (const char c : head) sum += static_cast<unsigned char>(c);
  std::snprintf(head.data() + 148, 8, "%06o", sum);
  head[155] = ' ';
  if (!link) head += member.bytes;
  head.resize((head.size() + 511) / 512 * 512);
  return head;
}

std::string tar_of(const std::vector<Member>& members) {
  std::string out;
  for (const Member& member : members) out += tar_member(member);
  return out + std::string(1024, '\0');
}

std::string zip_of(const std::vector<Member>& members) {
  std::string out, directory;
  for (const Member& member : members) {
    const std::string packed = member.method == 8 ? deflated(member.bytes, -15) : member.bytes;
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(member.bytes.data()), static_cast<uInt>(member.bytes.size()));
    const bool late = member.flags & 8;
    std::string head;
    little(head, 20, 2);
    little(head, member.flags, 2);
    little(head, member.method, 2);
    little(head, 0, 4);
    std::string sizes;
    little(sizes, sum, 4);
    little(sizes, packed.size(), 4);
    little(sizes, member.bytes.size(), 4);
    std::string lengths;
    little(lengths, member.name.size(), 2);
    little(lengths, 0, 2);
    directory += "PK\x01\x02\x14" + std::string(1, '\0') + head + sizes + lengths + std::string(10, '\0');
    little(directory, out.size(), 4);
    directory += member.name;
    out += "PK\x03\x04" + head + (late ? std::string(12, '\0') : sizes) + lengths + member.name + packed;
    if (late) out += "PK\x07\x08" + sizes;
  }
  const std::size_t at = out.size();
  out += directory + "PK\x05\x06" + std::string(4, '\0');
  little(out, members.size(), 2);
  little(out, members.size(), 2);
  little(out, directory.size(), 4);
  little(out, at, 4);
  return out + std::string(2, '\0');
}

std::string deflated_zip(const std::string& name, const std::string& bytes) { return zip_of({{name, bytes, '0', 8}}); }

struct Taken {
  std::vector<Source> good;
  std::vector<Failure> bad;
  ContainerSummary summary;
};

Taken taken_from(std::string_view bytes, const std::string& name) {
  Taken taken;
  TakeSource take([&](Result<Source> source) {
    if (source)
      taken.good.push_back(std::move(*source));
    else
      taken.bad.push_back(source.error());
    return true;
  });
  take.summary = [&](const ContainerSummary& summary) { taken.summary = summary; };
  read_container(bytes, name, SourceTables{}, take);
  return taken;
}

const std::string text = "The harbour board of Sarn met the crews on Monday.\n";

TEST(Archive, members_are_documents_in_every_packing) {
  const std::vector<Member> members = {{"a/one.txt", text}, {"a/", "", '5'}, {"b/two.html", "<p>" + text}};
  std::vector<Member> packed = {members[0], members[2]};
  const std::string plain = zip_of(packed);
  for (Member& member : packed) member.method = 8;
  const std::string tar = tar_of(members), zip = zip_of(packed);
  for (Member& member : packed) member.flags |= 8;  // sizes stand behind the data
  const std::string late = zip_of(packed);
  for (const std::string& bytes : {tar, deflated(tar), zstandard(tar), plain, zip, late}) {
    const Taken taken = taken_from(bytes, "all");
    ASSERT_EQ(taken.good.size(), 2u);
    EXPECT_TRUE(taken.bad.empty());
    EXPECT_EQ(taken.good[0].origin.name, "all/a/one.txt");
    EXPECT_EQ(taken.good[0].origin.record_offset, 0u);
    EXPECT_EQ(*taken.good[1].bytes, "<p>" + text);
  }
  EXPECT_EQ(taken_from(tar, "all").good[1].origin.record_offset, 3u * 512);
  const std::uint64_t place = *taken_from(zip, "all").good[1].origin.record_offset;
  EXPECT_EQ(zip.substr(place, 4), "PK\x03\x04");
  EXPECT_EQ(zip.substr(place + 30, 10), "b/two.html");
}

TEST(Archive, members_go_through_the_formats_again) {
  const std::string record =
      "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:1>\r\nContent-Type: text/plain\r\nContent-Length: " +
      std::to_string(text.size()) + "\r\n\r\n" + text + "\r\n\r\n";
  const std::string mail =
      "From: Ada <ada@courier.example>\nDate: Mon, 2 Mar 2026 07:15:00 +0000\nSubject: Board\n\n" + text;
  const std::string inner = zip_of({{"deep.txt", text, '0', 8}});
  const Taken taken = taken_from(
      zstandard(tar_of(
          {{"crawl.warc.gz", deflated(record)}, {"a.eml", mail}, {"b.zip", inner}, {"c.txt.gz", deflated(text)}})),
      "all.tar.zst");
  ASSERT_EQ(taken.good.size(), 4u);
  for (const Source& source : taken.good) EXPECT_EQ(source.bytes->substr(0, 20), text.substr(0, 20));
  EXPECT_EQ(taken.good[0].origin.name, "all.tar.zst/crawl.warc.gz");
  EXPECT_EQ(taken.good[0].origin.id, "urn:1");
  EXPECT_EQ(taken.good[1].stated.title, "Board");
  EXPECT_EQ(taken.good[2].origin.name, "all.tar.zst/b.zip/deep.txt");
  EXPECT_TRUE(taken.bad.empty());
}

TEST(Archive, names_are_names_and_links_and_devices_are_not_followed) {
  const char* names[] = {"../../etc/passwd",      "/etc/passwd", "%2e%2e%5cwindows", "..\\..\\boot.ini",
                         "new\nline\x1B[31m.txt", "C:\\a.txt",   "F\xC3\xA4hre.txt", "caf\xE9.txt"};
  for (const char* name : names) {
    for (const std::string& bytes :
         {tar_of({{name, text}}), zip_of({{name, text}}), zip_of({{name, text, '0', 8, 0}})}) {
      const Taken taken = taken_from(bytes, "all");
      ASSERT_EQ(taken.good.size(), 1u) << name;
      EXPECT_EQ(*taken.good[0].bytes, text);
      EXPECT_EQ(taken.good[0].origin.name.find_first_of("\n\x1B"), std::string::npos);
      if (std::string_view(name).find_first_of("\n\\\xE9") == std::string_view::npos) {
        EXPECT_EQ(taken.good[0].origin.name, std::string("all/") + name);
      }
    }
  }
  const Taken nul = taken_from(zip_of({{std::string("a\0b.txt", 7), text}}), "all");
  ASSERT_EQ(nul.good.size(), 1u);
  EXPECT_EQ(nul.good[0].origin.name.find('\0'), std::string::npos);
  const Taken links = taken_from(tar_of({{"soft", "/etc/passwd", '2'},
                                         {"hard", "/etc/passwd", '1'},
                                         {"disk", "", '4'},
                                         {"tty", "", '3'},
                                         {"pipe", "", '6'},
                                         {"._a.txt", text},
                                         {"pic.png", "\x89PNG\r\n\x1A\n..."},
                                         {"none.txt", ""},
                                         {"a.txt", text}}),
                                 "all");
  EXPECT_EQ(links.good.size(), 1u);
  EXPECT_TRUE(links.bad.empty());
  EXPECT_EQ(to_string(links.summary),
            "all: 9 records: 1 read, 8 skipped (1 PNG picture, 3 device, 1 empty, 1 hidden, 2 link)");
}

TEST(Archive, encrypted_members_and_office_files_say_so) {
  const Taken taken = taken_from(zip_of({{"secret.txt", text, '0', 0, 1}, {"open.txt", text}}), "all.zip");
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(to_string(taken.bad[0]), "all.zip/secret.txt:0: is encrypted; unpack it with its password first");
  EXPECT_EQ(taken.good.size(), 1u);
  const Taken office =
      taken_from(zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<w/>"}}), "a.odt");
  ASSERT_EQ(office.bad.size(), 1u);
  EXPECT_EQ(office.bad[0].code, FailureCode::no_text);
  EXPECT_TRUE(office.good.empty());
}

TEST(Archive, one_bad_member_costs_itself) {
  for (const bool zip : {false, true}) {
    for (const unsigned late : {0u, 8u}) {
      std::vector<Member> members;
      for (int i = 0; i < 40; ++i) {
        std::string body = std::to_string(i) + " " + text;
        for (int k = 0; k < 40; ++k) body += "Crew " + std::to_string(i * 977 + k * k * 31) + " went home. ";
        members.push_back({std::to_string(i) + ".txt", body, '0', 8, 0x800 | late});
      }
      std::string bytes = zip ? zip_of(members) : tar_of(members);
      const std::size_t at = *taken_from(bytes, "all").good[20].origin.record_offset;
      const std::size_t next = *taken_from(bytes, "all").good[21].origin.record_offset;
      for (std::size_t broken = at; broken < next; broken += 7) {
        std::string bad = bytes;
        bad[broken] = static_cast<char>(bad[broken] ^ 0x55);
        const Taken taken = taken_from(bad, "all");
        ASSERT_GE(taken.good.size(), 39u) << zip << late << " byte " << broken - at;
      }
    }
  }
}

TEST(Archive, a_cut_archive_gives_what_stands_before_the_cut) {
  for (const bool zip : {false, true}) {
    std::vector<Member> members;
    for (int i = 0; i < 5; ++i) members.push_back({std::to_string(i) + ".txt", text + text, '0', 0});
    const std::string whole = zip ? zip_of(members) : tar_of(members);
    const std::size_t last = *taken_from(whole, "all").good[4].origin.record_offset;
    for (std::size_t size = 0; size < last; size += 3) {
      const Taken taken = taken_from(std::string_view(whole).substr(0, size), "all");
      EXPECT_LT(taken.good.size(), 6u);
    }
    const Taken cut = taken_from(std::string_view(whole).substr(0, last + (zip ? 60 : 540)), "all");
    ASSERT_EQ(cut.good.size(), 5u);
    ASSERT_EQ(cut.bad.size(), 1u);
    EXPECT_EQ(cut.bad[0].code, FailureCode::damaged);
    EXPECT_TRUE(text.starts_with(*cut.good[4].bytes));
    EXPECT_FALSE(cut.good[4].notes.empty());
  }
}

TEST(Archive, bombs_are_refused_and_their_neighbours_are_read) {
  const std::string gigabyte = packed_zeros(false);  // gzip: 10 bytes, deflated data, 8 bytes
  for (const unsigned late : {0u, 8u}) {
    std::string zip = zip_of({{"a.txt", text}});
    zip = zip.substr(0, zip.find("PK\x01\x02"));
    const std::size_t bomb = zip.size();
    std::string head = zip_of({{"bomb.txt", "", '0', 8, 0x800 | late}});
    head = head.substr(0, head.find("PK\x07\x08") == std::string::npos ? 38 : 38);
    const std::string data = gigabyte.substr(10, gigabyte.size() - 18);
    if (!late) {
      std::string sizes;
      sizes += gigabyte.substr(gigabyte.size() - 8, 4);
      little(sizes, data.size(), 4);
      little(sizes, 1u << 30, 4);
      head.replace(14, 12, sizes);
    }
    zip += head + data;
    if (late) {
      zip += "PK\x07\x08" + gigabyte.substr(gigabyte.size() - 8, 4);
      little(zip, data.size(), 4);
      little(zip, 1u << 30, 4);
    }
    zip += zip_of({{"z.txt", text}});
    const std::clock_t begin = std::clock();
    const Taken taken = taken_from(zip, "all.zip");
    EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC) << late;
    EXPECT_EQ(taken.good.size(), 2u) << late;
    ASSERT_EQ(taken.bad.size(), 1u);
    EXPECT_EQ(taken.bad[0].code, FailureCode::too_large);
    EXPECT_EQ(taken.bad[0].file, "all.zip/bomb.txt");
    EXPECT_TRUE(taken.bad[0].byte);
    EXPECT_FALSE(taken.bad[0].remedy.empty());
    EXPECT_EQ(bomb, 30 + 5 + text.size());
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(usage.ru_maxrss, 300 * 1024);
}

TEST(Archive, nested_archives_and_codings_end_at_the_limit) {
  const std::string two = deflated_zip("b.zip", deflated_zip("c.txt", text));
  EXPECT_EQ(taken_from(two, "a.zip").good.size(), 1u);
  const Taken three = taken_from(deflated_zip("z.zip", two), "a.zip");
  EXPECT_TRUE(three.good.empty());
  ASSERT_EQ(three.bad.size(), 1u);
  EXPECT_EQ(three.bad[0].code, FailureCode::too_large);
  const Taken gzips = taken_from(deflated(deflated(deflated(text))), "a.gz");
  ASSERT_EQ(gzips.bad.size(), 1u);
  EXPECT_EQ(to_string(gzips.bad[0]), "a.gz:0: is compressed more than once; unpack it first");
  // Sixteen times sixteen zips of zeros in each other.
  std::vector<Member> leaves, branches;
  for (int i = 0; i < 16; ++i) leaves.push_back({std::to_string(i), std::string(4u << 20, '\0'), '0', 8});
  const std::string inner = zip_of(leaves);
  for (int i = 0; i < 16; ++i) branches.push_back({std::to_string(i) + ".zip", inner, '0', 8});
  const std::string bomb = zip_of(branches);
  const std::clock_t begin = std::clock();
  const Taken taken = taken_from(bomb, "bomb.zip");
  EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC);
  ASSERT_FALSE(taken.bad.empty());
  EXPECT_EQ(taken.bad[0].code, FailureCode::too_large);
}

TEST(Archive, members_are_counted_against_a_limit) {
  std::string zip, one = zip_of({{"a", ""}});
  one = one.substr(0, one.find("PK\x01\x02"));
  for (std::size_t i = 0; i <= limits::max_archive_members; ++i) zip += one;
  const Taken taken = taken_from(zip, "all.zip");
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(taken.bad[0].code, FailureCode::too_large);
  EXPECT_EQ(taken.summary.skipped.at("empty"), limits::max_archive_members);
}

}  // namespace
}  // namespace dragoman
