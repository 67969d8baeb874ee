#include "article/several.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace dragoman {
namespace {

constexpr std::uint32_t least_words = 80;                            // of an article that stands for itself
constexpr std::uint32_t least_updates = 5, least_update_words = 12;  // of a live blog

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

// Texts of the body that each begin behind a <time> of their own, where a day has several: teasers and histories have a
// day each.
std::uint32_t timed_texts(const Page& page, const PageView& view, const Article& article) {
  std::vector<std::pair<std::uint32_t, std::string>> times;
  for (const Declared& date : page.dates)
    if (date.how == "time") times.emplace_back(date.at.begin, date.value);
  std::sort(times.begin(), times.end());
  std::uint32_t texts = 0;
  std::unordered_set<std::string> days;
  std::size_t next = 0;
  std::string last;
  bool fresh = false;
  for (std::uint32_t i = 0; i < page.blocks.size(); ++i) {
    const std::uint32_t begin = page.text.source_of(page.blocks[i].span).begin;
    for (; next < times.size() && times[next].first < begin; ++next) {
      fresh = fresh || times[next].second != last;
      last = times[next].second;
    }
    if (!fresh || !is_body(article.blocks[i].label) || view.blocks[i].words.size() < least_update_words) continue;
    ++texts;
    days.insert(last.substr(0, std::string_view("2024-05-06").size()));
    fresh = false;
  }
  return days.size() * 2 <= texts ? texts : 0;
}

}  // namespace

void note_live_blog(const Page& page, const PageView& view, Article& article) {
  const std::uint32_t texts = timed_texts(page, view, article);
  if (!page.live_blog && texts < least_updates) return;
  const std::uint32_t updates = page.live_updates ? page.live_updates : texts;
  article.notes.push_back({"article",
                           "the page is a live blog" +
                               (updates > 1 ? " with " + std::to_string(updates) + " updates" : std::string()) +
                               "; those that are read stand in one record, under the day of the whole page",
                           {}});
}

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
