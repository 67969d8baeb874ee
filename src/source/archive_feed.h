// archive_feed.h: hands the bytes of a tar or zip to libarchive, and finds the next member behind a damaged one.
#pragma once

#include <archive.h>

#include <cstdint>
#include <memory>
#include <string>

#include "source/byte_stream.h"

namespace dragoman {

enum class ArchiveKind : std::uint8_t { tar, zip };

bool is_tar_header(std::string_view block);  // its checksum is right
bool is_zip_header(std::string_view head);   // of a member

class ArchiveFeed {
 public:
  ArchiveFeed(ByteStream& bytes, ArchiveKind kind);
  ArchiveFeed(const ArchiveFeed&) = delete;
  ArchiveFeed& operator=(const ArchiveFeed&) = delete;

  archive* reader() const { return reader_.get(); }
  std::uint64_t position() const;  // of the member's header in the archive
  void at_member();                // forgets the bytes before the member's header
  // After a fatal fault: a new reader that begins at the next header behind the member's; false when there is none.
  bool next_header();

 private:
  struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
  };
  static la_ssize_t give(archive*, void* self, const void** bytes);
  bool pull();  // one more piece into kept_
  void open();

  ByteStream& bytes_;
  ArchiveKind kind_;
  std::unique_ptr<archive, Free> reader_;
  std::uint64_t begin_ = 0;       // where reader_ began in the archive
  std::uint64_t kept_begin_ = 0;  // of kept_ in the archive
  std::string kept_;              // what was pulled since the header, for next_header()
  std::size_t given_ = 0;         // of kept_
  std::string piece_;             // what the reader holds
  unsigned faults_ = 0;
};

}  // namespace dragoman
