// byte_stream.h: the bytes of a file or of standard input with gzip undone, read in pieces.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>

#include "dragoman/result.h"

namespace dragoman {

class ByteStream {
 public:
  static Result<ByteStream> open(const std::string& path);
  ByteStream(ByteStream&& other) noexcept;
  ByteStream& operator=(ByteStream&&) = delete;
  ~ByteStream();

  // The bytes up to and without the next "\n", or up to the end; false at the end. A line over
  // limits::max_document_bytes is dropped whole and gives too_large.
  Result<bool> next_line(std::string& line);
  // Everything that is left. Stops with too_large at limits::max_document_bytes, or when gzip expands more than
  // limits::max_expansion times.
  Result<std::string> rest();
  std::uint64_t offset() const { return offset_; }  // of the next byte in the decompressed stream
  // Up to `size` bytes that come next, without taking them.
  Result<std::string_view> peek(std::size_t size);

 private:
  ByteStream(std::string path, gzFile file) : path_(std::move(path)), file_(file) {}
  Result<bool> fill();  // false at the end
  Failure too_large() const;

  std::string path_;
  gzFile file_ = nullptr;
  std::string buffer_;
  std::size_t at_ = 0;  // in buffer_
  std::uint64_t offset_ = 0, decoded_ = 0;
};

}  // namespace dragoman
