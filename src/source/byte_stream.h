// byte_stream.h: the bytes of a file, of standard input, of memory or of an archive's member, gzip and zstd undone,
// read in pieces.
//
// The coding is known by its first bytes, not by a name; members and frames follow each other, skippable frames are
// skipped, the dictionary frame of a zstd WARC is used. Memory: what was peeked, and some pieces. Damage, and data that
// expands more than limits::max_expansion times, are the end of what can be read: see damage() and resume().
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "dragoman/result.h"
#include "source/content_coding.h"

namespace dragoman {

// Writes up to `size` bytes that come next to `to` and says how many; 0 at the end.
using ReadBytes = std::function<Result<std::size_t>(char* to, std::size_t size)>;

class ByteStream {
 public:
  static Result<ByteStream> open(const std::string& path);           // "-" is standard input
  static ByteStream over(std::string_view bytes, std::string name);  // `bytes` stay where they are
  ByteStream member(std::string name, ReadBytes read) const;         // of the archive that this stream holds

  // The bytes up to and without the next "\n", or up to the end; false at the end. A line over
  // limits::max_document_bytes is dropped whole and gives too_large.
  Result<bool> next_line(std::string& line);
  // Everything that is left. Fails with too_large at limits::max_document_bytes or when the data expands more than
  // limits::max_expansion times; damage() before the first byte is given as failure, later what stands before it.
  Result<std::string> rest();
  // Up to `size` bytes that come next, without taking them; fewer at the end or before damage.
  std::string_view peek(std::size_t size);
  void skip(std::size_t size);  // bytes that were peeked

  std::uint64_t offset() const { return offset_; }  // of the next byte in the decoded bytes
  // Where the next byte (which was peeked) begins on disk: the offset of the gzip member or zstd frame that begins with
  // it; offset() when nothing is coded or no member begins here.
  std::uint64_t place();

  // Why the stream ended before its end, if so; Failure::byte is in the bytes as they lie on disk.
  const std::optional<Failure>& damage() const { return damage_; }
  // After damage: goes on at the next member that begins behind the damaged one's begin, and says how many
  // bytes on disk gave nothing. Nullopt when none follows. What was damaged before is forgotten either way.
  std::optional<std::uint64_t> resume();

  bool coded() const { return coding_ != Coding::none; }
  unsigned archives() const { return archives_; }  // around this stream

 private:
  struct Expansion {  // shared by a file and all that lies in it
    std::uint64_t packed = 0, decoded = 0;
    unsigned refused = 0;
  };
  struct Member {
    std::uint64_t decoded, packed;  // offsets of its begin
  };

  ByteStream(std::string name, ReadBytes read) : name_(std::move(name)), read_(std::move(read)) {}
  bool fill();  // false at the end
  bool copy();
  bool decode();
  bool read_raw();  // false at the end
  bool have_raw(std::size_t size);
  bool begin_member();
  void load_dictionary();
  void damaged(std::string what);
  void grow(std::size_t size);  // counts decoded bytes against the limits
  Failure too_large(std::string what) const;
  std::string_view raw() const { return std::string_view(raw_).substr(raw_at_); }
  std::uint64_t raw_offset() const { return raw_base_ + raw_at_; }

  std::string name_;
  ReadBytes read_;
  unsigned archives_ = 0;
  std::shared_ptr<Expansion> expansion_ = std::make_shared<Expansion>();

  std::string raw_;  // as on disk, from raw_base_; what stands before raw_at_ is kept for resume()
  std::size_t raw_at_ = 0;
  std::uint64_t raw_base_ = 0;
  bool started_ = false, raw_ended_ = false, stopped_ = false, in_member_ = false;
  Coding coding_ = Coding::none;
  std::unique_ptr<Decoder> decoder_;
  std::uint64_t member_packed_ = 0, member_decoded_ = 0;
  std::deque<Member> members_;  // that begin at or behind offset_, and one before
  std::optional<Failure> damage_;

  std::string buffer_;  // decoded
  std::size_t at_ = 0;  // in buffer_
  std::uint64_t offset_ = 0, decoded_ = 0;
};

}  // namespace dragoman
