// The facts that tags state: meta, links, microdata, classes, JSON-LD.
#include <algorithm>

#include "base/unicode.h"
#include "page/html_reader.h"

namespace dragoman {
namespace {

constexpr std::size_t max_captures = 256;
constexpr std::size_t max_pieces = 24;

// Calls `take` with the runs of four letters and more in a class name or an address until it says yes.
template <class Take>
bool any_piece(std::string_view text, Take take) {
  std::size_t pieces = 0;
  for (std::size_t at = 0; at < text.size() && pieces < max_pieces;) {
    const std::size_t begin = at;
    while (at < text.size() && lower(text[at]) >= 'a' && lower(text[at]) <= 'z') ++at;
    if (at > begin + 3) {
      ++pieces;
      if (take(text.substr(begin, at - begin))) return true;
    }
    if (at == begin) ++at;
  }
  return false;
}

}  // namespace

void HtmlReader::declared_by(const HtmlToken& token, Open& open) {
  const auto capture = [&](std::string_view where, std::string_view key) {
    const auto rule = tables_.declared.find(where, key);
    if (!rule) return false;
    const std::string how = std::string(where) + " " + lowered(key);
    if (const HtmlAttribute* content = token.attribute("content")) {
      facts_.add(*rule, decoded(content->value), how, source_of(content->value));
    } else if (const HtmlAttribute* stamp = token.attribute("datetime"); stamp && rule->field == Field::date) {
      facts_.add(*rule, decoded(stamp->value), how, source_of(stamp->value));
    } else if (captures_.size() < max_captures && !open.hidden && open.capture == none) {
      open.capture = static_cast<std::uint32_t>(captures_.size());
      captures_.push_back({*rule, how, writer_.size(), token.end});
    }
    return true;
  };
  if (!open.words[3].empty() && capture("itemprop", open.words[3])) return;
  if (const HtmlAttribute* rel = token.attribute("rel"))
    if (capture("rel", rel->value)) return;
  for (std::string_view left = open.words[0].substr(0, max_words_bytes); !left.empty();) {
    const std::size_t space = std::min(left.find(' '), left.size());
    if (space && capture("class", left.substr(0, space))) return;
    left.remove_prefix(std::min(space + 1, left.size()));
  }
  // "header__author-link", "/authors/ada-moor": pieces of a class name or of an address
  if (const HtmlAttribute* href = open.self_link ? token.attribute("href") : nullptr)
    if (any_piece(href->value, [&](std::string_view piece) { return capture("href", piece); })) return;
  any_piece(open.words[0].substr(0, max_words_bytes),
            [&](std::string_view piece) { return capture("class piece", piece); });
}

void HtmlReader::meta(const HtmlToken& token) {
  const HtmlAttribute* content = token.attribute("content");
  if (!content) return;
  for (const std::string_view name : {"property", "name", "itemprop"}) {
    const HtmlAttribute* key = token.attribute(name);
    if (!key) continue;
    const auto rule = tables_.declared.find(name == "itemprop" ? "itemprop" : "meta", key->value);
    if (!rule) continue;
    facts_.add(*rule, decoded(content->value), lowered(key->value), source_of(content->value));
    return;
  }
}

void HtmlReader::link(const HtmlToken& token) {
  const HtmlAttribute *rel = token.attribute("rel"), *href = token.attribute("href");
  if (!rel || !href) return;
  if (const auto rule = tables_.declared.find("rel", rel->value))
    facts_.add(*rule, decoded(href->value), "link " + lowered(rel->value), source_of(href->value));
}

void HtmlReader::time(const HtmlToken& token) {
  const HtmlAttribute* stamp = token.attribute("datetime");
  if (!stamp) return;
  const HtmlAttribute* words = token.attribute("class");
  const std::string word = words ? lowered(words->value) : "";
  const bool published = token.attribute("pubdate") || word.find("publish") != std::string::npos ||
                         word.find("entry-date") != std::string::npos;
  facts_.add({Field::date, published ? 40 : 70}, decoded(stamp->value), "time", source_of(stamp->value));
}

void HtmlReader::script(const HtmlToken& token) {
  in_json_ = false;
  JsonLd found = read_json_ld(text_, token.begin, token.end, tables_.declared);
  for (JsonLdFact& fact : found.facts)
    facts_.add(fact.rule, tables_.entities.decode(fact.value, false), "json-ld " + fact.key,
               bytes_.source_of(fact.begin, fact.end));
  live_blog_ = live_blog_ || found.live_blog;
  live_updates_ = std::max(live_updates_, found.updates);
  if (found.body.size() > body_.size()) body_ = std::move(found.body);
}

}  // namespace dragoman
