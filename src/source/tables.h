// tables.h: what readers of containers know from knowledge/: names of encodings, character references, marks in
// mails, names of folders, layouts of news exports. Immutable.
#pragma once

#include <string>
#include <vector>

#include "dragoman/result.h"
#include "knowledge/encodings.h"
#include "knowledge/entities.h"
#include "source/mail_text.h"
#include "source/news_layouts.h"
#include "source/saved_page.h"

namespace dragoman {

struct SourceTables {
  Encodings encodings;
  Entities entities;
  MailMarks mail;
  SavedPageFolders page_folders;
  NewsLayouts news;

  // `data_folder` holds knowledge/; `overlays` are folders of the same shape as knowledge/, later ones win.
  static Result<SourceTables> load(const std::string& data_folder, const std::vector<std::string>& overlays);
};

}  // namespace dragoman
