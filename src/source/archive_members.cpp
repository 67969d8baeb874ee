#include "source/archive_members.h"

#include <archive_entry.h>
#include <locale.h>

#include <algorithm>

#include "base/limits.h"
#include "source/archive_feed.h"
#include "source/formats.h"
#include "source/no_words.h"

namespace dragoman {
namespace {

bool is_zip(std::string_view head) { return is_zip_header(head) || head.starts_with("PK\x05\x06"); }

// As files of a folder: a part that begins with a point, but for "." and "..".
bool is_hidden(std::string_view name) {
  constexpr const char* apart = "/\\";
  for (std::size_t at = 0; at < name.size(); at = std::min(name.find_first_of(apart, at), name.size() - 1) + 1) {
    const std::string_view part = name.substr(at, name.find_first_of(apart, at) - at);
    if (part.starts_with(".") && part != "." && part != "..") return true;
  }
  return name.starts_with("__MACOSX/");
}

// libarchive reads names by the thread's locale; without one for UTF-8 it has no name for "Fähre.html".
class NamesInUtf8 {
 public:
  NamesInUtf8() : names_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {}
  NamesInUtf8(const NamesInUtf8&) = delete;
  NamesInUtf8& operator=(const NamesInUtf8&) = delete;
  ~NamesInUtf8() {
    if (names_) freelocale(names_);
  }
  void begin() { before_ = names_ ? uselocale(names_) : locale_t{}; }
  void end() const {
    if (before_) uselocale(before_);
  }

 private:
  locale_t names_, before_{};
};

std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (!name) name = archive_entry_pathname(entry);
  std::string out = name && *name ? name : "?";  // one that is said to be UTF-8 and is not
  for (char& c : out)
    if ((c >= 0 && c < ' ') || c == '\x7F') c = '?';
  return out;
}

class ArchiveReader {
 public:
  ArchiveReader(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take)
      : bytes_(bytes),
        container_(container),
        tables_(tables),
        take_(take),
        zip_(is_zip(bytes.peek(format_head_bytes))),
        feed_(bytes, zip_ ? ArchiveKind::zip : ArchiveKind::tar) {
    summary_.name = container.name;
  }

  bool read() {
    const bool goes_on = members();
    if (take_.summary && (!summary_.skipped.empty() || summary_.bytes_skipped > 0)) take_.summary(summary_);
    return goes_on;
  }

 private:
  bool members() {
    for (archive_entry* entry = nullptr;;) {
      std::string name;
      const int code = next(entry, name);
      if (code == ARCHIVE_EOF) return true;
      if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
        if (!damaged()) return false;
        if (ended_) return true;
        continue;
      }
      feed_.at_member();
      if (++members_ > limits::max_archive_members)
        return refuse(FailureCode::too_large,
                      "holds more than " + std::to_string(limits::max_archive_members) + " members",
                      "unpack it first; what stands before is read");
      if (zip_ && members_ == 1 && (name == "mimetype" || name == "[Content_Types].xml"))
        return refuse(FailureCode::no_text, "no text: office file or e-book", "save it as text or HTML");
      if (!member(entry, name)) return false;
      if (broken_ && !resync()) return true;
    }
  }

