#include "article/furniture.h"

#include <algorithm>
#include <filesystem>

#include "base/hash.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr std::size_t most_hits = 6;

bool is_word_byte(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

// Bytes of a mark beyond ASCII at text[at]: general punctuation, Latin-1 signs but the letters among them; 0 for none.
std::size_t mark_size(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  if (byte(at) == 0xC2 && byte(at + 1) != 0xA9 && byte(at + 1) != 0xAA && byte(at + 1) != 0xBA && byte(at + 1) != 0xB5)
    return 2;
  if (byte(at) == 0xE2 && byte(at + 1) >= 0x80 && byte(at + 1) <= 0xBC) return 3;
  if (byte(at) == 0xE3 && byte(at + 1) == 0x80) return 3;
  return 0;
}

std::size_t apostrophe_size(std::string_view text, std::size_t at) {
  if (text[at] == '\'') return 1;
  return text.compare(at, 3, "\xE2\x80\x99") == 0 ? 3 : 0;
}

std::uint64_t hash_word(std::string_view word) {
  std::uint64_t seed = 0xcbf29ce484222325ull;
  bool digits = true;
  for (std::size_t i = 0; i < word.size(); ++i) {
    auto c = static_cast<unsigned char>(word[i]);
    if (c < '0' || c > '9') digits = false;
    if (c == 0xE2) {  // only an apostrophe can stand here
      c = '\'';
      i += 2;
    }
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c + 32);
    seed = (seed ^ c) * 0x100000001b3ull;
  }
  return digits && word.size() != 2 ? mix(0x6e756d62ull + std::min<std::size_t>(word.size(), 8)) : mix(seed);
}

}  // namespace

std::vector<std::uint64_t> word_hashes(std::string_view text) {
  std::vector<std::uint64_t> telling;
  return word_hashes(text, telling);
}

std::vector<std::uint64_t> word_hashes(std::string_view text, std::vector<std::uint64_t>& telling) {
  constexpr std::size_t telling_bytes = 6;
  std::vector<std::uint64_t> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (!is_word_byte(c)) {
      ++at;
      continue;
    }
    if (const std::size_t mark = c >= 0x80 ? mark_size(text, at) : 0) {
      at += mark;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size()) {
      const auto here = static_cast<unsigned char>(text[at]);
      if (is_word_byte(here) && !(here >= 0x80 && mark_size(text, at))) {
        ++at;
        continue;
      }
      const std::size_t apostrophe = apostrophe_size(text, at);
      if (!apostrophe || at + apostrophe >= text.size()) break;
      const auto next = static_cast<unsigned char>(text[at + apostrophe]);
      if (!is_word_byte(next) || (next >= 0x80 && mark_size(text, at + apostrophe))) break;
      at += apostrophe;
    }
    out.push_back(hash_word(text.substr(begin, at - begin)));
    if (at - begin >= telling_bytes) telling.push_back(out.back());
  }
  return out;
}

bool is_clear_furniture(std::span<const FurnitureHit> hits, std::size_t words) {
  constexpr std::size_t longest = 70;
  return !hits.empty() && hits[0].clear && words <= longest;
}

Result<Furniture> Furniture::load(const std::string& data_folder) {
  const std::string languages = "knowledge/languages/";
  std::vector<std::string> files;
  std::error_code ignored;  // a folder that cannot be read has no tables, which is a failure of its own
  for (const auto& folder : std::filesystem::directory_iterator(data_folder + "/" + languages, ignored))
    if (std::filesystem::exists(folder.path() / "furniture.tsv", ignored))
      files.push_back(languages + folder.path().filename().string() + "/furniture.tsv");
  std::sort(files.begin(), files.end());
  if (files.empty()) files.push_back(languages + "en/furniture.tsv");
  Furniture out;
  for (const std::string& file : files)
    if (const auto added = out.add_table(data_folder, file); !added) return tl::unexpected(added.error());
  return out;
}

Result<void> Furniture::add_table(const std::string& data_folder, const std::string& file) {
  auto table = TsvTable::load(data_folder, file, {"label", "where", "strength", "phrase"});
  if (!table) return tl::unexpected(table.error());
  tables_.push_back(file);
  for (const TsvRow& row : table->rows()) {
    Phrase phrase;
    phrase.words = word_hashes(row.fields[3]);
    phrase.where = row.fields[1] == "whole" ? Where::whole : row.fields[1] == "start" ? Where::start : Where::any;
    phrase.hit.clear = row.fields[2] == "clear";
    phrase.hit.table = static_cast<std::uint16_t>(tables_.size() - 1);
    phrase.hit.line = row.line;
    phrase.hit.phrase = static_cast<std::uint64_t>(phrase.where);
    for (const std::uint64_t word : phrase.words) phrase.hit.phrase = combine(phrase.hit.phrase, word);
    bool known = false;
    for (int i = 0; i <= static_cast<int>(Label::other) && !known; ++i)
      if (name_of(static_cast<Label>(i)) == row.fields[0]) {
        phrase.hit.label = static_cast<Label>(i);
        known = true;
      }
    if (!known || phrase.words.empty())
      return fail(FailureCode::bad_knowledge, file,
                  "line " + std::to_string(row.line) + " has an unknown label or no words",
                  "labels are those of doc/page.md");
    by_first_word_[phrase.words.front()].push_back(std::move(phrase));
  }
  return {};
}

std::vector<FurnitureHit> Furniture::find(std::span<const std::uint64_t> words) const {
  std::vector<FurnitureHit> hits;
  for (std::size_t at = 0; at < words.size() && hits.size() < most_hits; ++at) {
    const auto found = by_first_word_.find(words[at]);
    if (found == by_first_word_.end()) continue;
    for (const Phrase& phrase : found->second) {
      if (phrase.where != Where::any && at > 0) continue;
      if (phrase.where == Where::whole && words.size() != phrase.words.size()) continue;
      if (words.size() - at < phrase.words.size()) continue;
      if (std::equal(phrase.words.begin(), phrase.words.end(), words.begin() + static_cast<std::ptrdiff_t>(at)))
        hits.push_back(phrase.hit);
    }
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const FurnitureHit& a, const FurnitureHit& b) { return a.clear > b.clear; });
  return hits;
}

}  // namespace dragoman
