#include "source/byte_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/limits.h"

namespace dragoman {
namespace {

constexpr unsigned piece_bytes = 1u << 18;
constexpr std::uint64_t free_expansion = 1u << 20;  // a small file may expand to this whatever its ratio

}  // namespace

Result<ByteStream> ByteStream::open(const std::string& path) {
  const int descriptor = path == "-" ? dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const bool missing = errno == ENOENT;
    return fail(missing ? FailureCode::not_found : FailureCode::unreadable, path,
                missing ? "no such file" : std::string("cannot be opened: ") + std::strerror(errno),
                missing ? "check the name" : "check the permissions");
  }
  gzFile file = gzdopen(descriptor, "rb");
  if (!file) {
    close(descriptor);
    return fail(FailureCode::unreadable, path, "cannot be opened", "free some memory");
  }
  gzbuffer(file, piece_bytes);
  return ByteStream(path, file);
}

ByteStream::ByteStream(ByteStream&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, nullptr)),
      buffer_(std::move(other.buffer_)),
      at_(other.at_),
      offset_(other.offset_),
      decoded_(other.decoded_) {}

ByteStream::~ByteStream() {
  if (file_) gzclose(file_);
}

Failure ByteStream::too_large() const {
  return {FailureCode::too_large, path_, offset_,
          "document is larger than " + std::to_string(limits::max_document_bytes >> 20) + " MiB or expands more than " +
              std::to_string(limits::max_expansion) + " times",
          "split it, or unpack it first"};
}

Result<bool> ByteStream::fill() {
  buffer_.erase(0, std::exchange(at_, 0));
  const std::size_t had = buffer_.size();
  buffer_.resize(had + piece_bytes);
  const int got = gzread(file_, buffer_.data() + had, piece_bytes);
  buffer_.resize(had + static_cast<std::size_t>(std::max(got, 0)));
  int code = Z_OK;
  const char* message = gzerror(file_, &code);
  if (got < 0 || code == Z_BUF_ERROR || code == Z_DATA_ERROR)
    return fail(code == Z_ERRNO ? FailureCode::unreadable : FailureCode::damaged, path_,
                code == Z_ERRNO ? std::string("reading broke off: ") + std::strerror(errno)
                                : std::string("gzip data does not decode: ") + message,
                code == Z_ERRNO ? "check that it is a file" : "fetch the file again", offset_ + buffer_.size());
  decoded_ += static_cast<std::uint64_t>(got);
  if (!gzdirect(file_) && decoded_ > free_expansion) {
    const auto packed = static_cast<std::uint64_t>(std::max<z_off_t>(gzoffset(file_), 1));
    if (decoded_ / packed > limits::max_expansion) return tl::unexpected(too_large());
  }
  return got > 0;
}

Result<std::string_view> ByteStream::peek(std::size_t size) {
  while (buffer_.size() - at_ < size) {
    auto more = fill();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
  }
  return std::string_view(buffer_).substr(at_, size);
}

Result<bool> ByteStream::next_line(std::string& line) {
  line.clear();
  const std::uint64_t begin = offset_;
  const auto take = [&](std::size_t size, std::size_t line_end) {
    line.assign(buffer_, at_, size);
    at_ += size + line_end;
    offset_ += size + line_end;
  };
  bool dropped = false;
  for (std::size_t searched = 0;;) {
    const std::size_t end = buffer_.find('\n', at_ + searched);
    if (end != std::string::npos) {
      take(end - at_, 1);
      break;
    }
    searched = buffer_.size() - at_;
    if (searched > limits::max_document_bytes) {
      take(searched, 0);
      searched = 0;
      dropped = true;
    }
    auto more = fill();
    if (!more) return tl::unexpected(more.error());
    if (!*more) {
      if (at_ == buffer_.size() && !dropped) return false;
      take(buffer_.size() - at_, 0);
      break;
    }
  }
  if (!dropped) return true;
  Failure failure = too_large();
  failure.byte = begin;
  return tl::unexpected(failure);
}

Result<std::string> ByteStream::rest() {
  for (;;) {
    auto more = fill();
    if (!more) return tl::unexpected(more.error());
    if (buffer_.size() > limits::max_document_bytes) return tl::unexpected(too_large());
    if (!*more) break;
  }
  std::string out = buffer_.substr(at_);
  offset_ += out.size();
  at_ = buffer_.size();
  return out;
}

}  // namespace dragoman