  int next(archive_entry*& entry, std::string& name) {
    names_.begin();
    const int code = archive_read_next_header(feed_.reader(), &entry);
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN) name = name_of(entry);
    names_.end();
    block_ = {};
    decoded_ = gap_ = 0;
    return code;
  }

  bool refuse(FailureCode code, std::string what, const char* remedy) {
    return take_(fail(code, container_.name, std::move(what), remedy, feed_.position()));
  }

  bool skipped(std::string_view reason) {
    ++summary_.skipped[std::string(reason)];
    return true;
  }

  // A header does not read: goes on at the next one.
  bool damaged() {
    const char* fault = archive_error_string(feed_.reader());
    std::string what = std::string(zip_ ? "zip" : "tar") + " archive is damaged: " + (fault ? fault : "no header");
    const std::uint64_t begin = feed_.position();
    ended_ = !resync();
    if (ended_ && bytes_.damage()) return true;  // which says it better
    if (!ended_) {
      const std::uint64_t gap = feed_.position() - std::min(begin, feed_.position());
      summary_.bytes_skipped += gap;
      what += "; " + std::to_string(gap) + " bytes are skipped";
    }
    return take_(fail(
        FailureCode::damaged, container_.name, std::move(what),
        ended_ ? "fetch the file again; what stands before is read" : "fetch the file again; the rest is read", begin));
  }

  bool resync() {
    broken_ = false;
    return feed_.next_header();
  }

  bool member(archive_entry* entry, const std::string& name) {
    const auto type = archive_entry_filetype(entry);
    if (type == AE_IFDIR) return true;
    ++summary_.records;
    if (type == AE_IFLNK || archive_entry_hardlink_utf8(entry) || archive_entry_hardlink(entry)) return skipped("link");
    if (type != AE_IFREG) return skipped("device");
    if (is_hidden(name)) return skipped("hidden");
    const Origin origin{container_.name + "/" + name, feed_.position(), {}, {}};
    if (archive_entry_is_data_encrypted(entry) || archive_entry_is_metadata_encrypted(entry)) {
      skipped("encrypted");
      return take_(fail(FailureCode::unreadable, origin.name, "is encrypted", "unpack it with its password first", 0));
    }
    sized_ = archive_entry_size_is_set(entry) != 0;
    if (sized_ && archive_entry_size(entry) == 0) return skipped("empty");
    ByteStream inner =
        bytes_.member(origin.name, [this, &origin](char* to, std::size_t size) { return data(origin, to, size); });
    const std::string_view head = inner.peek(format_head_bytes);
    const std::string_view kind = inner.coded() ? "" : kind_without_words(head, name);
    if (!kind.empty()) return skipped(kind);
    if (head.empty() && !inner.damage()) return skipped("empty");
    ++summary_.read;
    const bool goes_on = read_container(inner, origin, tables_, take_);
    // To skip what has no stated size, libarchive would have to decode it: a bomb would go off after all.
    broken_ = broken_ || (zip_ && !sized_ && !ended_member_);
    return goes_on;
  }

  // archive_read_data would drop what stands before a fault.
  int next_block() {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t at = 0;
    const int code = archive_read_data_block(feed_.reader(), &bytes, &size, &at);
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return code;
    block_ = {static_cast<const char*>(bytes), size};
    const auto begin = static_cast<std::uint64_t>(std::max<la_int64_t>(at, 0));
    gap_ = begin - std::min(begin, decoded_);  // a hole in a sparse file
    return code;
  }

  Result<std::size_t> data(const Origin& origin, char* to, std::size_t size) {
    int code = ARCHIVE_OK;
    while (block_.empty() && gap_ == 0 && (code == ARCHIVE_OK || code == ARCHIVE_WARN)) code = next_block();
    ended_member_ = code != ARCHIVE_OK && code != ARCHIVE_WARN;
    if (!ended_member_) {
      const std::size_t given =
          gap_ > 0 ? static_cast<std::size_t>(std::min<std::uint64_t>(gap_, size)) : block_.copy(to, size);
      if (gap_ > 0) {
        std::fill_n(to, given, '\0');
        gap_ -= given;
      } else {
        block_.remove_prefix(given);
      }
      decoded_ += given;
      return given;
    }
    if (code == ARCHIVE_EOF) return std::size_t{0};
    broken_ = code == ARCHIVE_FATAL || (zip_ && !sized_);  // it may have read on into the next member
    const char* fault = archive_error_string(feed_.reader());
    return fail(FailureCode::damaged, origin.name, std::string("does not decode: ") + (fault ? fault : "damaged"),
                "fetch the archive again; what stands before is read");
  }

  ByteStream& bytes_;
  const Origin& container_;
  const SourceTables& tables_;
  const TakeSource& take_;
  bool zip_;
  NamesInUtf8 names_;
  ArchiveFeed feed_;
  bool broken_ = false, ended_ = false, ended_member_ = false, sized_ = true;
  std::size_t members_ = 0;
  std::string_view block_;               // of the member, held by libarchive
  std::uint64_t decoded_ = 0, gap_ = 0;  // bytes given of the member; zeros before block_
  ContainerSummary summary_;
};

}  // namespace

bool is_archive(std::string_view head, std::string_view, const SourceTables&) {
  return is_zip(head) || is_tar_header(head);
}

bool read_archive(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  if (bytes.archives() >= limits::max_archives_in_archives)
    return take(
        fail(FailureCode::too_large, container.name,
             "archives lie in each other more than " + std::to_string(limits::max_archives_in_archives) + " deep",
             "unpack the outer one first", 0));
  return ArchiveReader(bytes, container, tables, take).read();
}

}  // namespace dragoman
