#include "mend/word_cost.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace dragoman {
namespace {

constexpr float possessive_bits = 4, digit_bits = 1, inner_capital_bits = 5, digit_letter_bits = 12;
constexpr float unseen_weight = 0.1f;  // of a language without a word in the text, in words
constexpr float script_change_bits = 22, script_change_after_sign_bits = 4, acronym_letter_bits = 4.5f;

enum class Place : std::uint8_t { before, after, inside, alone };

bool one_of(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

float after_bits(char32_t c, Language, Script script) {
  if (c == ',' || c == '.') return 2;
  if (one_of(c, U"،۔։।")) return script == Script::latin || script == Script::cyrillic ? 12 : 2;
  if (c == ';' && script == Script::greek) return 4;
  if (one_of(c, U"?!:;؟؛")) return 6;
  if (one_of(c, U"\"')»”’…“]%")) return 5;
  if (one_of(c, U"/=&@^\\$<{}|~+*#")) return 28;
  return c >= 0x80 ? 8 : 11;
}
float before_bits(char32_t c) {
  if (one_of(c, U"\"'(«“‘„")) return 4;
  if (one_of(c, U"$€£#@[-–—`")) return 7;
  return c >= 0x80 ? 8 : 11;
}
float inside_bits(char32_t c) {
  if (c == '-' || c == 0x200C || c == 0xAD) return 4;
  if (is_apostrophe(c)) return 5;
  if (c == '.' || c == '/' || c == ':') return 8;
  if (one_of(c, U"–—&")) return 8;
  return 16;
}
float sign_bits(char32_t c, Place place, Language language, Script script) {
  if (c == 0x200C || c == 0x200D || c == 0xFE0F) return 1;
  switch (place) {
    case Place::before:
      return before_bits(c);
    case Place::after:
      return after_bits(c, language, script);
    case Place::inside:
      return inside_bits(c);
    case Place::alone:
      return one_of(c, U"-–—&,.;:!?()\"«»'“”‘’„…/") ? 4 : 12;
  }
  return 0;
}

// Letters in lower case followed by a capital are no word of prose.
float capital_bits(std::u32string_view run) {
  float bits = 0;
  for (std::size_t i = 1; i < run.size(); ++i)
    if (is_upper(run[i]) && !is_upper(run[i - 1]) && !is_apostrophe(run[i - 1])) bits += inner_capital_bits;
  return bits;
}
bool all_capitals(std::u32string_view run) {
  return run.size() >= 2 && std::all_of(run.begin(), run.end(), [](char32_t c) { return is_upper(c); });
}

// Hebrew abbreviations carry a double quote (or its own sign) before the last letter.
bool is_hebrew_abbreviation(std::u32string_view word, std::size_t at) {
  return (word[at] == '"' || word[at] == 0x5F4 || word[at] == 0x201D) && at > 0 && at + 1 < word.size() &&
         script_of(word[at - 1]) == Script::hebrew && script_of(word[at + 1]) == Script::hebrew &&
         (at + 2 == word.size() || !is_letter(word[at + 2]));
}

Language likeliest(const WordModel& model, const LanguagePrior& prior, Script script) {
  Language best = no_language;
  for (Language l = 0; l < model.languages().size(); ++l)
    if (model.languages()[l].script == script && (best == no_language || prior[l] < prior[best])) best = l;
  return best;
}

// Thai is written without spaces: the cheapest cut into known words, single letters between them costing much.
float thai_bits(const WordModel& model, Language language, std::u32string_view run, bool& known) {
  constexpr std::size_t longest = 12;
  constexpr float letter_bits = 11;
  std::vector<float> cost(run.size() + 1, 0);
  std::vector<std::size_t> strays(run.size() + 1, 0);
  for (std::size_t end = 1; end <= run.size(); ++end) {
    cost[end] = cost[end - 1] + letter_bits;
    strays[end] = strays[end - 1] + 1;
    for (std::size_t n = 2; n <= longest && n <= end; ++n) {
      const auto word = model.known(language, run.substr(end - n, n));
      if (!word || cost[end - n] + word->bits >= cost[end]) continue;
      cost[end] = cost[end - n] + word->bits;
      strays[end] = strays[end - n];
    }
  }
  known = strays.back() * 4 <= run.size();
  return cost.back();
}

// A run of letters of one script in a language of that script.
float fresh_run_bits(const WordModel& model, Language language, std::u32string_view run, float most, bool& known);

// The same, remembered: words come again and again, also with the languages that they are not in. What the memo holds
// depends on nothing but its key, so nobody can tell it is there.
float run_bits(const WordModel& model, Language language, std::u32string_view run, float most, bool& known) {
  struct Slot {
    std::uint64_t key = 0;
    float bits = 0, most = 0;  // bits above `most` are only known to be that
    bool known = false;
  };
  constexpr std::size_t slots = 1u << 16;
  thread_local std::vector<Slot> memo(slots);
  const std::uint64_t key =
      WordModel::key_of(WordModel::seed_of(language, reinterpret_cast<std::uintptr_t>(&model)), run) | 1;
  Slot& slot = memo[key >> 48];
  if (slot.key != key || (slot.bits > slot.most && most > slot.most)) {
    slot.bits = fresh_run_bits(model, language, run, most, slot.known);
    slot.most = most;
    slot.key = key;
  }
  known = slot.known;
  return slot.bits;
}

float fresh_run_bits(const WordModel& model, Language language, std::u32string_view run, float most, bool& known) {
  thread_local std::u32string word;  // its memory is kept
  fold(run, word);
  if (model.languages()[language].script == Script::thai) return thai_bits(model, language, word, known);
  const auto entry = model.known(language, word);
  known = entry.has_value();
  if (entry) return entry->bits + capital_bits(run);
  if (word.size() > 3 && word.ends_with(U"'s") && model.languages()[language].script == Script::latin)
    return run_bits(model, language, run.substr(0, run.size() - 2), most, known) + possessive_bits;
  const float unknown = model.languages()[language].unknown_bits;
  const float bits = unknown + model.letter_bits(language, word, most - unknown);
  if (word.find_first_of(U"\"\u05F4\u201D") != word.npos)
    return 6 + acronym_letter_bits * static_cast<float>(run.size());
  if (all_capitals(run) && run.size() <= 6)
    return std::min(bits, 8 + acronym_letter_bits * static_cast<float>(run.size()));
  return bits + capital_bits(run);
}

}  // namespace

Run next_run(std::u32string_view word, std::size_t at) {
  while (at < word.size() && !is_letter(word[at])) ++at;
  std::size_t end = at;
  while (end < word.size() &&
         (is_letter(word[end]) || is_hebrew_abbreviation(word, end) ||
          (is_apostrophe(word[end]) && end > at && end + 1 < word.size() && is_letter(word[end + 1]))))
    ++end;
  return {at, end};
}

WordCost cost_of(const WordModel& model, const LanguagePrior& prior, Language language, std::u32string_view word,
                 float most) {
  WordCost out;
  const Script script = model.languages()[language].script;
  const Run first = next_run(word, 0);
  std::size_t last_letter = 0, at = 0;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (is_letter(word[i]) || is_digit(word[i])) last_letter = i + 1;
  const bool has_letters = first.begin < word.size();
  bool started = false;
  while (at < word.size()) {
    const char32_t c = word[at];
    if (!is_letter(c)) {
      const Place place = !has_letters && last_letter == 0 ? Place::alone
                          : !started && !is_digit(c)       ? Place::before
                          : at < last_letter               ? Place::inside
                                                           : Place::after;
      if (is_digit(c)) {
        out.bits += digit_bits + (at > 0 && is_letter(word[at - 1]) ? digit_letter_bits : 0);
        started = true;
      } else {
        out.bits += sign_bits(c, place, language, script);
      }
      ++at;
      continue;
    }
    started = true;
    if (at > 0 && is_digit(word[at - 1])) out.bits += digit_letter_bits;
    const Run run = next_run(word, at);
    while (at < run.end) {  // pieces of one script
      Script piece = script_of(word[at]);
      std::size_t end = at + 1;
      while (end < run.end && (script_of(word[end]) == piece || script_of(word[end]) == Script::mark ||
                               script_of(word[end]) == Script::none))
        ++end;
      const Language reader = piece == script ? language : likeliest(model, prior, piece);
      if (piece != script) {
        const bool joined = at > run.begin || end < run.end;
        out.foreign = true;
        out.bits += joined ? script_change_bits : script_change_after_sign_bits;
      }
      bool known = false;
      out.bits += reader == no_language ? 8.0f * static_cast<float>(end - at)
                                        : run_bits(model, reader, word.substr(at, end - at), most - out.bits, known);
      out.all_known = out.all_known && known;
      out.letters += static_cast<std::uint16_t>(end - at);
      at = end;
    }
  }
  return out;
}

std::vector<Run> words_of(std::u32string_view text) {
  std::vector<Run> out;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) out.push_back({begin, at});
  }
  return out;
}

