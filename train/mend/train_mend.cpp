// train_mend: makes models/mend.model from word counts.
//
//   train/mend/collect WORK BENCH && build/train_mend WORK models/mend.model
//
// WORK/LANG.words holds words with their share in ten million. Same input, same bytes out.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "mend/word_model.h"

namespace dragoman {
namespace {

struct Wanted {
  const char* name;
  Script script;
  std::size_t words;  // size of the lexicon
  float least;        // n-grams of 3 letters and more are kept from this weight on
};

// Languages that text may have been meant in come with a full lexicon; the others only have to be recognised.
const Wanted wanted[] = {
    {"en", Script::latin, 70000, 14},    {"ru", Script::cyrillic, 60000, 14},  {"uk", Script::cyrillic, 60000, 16},
    {"be", Script::cyrillic, 50000, 16}, {"bg", Script::cyrillic, 40000, 12},  {"el", Script::greek, 40000, 10},
    {"he", Script::hebrew, 40000, 10},   {"ar", Script::arabic, 40000, 12},    {"fa", Script::arabic, 20000, 6},
    {"hy", Script::armenian, 50000, 16}, {"ko", Script::hangul, 40000, 10},    {"th", Script::thai, 20000, 6},
    {"fr", Script::latin, 30000, 12},    {"de", Script::latin, 30000, 12},     {"sr", Script::cyrillic, 10000, 30},
    {"mk", Script::cyrillic, 10000, 30}, {"ka", Script::georgian, 5000, 40},   {"kk", Script::cyrillic, 8000, 60},
    {"mn", Script::cyrillic, 8000, 40},  {"hi", Script::devanagari, 8000, 12}, {"tr", Script::latin, 10000, 60},
    {"es", Script::latin, 12000, 40},    {"it", Script::latin, 10000, 40},     {"pl", Script::latin, 10000, 60},
    {"pt", Script::latin, 10000, 40},    {"cs", Script::latin, 8000, 60},      {"ro", Script::latin, 8000, 60},
    {"hu", Script::latin, 8000, 60},
};

struct Counts {
  std::map<std::u32string, std::pair<double, double>> words;  // folded: share, share written with a capital
  double total = 0;
};

Counts read_counts(const std::string& path, Script script) {
  Counts out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == line.npos) continue;
    const double share = std::strtod(line.c_str() + tab + 1, nullptr);
    const std::u32string text = letters_of(std::string_view(line).substr(0, tab)).points;
    bool fits = !text.empty() && text.size() <= 40;
    for (const char32_t c : text)
      fits = fits && (is_apostrophe(c) || script_of(c) == script || script_of(c) == Script::mark);
    if (!fits || script_of(text[0]) != script) continue;
    auto& word = out.words[folded(text)];
    word.first += share;
    if (is_upper(text[0])) word.second += share;
    out.total += share;
  }
  return out;
}

struct Entry {
  std::uint64_t key;
  unsigned char value;
};
unsigned char quantised(double bits, float scale, int most) {
  return static_cast<unsigned char>(std::clamp(static_cast<int>(std::lround(bits * scale)), 0, most));
}

using Grams = std::unordered_map<std::u32string, double>;

// Interpolated probability of the last letter of a gram, by Witten-Bell.
struct LetterCounts {
  std::vector<Grams> grams{WordModel::order + 1};  // weight of each n-gram, by length
  Grams context_weight, context_types;

  void add(std::u32string_view marked, double weight) {
    for (std::size_t end = 2; end <= marked.size(); ++end)
      for (std::size_t n = 1; n <= WordModel::order && n <= end; ++n) {
        const std::u32string gram(marked.substr(end - n, n));
        double& cell = grams[n][gram];
        const std::u32string context = gram.substr(0, n - 1);
        if (cell == 0) context_types[context] += 1;
        cell += weight;
        context_weight[context] += weight;
      }
  }
  double mean_bits(const std::u32string& word) {
    const std::u32string marked = WordModel::begin_mark + word + WordModel::end_mark;
    double bits = 0;
    for (std::size_t end = 2; end <= marked.size(); ++end) {
      const std::size_t begin = end > WordModel::order ? end - WordModel::order : 0;
      bits -= std::log2(probability(marked.substr(begin, end - begin)));
    }
    return bits / static_cast<double>(marked.size() - 1);
  }
  double back_off(const std::u32string& context) const {
    const double types = context_types.at(context), weight = context_weight.at(context);
    return types / (types + weight);
  }
  double probability(const std::u32string& gram) {
    const std::u32string context = gram.substr(0, gram.size() - 1);
    const auto found = grams[gram.size()].find(gram);
    const double own = found == grams[gram.size()].end() ? 0 : found->second;
    if (gram.size() == 1) return own / context_weight.at(context);
    const double types = context_types.at(context), weight = context_weight.at(context);
    return (own + types * probability(gram.substr(1))) / (types + weight);
  }
};

