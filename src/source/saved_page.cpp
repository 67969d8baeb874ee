#include "source/saved_page.h"

#include <algorithm>
#include <filesystem>

#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view browser_mark = "saved from url=(", single_file_mark = "Page saved with SingleFile";

std::string address_at(std::string_view text) {
  const std::size_t end = text.find_first_of(" \t\r\n<>\"");
  text = text.substr(0, end);
  return text.starts_with("http://") || text.starts_with("https://") ? std::string(text) : "";
}

}  // namespace

std::string saved_from(std::string_view head) {
  std::string narrow;  // pages are at times saved as UTF-16
  for (const char c : head)
    if (c) narrow += c;
  const std::string_view text = narrow;
  if (const std::size_t mark = text.find(browser_mark); mark != std::string_view::npos) {
    const std::size_t close = text.find(')', mark);
    return close == std::string_view::npos ? "" : address_at(text.substr(close + 1));
  }
  const std::size_t mark = text.find(single_file_mark);
  const std::size_t url = mark == std::string_view::npos ? mark : text.find("url: ", mark);
  return url == std::string_view::npos ? "" : address_at(text.substr(url + 5));
}

bool is_saved_html(std::string_view head, std::string_view, const SourceTables&) { return !saved_from(head).empty(); }

bool read_saved_html(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take) {
  auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  Source source;
  source.origin = container;
  source.stated.url = saved_from(std::string_view(*all).substr(0, 4096));
  source.bytes = std::make_shared<const std::string>(std::move(*all));
  return take(std::move(source));
}

Result<SavedPageFolders> SavedPageFolders::load(const std::string& data_folder,
                                                const std::vector<std::string>& overlays) {
  constexpr const char* file = "source/saved_page_folders.tsv";
  SavedPageFolders folders;
  std::vector<std::pair<std::string, std::string>> files = {{data_folder, std::string("knowledge/") + file}};
  for (const std::string& overlay : overlays)
    if (fs::exists(overlay + "/" + file)) files.emplace_back(overlay, file);
  for (const auto& [folder, name] : files) {
    auto table = TsvTable::load(folder, name, {"ending"});
    if (!table) return tl::unexpected(table.error());
    for (const TsvRow& row : table->rows()) folders.endings_.emplace_back(row.fields[0]);
  }
  return folders;
}

std::string SavedPageFolders::page_of(const std::string& path) const {
  for (const std::string& ending : endings_) {
    if (path.size() <= ending.size() || !path.ends_with(ending)) continue;
    const std::string page = path.substr(0, path.size() - ending.size());
    if (page.ends_with('/')) continue;
    std::error_code error;
    for (const char* kind : {".html", ".htm", ".xhtml", ".shtml", ".mht", ".php", ".asp", ".aspx"})
      if (fs::is_regular_file(page + kind, error)) return page + kind;
  }
  return "";
}

}  // namespace dragoman
