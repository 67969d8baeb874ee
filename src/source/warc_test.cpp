#include "source/warc.h"

#include <gtest/gtest.h>

#include <map>

#include "base/limits.h"
#include "source/packed_for_tests.h"

namespace dragoman {
namespace {

enum class Packing { plain, gzip_records, zstd_records, gzip_whole };
constexpr Packing packings[] = {Packing::plain, Packing::gzip_records, Packing::zstd_records, Packing::gzip_whole};

std::string packed(Packing packing, const std::string& record) {
  if (packing == Packing::gzip_records) return deflated(record, 31, 1);
  return packing == Packing::zstd_records ? zstandard(record, 1) : record;
}

std::string page(int number) {
  std::string out = "<html><head><title>Ferry " + std::to_string(number) + "</title></head><body>";
  for (int i = 0; i < 3 + number % 5; ++i)
    out += "<p>The ferry to the outer islands of Sarn, run no. " + std::to_string(number * 7 + i) +
           ", was held at the quay while the harbour board met the crew's union.</p>\n";
  return out + "</body></html>";
}

std::string record_of(const std::string& type, const std::string& uri, const std::string& content_type,
                      const std::string& block, const std::string& more = "", std::int64_t lie = 0) {
  return "WARC/1.1\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + uri +
         "\r\nWARC-Date: 2026-03-02T07:15:00Z\r\nWARC-Record-ID: <urn:uuid:" + uri +
         ">\r\nContent-Type: " + content_type + "\r\n" + more +
         "Content-Length: " + std::to_string(static_cast<std::int64_t>(block.size()) + lie) + "\r\n\r\n" + block +
         "\r\n\r\n";
}

std::string http(const std::string& body, const std::string& headers = "Content-Type: text/html; charset=utf-8\r\n",
                 const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n" + body;
}

std::string response(const std::string& uri, const std::string& message, std::int64_t lie = 0) {
  return record_of("response", uri, "application/http; msgtype=response", message, "", lie);
}

struct Taken {
  std::vector<Source> good;
  std::vector<Failure> bad;
  ContainerSummary summary;
  const Source* at(const std::string& uri) const {
    for (const Source& source : good)
      if (source.stated.url == uri) return &source;
    return nullptr;
  }
};

Taken taken_from(std::string_view bytes, const std::string& name = "crawl.warc") {
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

std::string chunked(const std::string& body, std::size_t size, const std::string& end = "0\r\n\r\n") {
  std::string out;
  char line[20];
  for (std::size_t at = 0; at < body.size(); at += size) {
    const std::string chunk = body.substr(at, size);
    std::snprintf(line, sizeof line, "%zx\r\n", chunk.size());
    out += line + chunk + "\r\n";
  }
  return out + end;
}

TEST(Warc, origin_and_statements_of_a_response) {
  const Taken taken = taken_from(response("http://courier.example/a", http("<p>Held at the quay.")));
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_TRUE(taken.bad.empty());
  const Source& source = taken.good[0];
  EXPECT_EQ(*source.bytes, "<p>Held at the quay.");
  EXPECT_EQ(source.origin.name, "crawl.warc");
  EXPECT_EQ(source.origin.record_offset, 0u);
  EXPECT_EQ(source.origin.id, "urn:uuid:http://courier.example/a");
  EXPECT_EQ(source.origin.fetched, "2026-03-02T07:15:00Z");
  EXPECT_EQ(source.stated.url, "http://courier.example/a");
  EXPECT_EQ(source.stated.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(source.stated.date, "");  // when it was fetched is not when it was published
  EXPECT_TRUE(source.notes.empty());
}

TEST(Warc, the_place_on_disk_begins_the_record_in_every_packing) {
  for (const Packing packing : packings) {
    std::string whole, bytes = packed(packing, record_of("warcinfo", "", "application/warc-fields", "software: x\r\n"));
    for (int i = 0; i < 50; ++i)
      bytes += packed(packing, response("http://a.example/" + std::to_string(i), http(page(i))));
    whole = bytes;
    if (packing == Packing::gzip_whole) bytes = deflated(bytes);
    const Taken taken = taken_from(bytes);
    ASSERT_EQ(taken.good.size(), 50u);
    for (const Source& source : taken.good) {
      const Taken again = taken_from(whole.substr(*source.origin.record_offset));
      ASSERT_FALSE(again.good.empty());
      EXPECT_EQ(again.good[0].stated.url, source.stated.url);
      EXPECT_EQ(again.good[0].origin.record_offset, 0u);
      EXPECT_EQ(*again.good[0].bytes, *source.bytes);
    }
  }
}

TEST(Warc, zstd_with_a_dictionary_frame) {
  const std::string words = page(3), record = response("http://a.example/", http(page(4)));
  const Taken taken = taken_from(skippable_frame(words, '\x5D') + zstandard(record, 3, words), "a.warc.zst");
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(*taken.good[0].bytes, page(4));
  EXPECT_EQ(taken.good[0].origin.record_offset, words.size() + 8);
}

TEST(Warc, what_is_no_page_is_counted_by_reason) {
  const Taken taken =
      taken_from(record_of("warcinfo", "", "application/warc-fields", "software: x\r\n") +
                 record_of("request", "http://a.example/", "application/http", "GET / HTTP/1.1\r\n\r\n") +
                 record_of("revisit", "http://a.example/", "application/http", http("")) +
                 response("http://a.example/1", http("gone", "Content-Type: text/html\r\n", "404 Not Found")) +
                 response("http://a.example/2", http("\x89PNG", "Content-Type: image/PNG\r\n")) +
                 record_of("response", "dns:a.example", "text/dns", "a.example. 1 IN A 10.0.0.1") +
                 record_of("resource", "file:///notes.txt", "text/plain", "The board met.") +
                 record_of("conversion", "http://a.example/3", "text/plain", "The crew went home.") +
                 record_of("resource", "file:///a.pdf", "application/pdf", "%PDF-1.4") +
                 response("http://a.example/4", http("<p>No media type.", "Server: x\r\n")) +
                 response("http://a.example/5", http(" ")));
  EXPECT_EQ(taken.good.size(), 3u);
  EXPECT_TRUE(taken.bad.empty());
  EXPECT_EQ(to_string(taken.summary),
            "crawl.warc: 11 records: 3 read, 8 skipped (1 HTTP status 404, 1 application/pdf, 1 empty, 1 image/png, "
            "1 not HTTP, 1 request, 1 revisit, 1 warcinfo)");
}

TEST(Warc, chunks_and_content_codings_are_undone) {
  const std::string text = page(9), type = "Content-Type: text/html\r\n";
  const std::map<std::string, std::string> coded = {{"gzip", deflated(text)},        {"x-gzip", deflated(text)},
                                                    {"deflate", deflated(text, 15)}, {"Deflate", deflated(text, -15)},
                                                    {"br", brotlied(text)},          {"zstd", zstandard(text)}};
  for (const auto& [coding, body] : coded)
    for (const bool in_chunks : {false, true}) {
      const std::string headers =
          type + "Content-Encoding: " + coding + "\r\n" + (in_chunks ? "Transfer-Encoding: chunked\r\n" : "");
      const Taken taken =
          taken_from(response("http://a.example/", http(in_chunks ? chunked(body, 50) : body, headers)));
      ASSERT_EQ(taken.good.size(), 1u) << coding;
      EXPECT_EQ(*taken.good[0].bytes, text) << coding;
      EXPECT_TRUE(taken.good[0].notes.empty()) << coding;
    }
}

TEST(Warc, lying_codings_and_chunks_give_what_decodes_and_a_note) {
  const std::string text = page(9), type = "Content-Type: text/html\r\n", chunks = "Transfer-Encoding: chunked\r\n";
  const std::string gzip = deflated(text);
  const auto body_of = [&](const std::string& headers, const std::string& body) -> std::string {
    const Taken taken = taken_from(response("http://a.example/", http(body, type + headers)));
    if (taken.good.size() != 1) return "none";
    EXPECT_EQ(taken.good[0].notes.size(), 1u) << headers;
    return *taken.good[0].bytes;
  };
  EXPECT_EQ(body_of("Content-Encoding: gzip\r\n", text), text);
  EXPECT_EQ(body_of("Content-Encoding: br\r\n", text), text);
  EXPECT_EQ(body_of("Content-Encoding: deflate\r\n", text), text);
  EXPECT_EQ(body_of("Content-Encoding: rot13\r\n", text), text);
  EXPECT_EQ(body_of(chunks, text), text);
  EXPECT_EQ(body_of(chunks, chunked(text, 50, "")), text);
  EXPECT_EQ(body_of(chunks, chunked(text, 50).substr(0, 400)),
            text.substr(0, body_of(chunks, chunked(text, 50).substr(0, 400)).size()));
  EXPECT_EQ(body_of(chunks, chunked(text, 50, "zz\r\nrest")), text + "\r\nzz\r\nrest");
  EXPECT_EQ(body_of("Content-Length: 99999\r\n", text), text);
  EXPECT_TRUE(text.starts_with(body_of("Content-Encoding: gzip\r\n", gzip.substr(0, gzip.size() - 20))));
}

TEST(Warc, one_layer_of_coding_and_no_bombs_and_the_rest_is_read) {
  const std::string type = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
  const Taken taken = taken_from(response("http://a.example/1", http(deflated(deflated(page(1))), type)) +
                                 response("http://a.example/2", http(packed_zeros(false, 256), type)) +
                                 response("http://a.example/3", http(deflated(page(3)), type)));
  ASSERT_EQ(taken.bad.size(), 2u);
  EXPECT_EQ(taken.bad[0].code, FailureCode::too_large);
  EXPECT_EQ(taken.bad[1].code, FailureCode::too_large);
  EXPECT_EQ(taken.bad[0].file, "crawl.warc");
  EXPECT_EQ(taken.good.size(), 1u);
}

TEST(Warc, bombs_among_the_records_are_refused_alone) {
  for (const bool zstd : {false, true}) {
    const auto pack = [&](const std::string& text) { return zstd ? zstandard(text) : deflated(text); };
    const Taken taken = taken_from(pack(response("http://a.example/1", http(page(1)))) + packed_zeros(zstd, 512) +
                                   pack(response("http://a.example/2", http(page(2)))));
    EXPECT_EQ(taken.good.size(), 2u);
    EXPECT_FALSE(taken.bad.empty());
  }
}

TEST(Warc, giant_headers_and_bodies_are_refused_alone) {
  const std::string last = response("http://a.example/2", http(page(2)));
  const Taken header =
      taken_from("WARC/1.0\r\nX: " + std::string(limits::max_warc_header_bytes * 3, 'x') + "\r\n\r\n" + last);
  ASSERT_EQ(header.bad.size(), 2u);  // the header, and what is left of it
  EXPECT_EQ(header.bad[0].code, FailureCode::too_large);
  EXPECT_EQ(header.good.size(), 1u);
  const Taken body =
      taken_from(response("http://a.example/1", http(std::string(limits::max_document_bytes + 9, 'x'))) + last);
  EXPECT_EQ(body.bad[0].code, FailureCode::too_large);
  EXPECT_EQ(body.good.size(), 1u);
}

// ---- 1,000 records, one in three damaged --------------------------------------------------------------------------

struct Rng {
  std::uint64_t state;
  std::uint64_t below(std::uint64_t limit) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % limit;
  }
};

std::string lying_record(int number, Rng& rng) {
  const std::int64_t lies[] = {-200, -1, 1, 57, 100'000, 50'000'000, 9'000'000'000'000};
  return response("http://a.example/" + std::to_string(number), http(page(number)), lies[rng.below(7)]);
}

// One damage to a record on disk; what follows it is not touched.
std::string damaged(std::string record, Packing packing, int number, Rng& rng) {
  switch (rng.below(6)) {
    case 0:
      for (int i = 0; i < 5; ++i) record[rng.below(record.size())] ^= static_cast<char>(1u << rng.below(8));
      return record;
    case 1:
      return record.substr(0, rng.below(record.size()));
    case 2:
      return record.substr(rng.below(record.size()));
    case 3:
      return packed(packing, lying_record(number, rng));
    case 4: {  // the line ends behind the record, or the empty line in it
      const std::string plain = response("http://a.example/" + std::to_string(number), http(page(number)));
      const std::size_t head = plain.find("\r\n\r\n");
      return packed(packing,
                    rng.below(2) ? plain.substr(0, plain.size() - 4) : plain.substr(0, head) + plain.substr(head + 4));
    }
    default: {
      std::string junk;
      for (std::uint64_t i = rng.below(3000); i > 0; --i) junk += static_cast<char>(rng.below(256));
      return junk;
    }
  }
}

TEST(Warc, every_intact_record_of_a_damaged_archive_is_read) {
  for (const Packing packing : {Packing::plain, Packing::gzip_records, Packing::zstd_records}) {
    Rng rng{static_cast<std::uint64_t>(packing) + 5};
    std::string bytes;
    std::map<int, std::uint64_t> intact;
    for (int i = 0; i < 1000; ++i) {
      const std::string record = packed(packing, response("http://a.example/" + std::to_string(i), http(page(i))));
      if (rng.below(3) == 0) {
        bytes += damaged(record, packing, i, rng);
        continue;
      }
      intact[i] = bytes.size();
      bytes += record;
    }
    const Taken taken = taken_from(bytes);
    std::size_t lost = 0;
    for (const auto& [number, offset] : intact) {
      const Source* source = taken.at("http://a.example/" + std::to_string(number));
      const bool whole = source && *source->bytes == page(number) && source->origin.record_offset == offset;
      if (!whole && ++lost <= 3)
        ADD_FAILURE() << "packing " << static_cast<int>(packing) << " record " << number << " at " << offset
                      << (source ? " is changed" : " is lost");
    }
    EXPECT_EQ(lost, 0u) << "of " << intact.size();
    EXPECT_GT(taken.bad.size(), 50u);
    EXPECT_GT(taken.summary.bytes_skipped, 1000u);
    for (const Failure& failure : taken.bad) EXPECT_FALSE(failure.remedy.empty());
  }
}

TEST(Warc, damage_names_the_byte_and_counts_what_is_skipped) {
  const std::string one = response("http://a.example/1", http(page(1))),
                    two = response("http://a.example/2", http(page(2)));
  const Taken taken = taken_from(one + "some junk here" + two);
  EXPECT_EQ(taken.good.size(), 2u);
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(taken.bad[0].byte, one.size());
  EXPECT_EQ(taken.bad[0].what, "14 bytes are no WARC record and are skipped");
  EXPECT_EQ(taken.summary.bytes_skipped, 14u);
}

TEST(Warc, no_beginning_hurts) {
  const std::string whole = response(
      "http://a.example/1", http(chunked(page(1), 30), "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"));
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const Taken taken = taken_from(whole.substr(0, size));
    EXPECT_LE(taken.good.size(), 1u);
    EXPECT_TRUE(size == 0 || taken.good.size() + taken.bad.size() + taken.summary.skipped.size() > 0) << size;
  }
}

}  // namespace
}  // namespace dragoman