// The lexicon of one language; returns the bits of meeting a word outside it.
float add_words(const Counts& counts, const Wanted& want, LetterCounts& letters, Language language,
                std::vector<Entry>& out) {
  // Words that only the lists know have one share: of them those most like the others come first.
  std::vector<std::pair<double, const std::u32string*>> ranked;
  for (const auto& [word, share] : counts.words)
    ranked.emplace_back(-share.first - (share.first < 1 ? 0.5 / letters.mean_bits(word) : 1), &word);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : *a.second < *b.second;
  });
  double inside = 0;
  for (std::size_t i = 0; i < ranked.size() && i < want.words; ++i) {
    const auto& share = counts.words.at(*ranked[i].second);
    const double p = share.first / counts.total;
    inside += p;
    const auto value = quantised(-std::log2(p), WordModel::word_scale, 127);
    out.push_back({WordModel::key_of(WordModel::seed_of(language, WordModel::words), *ranked[i].second),
                   static_cast<unsigned char>(value | (share.second > share.first * 0.5 ? 128 : 0))});
  }
  return static_cast<float>(std::clamp(-std::log2(std::max(1e-9, 1 - inside)), 3.0, 5.5));
}

LetterCounts letters_in(const Counts& counts) {
  LetterCounts letters;
  for (const auto& [word, share] : counts.words)
    letters.add(WordModel::begin_mark + word + WordModel::end_mark, 1 + std::log2(1 + share.first));
  return letters;
}

void add_letters(LetterCounts& letters, const Wanted& want, Language language, std::vector<Entry>& out) {
  std::unordered_map<std::u32string, bool> contexts;
  for (std::size_t n = 1; n <= WordModel::order; ++n)
    for (const auto& [gram, weight] : letters.grams[n]) {
      if (n >= 3 && weight < want.least * (n - 1) / 2) continue;
      out.push_back({WordModel::key_of(WordModel::seed_of(language, WordModel::grams), gram),
                     quantised(-std::log2(letters.probability(gram)), WordModel::letter_scale, 255)});
      if (n > 1) contexts[gram.substr(0, n - 1)] = true;
    }
  for (const auto& [context, kept] : contexts)
    out.push_back({WordModel::key_of(WordModel::seed_of(language, WordModel::contexts), context),
                   quantised(-std::log2(letters.back_off(context)), WordModel::letter_scale, 255)});
}

std::string slots_of(std::vector<Entry> entries, int tag_bytes) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  const std::uint64_t capacity = entries.size() * 5 / 4 + 8;
  const std::size_t width = static_cast<std::size_t>(tag_bytes) + 1;
  std::string slots(capacity * width, '\0');
  for (const Entry& entry : entries) {
    std::uint64_t slot = WordModel::first_slot(entry.key, capacity);
    while (slots[slot * width]) slot = slot + 1 == capacity ? 0 : slot + 1;  // the first byte of a tag is odd
    const unsigned tag = WordModel::tag_of(entry.key, tag_bytes);
    for (int i = 0; i < tag_bytes; ++i)
      slots[slot * width + static_cast<std::size_t>(i)] = static_cast<char>(tag >> (8 * i));
    slots[slot * width + width - 1] = static_cast<char>(entry.value);
  }
  std::fprintf(stderr, "%zu entries in %zu slots\n", entries.size(), static_cast<std::size_t>(capacity));
  return slots;
}

int run(const std::string& work, const std::string& path) {
  std::vector<Entry> words, letters;
  std::string rows;
  Language language = 0;
  for (const Wanted& want : wanted) {
    const Counts counts = read_counts(work + "/" + want.name + ".words", want.script);
    if (counts.words.empty()) return std::fprintf(stderr, "no words of %s\n", want.name), 1;
    WordModel::LanguageRow row{};
    std::strncpy(row.name, want.name, sizeof row.name - 1);
    row.script = static_cast<std::uint32_t>(want.script);
    const std::size_t words_before = words.size(), letters_before = letters.size();
    LetterCounts seen = letters_in(counts);
    row.unknown_bits = add_words(counts, want, seen, language, words);
    add_letters(seen, want, language, letters);
    rows.append(reinterpret_cast<const char*>(&row), sizeof row);
    std::fprintf(stderr, "%s: %zu words, %zu n-grams, unknown %.1f bits\n", want.name, words.size() - words_before,
                 letters.size() - letters_before, static_cast<double>(row.unknown_bits));
    ++language;
  }
  const std::string word_slots = slots_of(std::move(words), WordModel::word_tag_bytes);
  const std::string letter_slots = slots_of(std::move(letters), WordModel::letter_tag_bytes);
  const WordModel::Header header{WordModel::magic, word_slots.size() / (WordModel::word_tag_bytes + 1),
                                 letter_slots.size() / (WordModel::letter_tag_bytes + 1), language, 0};
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out << rows << word_slots << letter_slots;
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: train_mend WORK MODEL\n"), 2;
  return dragoman::run(argv[1], argv[2]);
}
