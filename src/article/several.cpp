#include "article/several.h"

#include <algorithm>
#include <vector>

namespace dragoman {
namespace {

constexpr std::uint32_t least_words = 80;  // of an article that stands for itself

struct Part {
  std::uint32_t element = none, words = 0, headings = 0, first = none, last = none;
  bool has_title = false, has_date = false;
};

// The outermost <article> around each element; none outside of all.
std::vector<std::uint32_t> articles_around(const Page& page) {
  std::vector<std::uint32_t> out(page.elements.size(), none);
  for (std::uint32_t i = 0; i < page.elements.size(); ++i) {
    const std::uint32_t parent = page.elements[i].parent;
    out[i] = parent != none && out[parent] != none ? out[parent] : page.elements[i].name == "article" ? i : none;
  }
  return out;
}

std::vector<Part> parts_of(const Page& page, const PageView& view, const Article& article,
                           const std::vector<std::uint32_t>& around) {
  std::vector<Part> parts;
  for (std::uint32_t i = 0; i < page.blocks.size(); ++i) {
    const std::uint32_t element = page.blocks[i].element == none ? none : around[page.blocks[i].element];
    if (element == none) continue;
    if (parts.empty() || parts.back().element != element) parts.push_back({.element = element, .first = i});
    Part& part = parts.back();
    part.last = i;
    part.has_title = part.has_title || i == view.title_block;
    part.headings += page.blocks[i].heading_level > 0 && page.blocks[i].heading_level < 4 && part.words == 0;
    const Label label = article.blocks[i].label;
    const bool dated = label == Label::byline || label == Label::dateline;
    part.has_date = part.has_date || dated || (view.blocks[i].has_year && view.blocks[i].words.size() <= 12);
    if (is_body(label)) part.words += static_cast<std::uint32_t>(view.blocks[i].words.size());
  }
  std::erase_if(parts,
                [](const Part& part) { return part.words < least_words || part.headings == 0 || !part.has_date; });
  return parts;
}

}  // namespace

void keep_one_article(const Page& page, const PageView& view, Article& article) {
  const std::vector<std::uint32_t> around = articles_around(page);
  const std::vector<Part> parts = parts_of(page, view, article, around);
  if (parts.size() < 2) return;
  const auto main = std::max_element(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return a.has_title != b.has_title ? b.has_title : a.words < b.words;
  });
  for (const Part& part : parts) {
    if (part.element == main->element) continue;
    for (std::uint32_t i = part.first; i <= part.last; ++i)
      if (is_body(article.blocks[i].label)) {
        article.blocks[i].label = Label::related;
        article.blocks[i].why = "another article of the page";
      }
    article.notes.push_back(
        {"article",
         "another article of the page, \"" + std::string(page.text.view(page.blocks[part.first].span)).substr(0, 80) +
             "\", is not read; give it as a file of its own",
         page.text.source_of({page.blocks[part.first].span.begin, page.blocks[part.last].span.end})});
  }
}

}  // namespace dragoman
