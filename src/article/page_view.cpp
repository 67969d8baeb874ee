#include "article/page_view.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

using HashSet = std::unordered_set<std::uint64_t>;

bool is_white(char32_t c) { return c == ' ' || c == '\n' || c == '\t' || c == 0xA0; }
bool is_capital(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F);
}
bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000) || c >= 0x2E80;
}
bool ends_sentence(char32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0x2026; }
bool is_closing(char32_t c) { return c == '"' || c == '\'' || c == ')' || c == 0x201D || c == 0x2019 || c == 0xBB; }

char kind_of(char32_t c) {
  if (c >= '0' && c <= '9') return '0';
  if (is_capital(c)) return 'A';
  if (is_letter(c)) return 'a';
  if (c < 0x80) return static_cast<char>(c);
  if (c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB) return '"';
  return c == 0x2026 ? '~' : '#';
}

void measure(std::string_view text, BlockView& block) {
  std::uint32_t capitals = 0, digits = 0, starts = 0, run = 0;
  char32_t before = ' ', last_mark = ' ';
  for (std::size_t at = 0; at < text.size();) {
    const Decoded8 read = decode_utf8(text, at);
    const char32_t c = read.code_point;
    if (block.characters == 0) block.first = kind_of(c);
    ++block.characters;
    if (is_white(c)) {
      block.sentences += ends_sentence(last_mark);
      last_mark = ' ';
    } else if (!is_closing(c) || !ends_sentence(last_mark)) {
      last_mark = c;
    }
    const bool digit = c >= '0' && c <= '9';
    run = digit ? run + 1 : 0;
    if (run == 4 && text[at - 3] <= '2' && (text[at - 3] == '2' || text[at - 2] == '9')) block.has_year = true;
    digits += digit;
    block.commas += c == ',';
    if (is_white(before) && !is_white(c)) {
      ++starts;
      capitals += is_capital(c);
    }
    before = c;
    at += read.size;
  }
  block.sentences += ends_sentence(last_mark);
  block.last = kind_of(last_mark);
  block.capitals = starts ? static_cast<float>(capitals) / static_cast<float>(starts) : 0;
  block.digits = block.characters ? static_cast<float>(digits) / static_cast<float>(block.characters) : 0;
}

// The pieces of "story-body__text main2": story, body, text, main.
std::uint8_t add_pieces(std::string_view words, const ClassWords& known, std::vector<std::uint64_t>& out) {
  std::uint8_t kinds = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t begin = at;
    while (at < words.size() &&
           ((words[at] >= 'a' && words[at] <= 'z') || static_cast<unsigned char>(words[at]) >= 0x80))
      ++at;
    if (at - begin > 1) {
      out.push_back(hash_of(words.substr(begin, at - begin)));
      kinds |= known.find(words.substr(begin, at - begin));
    }
    if (at == begin) ++at;
  }
  return kinds;
}

std::uint64_t sequence_hash(const std::vector<std::uint64_t>& words, std::size_t begin, std::size_t size) {
  std::uint64_t hash = size;
  for (std::size_t i = begin; i < begin + size; ++i) hash = combine(hash, words[i]);
  return hash;
}

// How much of each block the body that JSON-LD states holds, by runs of four words.
void compare_with_stated(const Page& page, PageView& view) {
  if (page.stated_body.size() < 200) return;
  const std::vector<std::uint64_t> body = word_hashes(page.stated_body);
  HashSet runs, words(body.begin(), body.end());
  for (std::size_t i = 0; i + 4 <= body.size(); ++i) runs.insert(sequence_hash(body, i, 4));
  for (BlockView& block : view.blocks) {
    if (block.words.size() < 4) {
      block.stated_share = -0.5f;  // too short to tell
      continue;
    }
    std::size_t held = 0, all = block.words.size() - 3;
    for (std::size_t i = 0; i < all; ++i) held += runs.contains(sequence_hash(block.words, i, 4));
    block.stated_share = static_cast<float>(held) / static_cast<float>(all);
  }
}

void compare_with_title(const Page& page, PageView& view) {
  HashSet title;
  for (const Declared& stated : page.titles) {
    if (stated.how == "h1" && !title.empty()) continue;
    for (const std::uint64_t word : word_hashes(stated.value)) title.insert(word);
    if (stated.how != "title element" && title.size() >= 2) break;
  }
  if (title.empty()) return;
  float best = 0;
  std::vector<std::uint64_t> found;
  for (std::size_t i = 0; i < view.blocks.size(); ++i) {
    BlockView& block = view.blocks[i];
    if (block.words.size() > 60) continue;
    std::size_t held = 0;
    found.clear();  // different words of the title that the block holds
    for (const std::uint64_t word : block.words) {
      if (!title.contains(word)) continue;
      ++held;
      if (std::find(found.begin(), found.end(), word) == found.end()) found.push_back(word);
    }
    if (held == 0) continue;
    block.title_share = static_cast<float>(held) / static_cast<float>(block.words.size());
    block.title_cover = static_cast<float>(found.size()) / static_cast<float>(title.size());
    const float fit = block.title_share * block.title_cover + (page.blocks[i].heading_level == 1 ? 0.3f
                                                               : page.blocks[i].heading_level    ? 0.1f
                                                                                                 : 0);
    if (block.title_share >= 0.7f && block.title_cover >= 0.4f && fit > best + 0.01f) {
      best = fit;
      view.title_block = static_cast<std::uint32_t>(i);
    }
  }
}

