#include "source/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/limits.h"

namespace dragoman {
namespace {

constexpr std::size_t piece_bytes = 1u << 18, first_piece_bytes = 1u << 14;  // many files are short
constexpr std::size_t taken_bytes_kept = 16u << 20;  // taken bytes are dropped in steps, so that each moves few times

// A pipe or device that somebody else left in a folder may never end; one that the shell made is standard input.
bool may_block(const std::string& path) {
  struct stat about {};
  if (path.starts_with("/dev/fd/") || path.starts_with("/dev/stdin") || path.starts_with("/proc/self/fd/"))
    return false;
  return stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

ReadBytes read_descriptor(int descriptor, const std::string& path) {
  const std::shared_ptr<const int> file(new int(descriptor), [](const int* open) {
    close(*open);
    delete open;
  });
  return [file, path](char* to, std::size_t size) -> Result<std::size_t> {
    for (;;) {
      const ssize_t got = ::read(*file, to, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR)
        return fail(FailureCode::unreadable, path, std::string("reading broke off: ") + std::strerror(errno),
                    "check that it is a file");
    }
  };
}

}  // namespace

Result<ByteStream> ByteStream::open(const std::string& path) {
  if (path != "-" && may_block(path))
    return fail(FailureCode::unreadable, path, "is a pipe, socket or device", "give files, or - for standard input");
  const int descriptor = path == "-" ? dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const bool missing = errno == ENOENT;
    return fail(missing ? FailureCode::not_found : FailureCode::unreadable, path,
                missing ? "no such file" : std::string("cannot be opened: ") + std::strerror(errno),
                missing ? "check the name" : "check the permissions");
  }
  return ByteStream(path, read_descriptor(descriptor, path));
}

ByteStream ByteStream::over(std::string_view bytes, std::string name) {
  return ByteStream(std::move(name), [bytes](char* to, std::size_t size) mutable -> Result<std::size_t> {
    const std::size_t taken = bytes.copy(to, size);
    bytes.remove_prefix(taken);
    return taken;
  });
}

ByteStream ByteStream::member(std::string name, ReadBytes read) const {
  ByteStream inner(std::move(name), std::move(read));
  inner.archives_ = archives_ + 1;
  inner.expansion_ = expansion_;
  return inner;
}

Failure ByteStream::too_large(std::string what) const {
  return {FailureCode::too_large, name_, offset_, std::move(what), "split it, or unpack it first"};
}

void ByteStream::damaged(std::string what) {
  damage_ = Failure{FailureCode::damaged, name_, raw_offset(), std::move(what),
                    "fetch the file again; what stands before is read"};
  stopped_ = true;
}

bool ByteStream::read_raw() {
  if (raw_ended_) return false;
  // What a damaged member swallowed is searched again for the next one, as far as it is kept.
  const std::size_t keep =
      in_member_ ? static_cast<std::size_t>(member_packed_ - std::min(member_packed_, raw_base_)) : raw_at_;
  std::size_t drop = std::min(keep, raw_at_);
  if (raw_at_ - drop > limits::max_resync_bytes) drop = raw_at_;
  if (drop >= raw_.size() / 2) {
    raw_.erase(0, drop);
    raw_base_ += drop;
    raw_at_ -= drop;
  }
  const std::size_t had = raw_.size();
  const std::size_t piece = raw_base_ + had == 0 ? first_piece_bytes : piece_bytes;
  raw_.resize(had + piece);
  auto got = read_(raw_.data() + had, piece);
  raw_.resize(had + got.value_or(0));
  if (!got && !damage_) {
    damage_ = std::move(got.error());
    damage_->byte = raw_base_ + raw_.size();
  }
  raw_ended_ = !got || *got == 0;
  if (archives_ == 0) expansion_->packed += got.value_or(0);
  return !raw_ended_;
}

bool ByteStream::have_raw(std::size_t size) {
  while (raw_.size() - raw_at_ < size && read_raw()) {
  }
  return raw_.size() - raw_at_ >= size;
}

void ByteStream::grow(std::size_t size) {
  decoded_ += size;
  expansion_->decoded += size;
  const auto expands = [](std::uint64_t decoded, std::uint64_t packed) {
    return decoded > limits::free_expansion_bytes &&
           decoded / std::max<std::uint64_t>(packed, 1) > limits::max_expansion;
  };
  const std::uint64_t begin = decoder_ ? member_decoded_ : 0;
  const bool member = decoder_ && expands(decoded_ - begin, raw_offset() - member_packed_);
  if (!member && !expands(expansion_->decoded, expansion_->packed)) return;
  expansion_->decoded -= std::min(expansion_->decoded, decoded_ - begin);  // it is refused, not the rest of the file
  ++expansion_->refused;
  stopped_ = true;
  damage_ = too_large("expands more than " + std::to_string(limits::max_expansion) + " times");
}

bool ByteStream::fill() {
  if (stopped_) return false;
  if (at_ >= taken_bytes_kept || at_ >= buffer_.size() / 2) buffer_.erase(0, std::exchange(at_, 0));
  if (!started_) {
    started_ = true;
    have_raw(coding_mark_bytes);
    coding_ = coding_of(raw());
    decoder_ = Decoder::make(coding_);
  }
  return decoder_ ? decode() : copy();
}

bool ByteStream::copy() {
  if (raw_at_ == raw_.size()) {
    raw_base_ += raw_.size();
    raw_.clear();
    raw_at_ = 0;
    if (!read_raw()) {
      stopped_ = true;
      return false;
    }
  }
  const std::size_t size = raw_.size() - raw_at_;
  buffer_.append(raw_, raw_at_);
  raw_at_ = raw_.size();
  if (archives_ > 0) grow(size);
  return true;
}

void ByteStream::load_dictionary() {
  if (!have_raw(8)) return;
  const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(raw()[at])); };
  const std::size_t size = byte(4) | byte(5) << 8 | byte(6) << 16 | byte(7) << 24;
  if (size > limits::max_dictionary_bytes || !have_raw(8 + size)) return;
  const std::string_view words = raw().substr(8, size);
  decoder_->dictionary(coding_of(words) == Coding::zstd ? undo(Coding::zstd, words).bytes : words);
}

