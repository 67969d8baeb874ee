#include "source/archive_feed.h"

#include <algorithm>

#include "base/limits.h"

namespace dragoman {
namespace {

constexpr std::size_t tar_block = 512, piece_bytes = 1u << 16, zip_header_bytes = 30;

std::size_t octal(std::string_view digits) {
  std::size_t value = 0;
  for (const char c : digits)
    if (c >= '0' && c <= '7') value = value * 8 + static_cast<std::size_t>(c - '0');
  return value;
}

}  // namespace

bool is_tar_header(std::string_view block) {
  constexpr std::size_t sum_at = 148, sum_bytes = 8;
  if (block.size() < tar_block || block[0] == '\0') return false;
  std::size_t sum = sum_bytes * ' ';
  for (std::size_t i = 0; i < tar_block; ++i)
    if (i < sum_at || i >= sum_at + sum_bytes) sum += static_cast<unsigned char>(block[i]);
  return octal(block.substr(sum_at, sum_bytes)) == sum;
}

bool is_zip_header(std::string_view head) {
  // The version that is needed has one digit before the point and one behind; a name is there and short.
  return head.size() >= zip_header_bytes && head.starts_with("PK\x03\x04") &&
         static_cast<unsigned char>(head[4]) < 100 && head[9] == '\0' && static_cast<unsigned char>(head[27]) < 16 &&
         (head[26] || head[27]);
}

ArchiveFeed::ArchiveFeed(ByteStream& bytes, ArchiveKind kind) : bytes_(bytes), kind_(kind) { open(); }

void ArchiveFeed::open() {
  reader_.reset(archive_read_new());
  if (kind_ == ArchiveKind::tar)
    archive_read_support_format_tar(reader_.get());
  else
    archive_read_support_format_zip_streamable(reader_.get());
  archive_read_open(reader_.get(), this, nullptr, give, nullptr);
}

std::uint64_t ArchiveFeed::position() const {
  return begin_ + static_cast<std::uint64_t>(std::max<la_int64_t>(archive_read_header_position(reader_.get()), 0));
}

void ArchiveFeed::at_member() {
  const std::uint64_t drop = std::min<std::uint64_t>(position() - std::min(position(), kept_begin_), given_);
  kept_.erase(0, drop);
  kept_begin_ += drop;
  given_ -= drop;
}

bool ArchiveFeed::pull() {
  const std::string_view view = bytes_.peek(piece_bytes);
  if (kept_.size() > limits::max_resync_bytes && given_ == kept_.size()) {
    kept_begin_ += kept_.size();
    kept_.clear();
    given_ = 0;
  }
  kept_.append(view);
  bytes_.skip(view.size());
  return !view.empty();
}

la_ssize_t ArchiveFeed::give(archive*, void* self, const void** bytes) {
  auto& feed = *static_cast<ArchiveFeed*>(self);
  if (feed.given_ == feed.kept_.size()) feed.pull();
  feed.piece_ = feed.kept_.substr(feed.given_, piece_bytes);
  feed.given_ += feed.piece_.size();
  *bytes = feed.piece_.data();
  return static_cast<la_ssize_t>(feed.piece_.size());
}

bool ArchiveFeed::next_header() {
  if (++faults_ > limits::max_damaged_members) return false;
  const std::uint64_t from = std::max(position() + 1, kept_begin_);
  std::size_t at = static_cast<std::size_t>(from - kept_begin_);
  for (;;) {
    if (kind_ == ArchiveKind::tar)
      at += static_cast<std::size_t>((tar_block - (kept_begin_ + at) % tar_block) % tar_block);
    if (kind_ == ArchiveKind::zip)
      at = std::min(kept_.find("PK", std::min(at, kept_.size())), std::max(kept_.size(), at + 1) - 1);
    while (kept_.size() < at + tar_block) {
      given_ = 0;  // so that nothing is dropped
      if (!pull()) break;
    }
    if (kept_.size() <= at + 1) return false;
    const std::string_view head = std::string_view(kept_).substr(at);
    if (kind_ == ArchiveKind::tar ? is_tar_header(head) : is_zip_header(head)) break;
    ++at;
    if (at > piece_bytes) {
      kept_.erase(0, at);
      kept_begin_ += std::exchange(at, 0);
    }
  }
  kept_.erase(0, at);
  kept_begin_ += at;
  begin_ = kept_begin_;
  given_ = 0;
  open();
  return true;
}

}  // namespace dragoman