void find_authors(const Page& page, PageView& view) {
  std::vector<std::vector<std::uint64_t>> names;
  for (const Declared& author : page.authors) {
    std::vector<std::uint64_t> words = word_hashes(author.value);
    if (words.size() >= 2 && words.size() <= 5 && names.size() < 8) names.push_back(std::move(words));
  }
  for (BlockView& block : view.blocks)
    for (const auto& name : names)
      if (block.words.size() <= 40 &&
          std::search(block.words.begin(), block.words.end(), name.begin(), name.end()) != block.words.end())
        block.names_author = true;
}

}  // namespace

Result<ClassWords> ClassWords::load(const std::string& data_folder) {
  const std::string file = "knowledge/page/class_words.tsv";
  auto table = TsvTable::load(data_folder, file, {"kind", "word"});
  if (!table) return tl::unexpected(table.error());
  ClassWords out;
  for (const TsvRow& row : table->rows()) {
    constexpr std::string_view names[kinds] = {"body", "comment", "aside", "caption"};
    const auto kind = std::find(std::begin(names), std::end(names), row.fields[0]) - std::begin(names);
    if (kind == kinds || row.fields[1].size() < 2)
      return fail(FailureCode::bad_knowledge, file,
                  "line " + std::to_string(row.line) + " has an unknown kind or no word",
                  "kinds are body, comment, aside and caption");
    const auto bit = static_cast<std::uint8_t>(1u << kind);
    std::string word(row.fields[1]);
    if (word.back() == '*') {
      word.pop_back();
      out.beginnings_.emplace_back(std::move(word), bit);
    } else if (word.front() == '*') {
      out.endings_.emplace_back(word.substr(1), bit);
    } else {
      out.words_[word] |= bit;
    }
  }
  return out;
}

std::uint8_t ClassWords::find(std::string_view word) const {
  if (word.size() > 40) return 0;
  const auto found = words_.find(std::string(word));
  std::uint8_t bits = found == words_.end() ? 0 : found->second;
  for (const auto& [beginning, bit] : beginnings_)
    if (word.starts_with(beginning)) bits |= bit;
  for (const auto& [ending, bit] : endings_)
    if (word.ends_with(ending)) bits |= bit;
  return bits;
}

Result<ViewTables> ViewTables::load(const std::string& data_folder) {
  auto furniture = Furniture::load(data_folder);
  if (!furniture) return tl::unexpected(furniture.error());
  auto words = ClassWords::load(data_folder);
  if (!words) return tl::unexpected(words.error());
  return ViewTables{std::move(*furniture), std::move(*words)};
}

bool is_marked_comment(const PageView& view, const Block& block) {
  return block.element != none && view.elements[block.element].since[ClassWords::comment] <= 4;
}

bool is_marked_caption(const PageView& view, const Block& block) {
  return block.tag == BlockTag::caption ||
         (block.element != none && view.elements[block.element].since[ClassWords::caption] <= 1);
}

PageView view_page(const Page& page, const ViewTables& tables) {
  PageView view;
  view.has_markup = page.media_type == "text/html";
  view.elements.resize(page.elements.size());
  struct Pieces {
    std::vector<std::uint64_t> words;
    std::uint8_t kinds = 0;
  };
  struct Name {
    std::uint64_t hash = 0;
    std::uint8_t kinds = 0;
  };
  std::unordered_map<std::string_view, Pieces> pieces;  // many elements have the same class
  std::unordered_map<std::string_view, Name> names;
  for (std::size_t i = 0; i < page.elements.size(); ++i) {
    const Element& element = page.elements[i];
    ElementView& out = view.elements[i];
    out.depth = element.parent == none ? 0 : static_cast<std::uint16_t>(view.elements[element.parent].depth + 1);
    auto [known, is_new] = pieces.try_emplace(element.words);
    if (is_new) known->second.kinds = add_pieces(element.words, tables.class_words, known->second.words);
    out.words = known->second.words;
    auto [name, is_new_name] = names.try_emplace(element.name);
    if (is_new_name) name->second = {hash_of(element.name), tables.class_words.find(element.name)};
    out.name = name->second.hash;
    const std::uint8_t kinds = known->second.kinds | name->second.kinds;
    // Classes of body and html tell of the site, not of a part.
    const bool is_part = element.name != "body" && element.name != "html";
    for (std::size_t k = 0; k < ClassWords::kinds; ++k) {
      const int above = element.parent == none ? 99 : view.elements[element.parent].since[k];
      out.since[k] = static_cast<std::uint16_t>(is_part && (kinds >> k & 1) ? 0 : std::min(above + 1, 99));
    }
  }
  view.blocks.resize(page.blocks.size());
  std::unordered_map<std::uint64_t, std::uint32_t> copies;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    BlockView& out = view.blocks[i];
    const Block& block = page.blocks[i];
    const std::string_view text = page.text.view(block.span);
    out.words = word_hashes(text, out.telling);
    out.hits = tables.furniture.find(out.words);
    measure(text, out);
    ++copies[sequence_hash(out.words, 0, out.words.size())];
    out.signature = static_cast<std::uint64_t>(block.tag) * 8 + block.heading_level;
    std::uint32_t element = block.element;
    for (int step = 0; step < 3 && element != none; ++step, element = page.elements[element].parent) {
      out.signature = combine(out.signature, view.elements[element].name);
      for (const std::uint64_t word : view.elements[element].words) out.signature = combine(out.signature, word);
    }
  }
  for (BlockView& block : view.blocks) block.copies = copies[sequence_hash(block.words, 0, block.words.size())] - 1;
  compare_with_stated(page, view);
  compare_with_title(page, view);
  find_authors(page, view);
  return view;
}

}  // namespace dragoman
