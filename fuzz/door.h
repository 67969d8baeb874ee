// door.h: what every fuzz target shares: the tables of the stages it opens, once, and the checks of what comes out.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "article/article.h"
#include "mend/mend.h"
#include "page/page.h"
#include "page/page_check.h"
#include "source/tables.h"

namespace dragoman::fuzz {

[[noreturn]] inline void fail_with(const std::string& what) {
  std::fprintf(stderr, "broken promise: %s\n", what.c_str());
  std::abort();
}
inline void expect(bool holds, const char* what) {
  if (!holds) fail_with(what);
}

template <class Part>
Part loaded(Result<Part> part) {
  if (!part) fail_with(to_string(part.error()));
  return std::move(*part);
}

// What the targets need, loaded with the first input. The data folder is DRAGOMAN_DATA, else the project's.
inline std::string data_folder() {
  const char* given = std::getenv("DRAGOMAN_DATA");
  return given ? given : DRAGOMAN_ROOT;
}
inline const PageReader& page_reader() {
  static const PageReader reader = loaded(PageReader::load(data_folder()));
  return reader;
}
inline const Mender& mender() {
  static const Mender mender = loaded(Mender::load(data_folder()));
  return mender;
}
inline const ArticleLabeller& labeller() {
  static const ArticleLabeller labeller = loaded(ArticleLabeller::load(data_folder()));
  return labeller;
}
inline const SourceTables& source_tables() {
  static const SourceTables tables = loaded(SourceTables::load(data_folder(), {}));
  return tables;
}

inline Source source_of(std::string_view bytes) {
  Source source;
  source.bytes = std::make_shared<const std::string>(bytes);
  source.origin.name = "input";
  return source;
}

inline Page checked_page(const Source& source) {
  auto page = page_reader().read(source);
  if (!page) {
    expect(page.error().code == FailureCode::no_text || page.error().code == FailureCode::too_large,
           "a page fails for another reason than no text");
    return {};
  }
  const std::string fault = fault_of(*page, *source.bytes);
  if (!fault.empty()) fail_with(fault);
  return std::move(*page);
}

// Repairs are sorted and disjoint; undoing them gives the text back; their bytes are those they were read from.
inline Page checked_mending(const Source& source, const Page& page) {
  const std::vector<TextEdit> edits = mender().find_repairs(page);
  std::uint32_t end = 0;
  for (const TextEdit& edit : edits) {
    expect(edit.span.begin >= end && edit.span.begin < edit.span.end && edit.span.end <= page.text.size(),
           "repairs overlap or lie outside the text");
    end = edit.span.end;
  }
  Page mended = apply_repairs(page, edits);
  const std::string fault = fault_of(mended, *source.bytes);
  if (!fault.empty()) fail_with("mended: " + fault);
  expect(mended.text.repairs().size() == edits.size(), "a repair is lost");
  std::string undone = mended.text.str();
  for (std::size_t i = edits.size(); i-- > 0;) {
    const Repair& repair = mended.text.repairs()[i];
    expect(mended.text.view(repair.text) == repair.after, "a repair's text is not what it says");
    expect(repair.source == page.text.source_of(edits[i].span), "a repair moved to other bytes");
    undone.replace(repair.text.begin, repair.text.size(), repair.before);
  }
  expect(undone == page.text.str(), "undoing the repairs does not give the text back");
  return mended;
}

inline void check_article(const Source& source, const Page& page) {
  const Article article = labeller().label(source, page, "");
  expect(article.blocks.size() == page.blocks.size(), "not a label for each block");
  expect(!article.title_at || article.title_at->end <= source.bytes->size(), "the title lies outside the source");
  expect(!article.published || !article.published->at || article.published->at->end <= source.bytes->size(),
         "the date lies outside the source");
}

}  // namespace dragoman::fuzz
