#include "source/tables.h"

namespace dragoman {

Result<SourceTables> SourceTables::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  auto encodings = Encodings::load(data_folder);
  if (!encodings) return tl::unexpected(encodings.error());
  auto entities = Entities::load(data_folder);
  if (!entities) return tl::unexpected(entities.error());
  auto mail = MailMarks::load(data_folder, overlays);
  if (!mail) return tl::unexpected(mail.error());
  auto folders = SavedPageFolders::load(data_folder, overlays);
  if (!folders) return tl::unexpected(folders.error());
  auto news = NewsLayouts::load(data_folder, overlays);
  if (!news) return tl::unexpected(news.error());
  return SourceTables{std::move(*encodings), std::move(*entities), std::move(*mail), std::move(*folders),
                      std::move(*news)};
}

}  // namespace dragoman