Language likeliest_language(const LanguagePrior& prior) {
  return static_cast<Language>(std::min_element(prior.begin(), prior.end()) - prior.begin());
}

namespace {

LanguagePrior bits_of(const std::vector<float>& weight) {
  float sum = 0;
  for (const float w : weight) sum += w;
  LanguagePrior prior(weight.size());
  for (std::size_t l = 0; l < weight.size(); ++l) prior[l] = -std::log2(weight[l] / sum);
  return prior;
}

}  // namespace

std::optional<LanguagePrior> plain_english_prior(const WordModel& model, std::u32string_view text, bool is_whole) {
  constexpr std::size_t enough = 60, least = 20;
  std::size_t words = 0, known = 0;
  for (std::size_t at = 0; at < text.size() && words < enough;) {
    const Run run = next_run(text, at);
    if (run.begin == run.end) break;
    at = run.end;
    ++words;
    known +=
        run.end - run.begin <= 40 && model.known(0, folded(text.substr(run.begin, run.end - run.begin))).has_value();
  }
  if (words < (is_whole ? least : enough) || known * 5 < words * 4) return {};
  std::vector<float> weight(model.languages().size(), unseen_weight);
  weight[0] += static_cast<float>(words);
  return bits_of(weight);
}

LanguagePrior prior_of(const WordModel& model, std::u32string_view text, std::size_t most) {
  if (auto english = plain_english_prior(model, text, true)) return *english;
  const std::size_t languages = model.languages().size();
  std::vector<float> weight(languages, unseen_weight);
  std::vector<std::vector<float>> chances;  // of each word in each language
  for (std::size_t at = 0; at < text.size() && chances.size() < most;) {
    const Run run = next_run(text, at);
    if (run.begin == run.end) break;
    at = run.end;
    if (run.end - run.begin > 40) continue;
    if (run.end - run.begin == 1 && script_of(text[run.begin]) == Script::latin) continue;  // letters of formulas
    const std::u32string word = folded(text.substr(run.begin, run.end - run.begin));
    const Script script = script_of(text[run.begin]);
    std::vector<float> chance(languages, 0);
    for (Language l = 0; l < languages; ++l) {
      if (model.languages()[l].script != script) continue;
      const auto known = model.known(l, word);
      chance[l] = known ? std::exp2(-known->bits) : std::exp2(-24.0f);
    }
    chances.push_back(std::move(chance));
  }
  for (int round = 0; round < 4 && !chances.empty(); ++round) {  // a word is most likely in the language of the others
    std::vector<float> next(languages, unseen_weight);
    for (const auto& chance : chances) {
      float sum = 0;
      for (Language l = 0; l < languages; ++l) sum += weight[l] * chance[l];
      if (sum > 0)
        for (Language l = 0; l < languages; ++l) next[l] += weight[l] * chance[l] / sum;
    }
    weight = std::move(next);
  }
  return bits_of(weight);
}

}  // namespace dragoman
