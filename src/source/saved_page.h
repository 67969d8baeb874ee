// saved_page.h: pages that a browser saved: their address, and the folder of pieces beside them.
//
// `<!-- saved from url=(0022)https://... -->` (browsers) and "url: https://..." in the first comment (SingleFile) give
// Stated::url. The bytes stay those of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/byte_stream.h"
#include "source/source.h"

namespace dragoman {

struct SourceTables;

// The address in the comment at the start of a page; "" when there is none.
std::string saved_from(std::string_view head);

bool is_saved_html(std::string_view head, std::string_view name, const SourceTables&);
bool read_saved_html(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take);

class SavedPageFolders {  // knowledge/source/saved_page_folders.tsv
 public:
  static Result<SavedPageFolders> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  // The page whose pieces the folder at `path` holds; "" when it is a folder like others.
  std::string page_of(const std::string& path) const;

 private:
  std::vector<std::string> endings_;
};

}  // namespace dragoman