// At the border of members: begins the next one. False at the end or before bytes that begin none.
bool ByteStream::begin_member() {
  while (have_raw(1) && raw_[raw_at_] == '\0' && decoded_ > 0) ++raw_at_;  // tapes and block devices pad with zeros
  if (!have_raw(1)) return false;
  have_raw(coding_mark_bytes);
  if (coding_of(raw()) != coding_) {
    damaged("what follows the " + std::string(name_of(coding_)) + " data is none");
    return false;
  }
  if (raw_offset() == 0 && is_dictionary_frame(raw())) load_dictionary();
  member_packed_ = raw_offset();
  member_decoded_ = decoded_;
  if (!is_skippable_frame(raw())) {
    if (!members_.empty() && members_.back().decoded == decoded_) members_.pop_back();
    members_.push_back({decoded_, raw_offset()});
    place();
  }
  decoder_->begin();
  in_member_ = true;
  return true;
}

bool ByteStream::decode() {
  const std::size_t had = buffer_.size();
  std::size_t written = 0;
  while (written == 0 && !stopped_) {
    if (!in_member_ && !begin_member()) {
      stopped_ = true;
      break;
    }
    have_raw(1);  // at the end the decoder may still hold bytes
    buffer_.resize(had + piece_bytes);
    const Decoder::Step step = decoder_->step(raw(), buffer_.data() + had, piece_bytes);
    raw_at_ += step.used;
    written = step.written;
    if (step.state == Decoder::State::end) in_member_ = false;
    if (step.state == Decoder::State::damaged)
      damaged(std::string(name_of(coding_)) + " data does not decode: " + decoder_->fault());
    if (step.state == Decoder::State::more && step.used == 0 && written == 0) {
      if (damage_)
        stopped_ = true;
      else
        damaged(std::string(name_of(coding_)) + " data breaks off");
    }
    buffer_.resize(had + written);
    grow(written);
  }
  return written > 0;
}

std::optional<std::uint64_t> ByteStream::resume() {
  damage_.reset();
  if (!decoder_ || !stopped_ || expansion_->refused > limits::max_refused_members) return {};
  const std::uint64_t broke = raw_offset();
  const std::uint64_t from = in_member_ ? member_packed_ + 1 : broke;
  raw_at_ = static_cast<std::size_t>(std::max(from, raw_base_) - raw_base_);
  in_member_ = false;
  const char mark = coding_ == Coding::gzip ? '\x1F' : '\x28';
  for (; have_raw(coding_mark_bytes); ++raw_at_) {
    raw_at_ = std::min(raw_.find(mark, raw_at_), raw_.size());
    if (!have_raw(coding_mark_bytes)) break;
    if (coding_of(raw()) != coding_) continue;
    stopped_ = false;
    return raw_offset() - std::min(broke, raw_offset());
  }
  return {};
}

std::uint64_t ByteStream::place() {
  while (members_.size() > 1 && members_[1].decoded <= offset_) members_.pop_front();
  return !members_.empty() && members_.front().decoded == offset_ ? members_.front().packed : offset_;
}

std::string_view ByteStream::peek(std::size_t size) {
  while (buffer_.size() - at_ < size && fill()) {
  }
  return std::string_view(buffer_).substr(at_, size);
}

void ByteStream::skip(std::size_t size) {
  size = std::min(size, buffer_.size() - at_);
  at_ += size;
  offset_ += size;
}

Result<bool> ByteStream::next_line(std::string& line) {
  line.clear();
  const std::uint64_t begin = offset_;
  const auto take = [&](std::size_t size, std::size_t line_end) {
    line.assign(buffer_, at_, size);
    skip(size + line_end);
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
    if (!fill()) {
      if (at_ == buffer_.size() && !dropped) return false;
      take(buffer_.size() - at_, 0);
      break;
    }
  }
  if (!dropped) return true;
  Failure failure = too_large("line is longer than " + std::to_string(limits::max_document_bytes >> 20) + " MiB");
  failure.byte = begin;
  return tl::unexpected(failure);
}

Result<std::string> ByteStream::rest() {
  while (fill())
    if (buffer_.size() - at_ > limits::max_document_bytes)
      return tl::unexpected(
          too_large("document is larger than " + std::to_string(limits::max_document_bytes >> 20) + " MiB"));
  if (damage_ && (damage_->code == FailureCode::too_large || (at_ == buffer_.size() && offset_ == 0))) {
    Failure failure = *std::exchange(damage_, {});
    return tl::unexpected(failure);
  }
  buffer_.erase(0, std::exchange(at_, 0));
  std::string out = std::exchange(buffer_, {});
  offset_ += out.size();
  return out;
}

}  // namespace dragoman
