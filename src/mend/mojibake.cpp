#include "mend/mojibake.h"

#include <algorithm>
#include <cmath>

#include "mend/lost_bytes.h"
#include "mend/reading_bits.h"

namespace dragoman {
namespace {

// Costs in bits, tuned on the dev set: see doc/mend.md.
constexpr float utf8_begins = 9, legacy_begins = 18, known_letter_gain = 0.8f, unknown_letter_gain = 3;
constexpr float sure_language = 2;               // bits of its prior
constexpr float usual_letter = 12;               // bits up to which a letter is one of a language's own
constexpr std::size_t least_legacy_letters = 4;  // that explain a misreading without structure
constexpr char32_t lost_character = 0xFFFD;
constexpr std::size_t most_passes = 4, longest_word = 400;

// The character that pieces[at] and its followers give when their bytes are read as UTF-8; length 0 when they do not.
struct Decoded {
  char32_t c = 0;
  std::size_t length = 0;
};
Decoded decode_low_surrogate(const Charset& charset, const Pieces& pieces, std::size_t at) {
  const unsigned char bytes[3] = {charset.byte_of(pieces[at].c), charset.byte_of(pieces[at + 1].c),
                                  charset.byte_of(pieces[at + 2].c)};
  if (bytes[0] != 0xED || bytes[1] < 0xB0 || bytes[1] > 0xBF || bytes[2] >> 6 != 2) return {};
  return {0xD000u | static_cast<char32_t>(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3Fu), 3};
}
// A lost byte (U+FFFD) leaves the character lost, but says where it was. Surrogates written as two characters (CESU-8)
// give one.
Decoded decode(const Charset& charset, const Pieces& pieces, std::size_t at) {
  const unsigned char lead = charset.byte_of(pieces[at].c);
  const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || at + length > pieces.size()) return {};
  char32_t c = lead & (0x7F >> length);
  std::size_t lost = 0;
  for (std::size_t i = 1; i < length; ++i) {
    const char32_t next = pieces[at + i].c;
    const unsigned char byte = charset.byte_of(next);
    if (next == lost_character) {
      if (++lost && i + 1 < length && charset.byte_of(pieces[at + i + 1].c) >> 6 != 2) return {lost_character, i + 1};
      continue;
    }
    if ((byte & 0xC0) != 0x80) return lost && i > 1 ? Decoded{lost_character, i} : Decoded{};
    c = c << 6 | (byte & 0x3F);
  }
  if (lost) return {lost_character, length};
  const char32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  if (c < least || c > 0x10FFFF || (c >= 0xDC00 && c < 0xE000)) return {};
  if (c < 0xD800 || c >= 0xDC00) return {c, length};
  const Decoded low = at + 6 <= pieces.size() ? decode_low_surrogate(charset, pieces, at + 3) : Decoded{};
  return low.length ? Decoded{0x10000 + ((c - 0xD800) << 10) + (low.c - 0xDC00), 6} : Decoded{};
}

struct Word {
  std::size_t begin = 0, end = 0;  // pieces
  float as_is = 0;                 // bits
  bool high = false;               // not all ASCII
  bool letters = false;            // some of that are letters
};

// One reading of a word under a charset.
struct Reading {
  Pieces pieces;
  bool possible = true;  // every character beyond ASCII is explained
  bool changed = false;
  float bits = 0;
  std::size_t runs = 0, known = 0;
};

class MojibakeReader {
 public:
  MojibakeReader(const WordModel& model, const Charsets& charsets, const LanguagePrior& prior)
      : model_(model), charsets_(charsets), prior_(prior), flat_(prior.size(), 5.0f) {}

  // One pass over the text; true when something was mended. The runner-up is that of the pass that was least sure.
  bool pass(Pieces& pieces, std::string& detail, float& score, RunnerUp& runner_up) const {
    std::vector<Word> words = words_of(pieces);
    if (words.empty()) return false;
    std::vector<const Charset*> possible;
    if (has_neighbours(pieces))
      for (const Charset& charset : charsets_.utf8_read_as())
        if (any_sequence(charset, pieces)) possible.push_back(&charset);
    const bool strange = has_strange_word(words, pieces);
    if (possible.empty() && !strange) return false;
    for (Word& word : words)
      if (word.high) word.as_is = reading_bits(model_, prior_, text_of(pieces, word.begin, word.end));
    Stretches best;
    for (const Charset* possible_charset : possible) {
      const Charset& charset = *possible_charset;
      const auto read = [&](const Word& word) { return utf8_reading(charset, pieces, word); };
      consider(pieces, words, read, nullptr, "utf-8 read as " + charset.name, best);
    }
    if (strange) {
      Stretches legacy;
      for (const Misreading& misreading : charsets_.misreadings()) {
        const auto read = [&](const Word& word) { return legacy_reading(misreading, pieces, word); };
        consider(pieces, words, read, &misreading, misreading.detail(), legacy);
      }
      // The structure of UTF-8 is evidence of its own.
      if (best.gain <= 0 || legacy.gain > 2 * best.gain + 30)
        best = legacy.gain > best.gain ? std::move(legacy) : std::move(best);
    }
    if (best.gain <= 0) return false;
    replace(pieces, words, best);
    if (!best.second.empty() && (runner_up.detail.empty() || best.gain - best.second_gain < runner_up.behind)) {
      runner_up.kind = RepairKind::mojibake;
      runner_up.detail = best.second;
      runner_up.behind = best.gain - best.second_gain;
    }
    detail = detail.empty() ? best.detail : detail + ", then " + best.detail;
    score += best.gain;
    return true;
  }

 private:
  struct Stretches {
    float gain = 0, second_gain = 0;
    std::string detail, second;  // second: the best misreading that gives another text
    std::vector<Reading> readings;
    std::vector<bool> taken;
  };

  static bool same_text(const Stretches& a, const Stretches& b) {
    if (a.taken != b.taken) return false;
    for (std::size_t i = 0; i < a.taken.size(); ++i) {
      const Pieces &one = a.readings[i].pieces, &other = b.readings[i].pieces;
      if (a.taken[i] && !std::equal(one.begin(), one.end(), other.begin(), other.end(),
                                    [](const Piece& x, const Piece& y) { return x.c == y.c; }))
        return false;
    }
    return true;
  }

  // Keeps the better of `here` and `best` in `best`, and the other as its second.
  static void keep_better(Stretches&& here, Stretches& best) {
    if (here.gain > best.gain) std::swap(here, best);
    if (here.gain > best.second_gain && !same_text(here, best)) {
      best.second_gain = here.gain;
      best.second = here.detail;
    } else if (here.second_gain > best.second_gain) {
      best.second_gain = here.second_gain;
      best.second = here.second;
    }
  }

  // Words between plain spaces: a no-break space may be a byte of a character.
  std::vector<Word> words_of(const Pieces& pieces) const {
    std::vector<Word> out;
    bool any_high = false;
    for (std::size_t at = 0; at < pieces.size();) {
      while (at < pieces.size() && is_break(pieces[at].c)) ++at;
      Word word{at, at};
      for (; at < pieces.size() && !is_break(pieces[at].c); ++at) mark(word, pieces[at].c);
      word.end = at;
      any_high = any_high || word.high;
      if (word.begin < word.end) out.push_back(word);
    }
    if (!any_high) return {};
    return out;
  }
  static void mark(Word& word, char32_t c) {
    if (c < 0x80) return;
    word.high = true;
    word.letters = word.letters || is_letter(c);
  }
  static bool is_break(char32_t c) { return c == ' ' || (c >= 9 && c <= 13); }

  // A sequence has two characters beyond ASCII at least.
  static bool has_neighbours(const Pieces& pieces) {
    for (std::size_t at = 0; at + 1 < pieces.size(); ++at)
      if (pieces[at].c >= 0x80 && pieces[at + 1].c >= 0x80) return true;
    return false;
  }
  static bool any_sequence(const Charset& charset, const Pieces& pieces) {
    for (std::size_t at = 0; at + 1 < pieces.size(); ++at)
      if (pieces[at].c >= 0x80 && decode(charset, pieces, at).length) return true;
    return false;
  }

  Reading utf8_reading(const Charset& charset, const Pieces& pieces, const Word& word) const {
    Reading out;
    for (std::size_t at = word.begin; at < word.end;) {
      const Decoded decoded = pieces[at].c < 0x80 ? Decoded{} : decode(charset, pieces, at);
      if (decoded.length && at + decoded.length <= word.end) {
        out.pieces.push_back({decoded.c, pieces[at].begin, pieces[at + decoded.length - 1].end, true});
        out.changed = true;
        at += decoded.length;
        continue;
      }
      if (pieces[at].c >= 0x80 && is_letter(pieces[at].c)) out.possible = false;
      out.pieces.push_back(pieces[at++]);
    }
    return out;
  }

  Reading legacy_reading(const Misreading& misreading, const Pieces& pieces, const Word& word) const {
    Reading out;
    for (std::size_t at = word.begin; at < word.end; ++at) {
      Piece piece = pieces[at];
      if (piece.c >= 0x80) {
        const auto found = misreading.characters.find(piece.c);
        if (found != misreading.characters.end()) {
          piece.c = found->second;
          piece.changed = out.changed = true;
        }
      }
      out.pieces.push_back(piece);
    }
    return out;
  }

  // Signs that text is likely to have lost to a misreading.
  static bool is_common_sign(char32_t c) {
    return std::u32string_view(U"‘’“”„‚«»‹›–—…•€£¥™®©°§²³½¼¾·×÷№،؟۔").find(c) != std::u32string_view::npos ||
           c == 0xA0 || c == lost_character || (c >= 0x1F000 && c < 0x20000) || (c >= 0x2190 && c < 0x2200) ||
           (c >= 0x2600 && c < 0x2800);
  }
  // Signs that came out of letters have to be common ones.
  static float odd_sign_bits(const Pieces& pieces) {
    float bits = 0;
    for (const Piece& piece : pieces)
      if (piece.changed && piece.c >= 0x80 && !is_letter(piece.c) && !is_common_sign(piece.c)) bits += 14;
    return bits;
  }

  // Letters alone that turn into signs or into letters of a script we do not know prove nothing.
  static float unlikely_sign_bits(const Pieces& made, const Pieces& pieces, const Word& word, bool legacy) {
    bool signs = false;
    for (std::size_t i = word.begin; i < word.end; ++i)
      signs = signs || (pieces[i].c >= 0x80 && !is_letter(pieces[i].c));
    if (signs && !legacy) return 0;
    float bits = 0;
    for (std::size_t i = 0; i < made.size(); ++i) {
      const Script script = script_of(made[i].c);
      if (!made[i].changed || (script != Script::other && script != Script::none)) continue;
      if (legacy && (!is_letter(pieces[word.begin + i].c) || is_typographic(made[i].c))) continue;
      bits += 40;
    }
    return bits;
  }
  static bool is_typographic(char32_t c) {
    return std::u32string_view(U"‘’“”«»–—…").find(c) != std::u32string_view::npos;
  }

  // A misreading that makes a word all capitals is no good explanation.
  static float capital_bits(const Pieces& pieces) {
    std::size_t capitals = 0, small = 0;
    for (const Piece& piece : pieces) {
      capitals += is_upper(piece.c);
      small += is_letter(piece.c) && !is_upper(piece.c);
    }
    return capitals > 1 && small == 0 ? 14 : 0;
  }

  // Legacy bytes have no structure, so each letter has to gain.
  static bool is_sure(float gain, std::size_t letters, std::size_t known) {
    return letters >= least_legacy_letters &&
           gain > (known * 2 > letters ? known_letter_gain : unknown_letter_gain) * static_cast<float>(letters);
  }

  // Letters of two scripts in one word explain nothing.
  static bool mixes_scripts(const Misreading& misreading, const Pieces& pieces, const Word& word) {
    bool latin = false, other = false, changed = false;
    for (std::size_t at = word.begin; at < word.end; ++at) {
      char32_t c = pieces[at].c;
      if (const auto found = misreading.characters.find(c); c >= 0x80 && found != misreading.characters.end()) {
        c = found->second;
        changed = true;
      }
      const Script script = script_of(c);
      latin = latin || script == Script::latin;
      other = other || (script != Script::latin && script != Script::none && script != Script::mark);
    }
    return changed && latin && other;
  }

  // Cheap proof that a reading does not open a stretch: what is strange in it outweighs the word.
  static bool cannot_gain(const Reading& reading, const Word& word) {
    return strange_bits(text_of(reading.pieces, 0, reading.pieces.size())) + odd_sign_bits(reading.pieces) >=
           word.as_is;
  }

  template <class Read>
  void consider(const Pieces& pieces, const std::vector<Word>& words, const Read& read, const Misreading* misreading,
                const std::string& detail, Stretches& best) const {
    const bool legacy = misreading != nullptr;
    const float begins = legacy ? legacy_begins : utf8_begins;
    const bool is_alone = std::count_if(words.begin(), words.end(), [](const Word& word) { return word.high; }) == 1;
    Stretches here;
    here.detail = detail;
    here.readings.resize(words.size());
    here.taken.assign(words.size(), false);
    float open = 0, total = 0;                             // gain of the stretch that is open
    std::size_t first = 0, last = 0, runs = 0, known = 0;  // letters, and those in known words
    const auto close = [&] {
      if (open > begins && (!legacy || is_sure(open, runs, known))) {
        total += open - begins;
        for (std::size_t i = first; i <= last; ++i) here.taken[i] = here.readings[i].changed;
      }
      open = 0;
      runs = known = 0;
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!words[i].high) continue;
      if (open == 0 && misreading && mixes_scripts(*misreading, pieces, words[i])) {
        close();
        continue;
      }
      Reading reading = read(words[i]);
      if (!reading.changed) {
        if (reading.possible) continue;
        close();
        continue;
      }
      if (words[i].end - words[i].begin > longest_word) reading.possible = false;
      if (!reading.possible) {
        close();
        continue;
      }
      if (open == 0 && cannot_gain(reading, words[i])) {
        close();
        continue;
      }
      WordCost cost;
      const float most = words[i].as_is + (is_alone ? -begins : open);  // above it nothing is gained
      reading.bits = reading_bits(model_, flat_, text_of(reading.pieces, 0, reading.pieces.size()), &cost, most) +
                     odd_sign_bits(reading.pieces) + unlikely_sign_bits(reading.pieces, pieces, words[i], legacy) +
                     (legacy ? capital_bits(reading.pieces) : 0);
      here.readings[i] = std::move(reading);
      float gain = words[i].as_is - here.readings[i].bits;
      if (legacy && !words[i].letters) gain = std::min(gain, 1.0f);  // signs alone prove little
      if (legacy && cost.foreign) gain = std::min(gain, 0.0f);       // nor does a word of two scripts
      if (open + gain <= 0) {
        close();
        continue;
      }
      if (open == 0) first = i;
      open += gain;
      last = i;
      runs += cost.letters;
      if (cost.all_known && words[i].letters && odd_sign_bits(here.readings[i].pieces) == 0) known += cost.letters;
    }
    close();
    here.gain = total;
    keep_better(std::move(here), best);
  }

  // All its letters are used in `language`, and capitals stand where they may. Other alphabets are misread as
  // themselves.
  bool has_usual_letters(std::u32string_view word, Language language) const {
    if (model_.languages()[language].script != Script::latin) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i] < 0x80 || !is_letter(word[i])) continue;
      if (i > 0 && is_upper(word[i]) && is_letter(word[i - 1]) && !is_upper(word[i - 1])) return false;
      if (model_.letter_bits_alone(language, lower(word[i])) >= usual_letter) return false;
    }
    return true;
  }

  // Words with letters that may be those of another charset: unknown ones, when their letters are not those of the
  // language that the text is in.
  bool has_strange_word(const std::vector<Word>& words, const Pieces& pieces) const {
    const auto main = likeliest_language(prior_);
    const auto is_plain = [](const WordCost& cost) { return cost.all_known && cost.letters > 0 && !cost.foreign; };
    const auto is_strange = [&](const Word& word) {
      const std::u32string text = text_of(pieces, word.begin, word.end);
      if (strange_bits(text) > 0) return true;
      if (!word.letters || (prior_[main] < sure_language && has_usual_letters(text, main))) return false;
      WordCost cost = cost_of(model_, prior_, main, text, 0);
      if (is_plain(cost)) return false;
      reading_bits(model_, prior_, text, &cost);
      return !is_plain(cost);
    };
    // Signs alone prove nothing.
    return std::any_of(words.begin(), words.end(), [](const Word& word) { return word.letters; }) &&
           std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.high && is_strange(word); });
  }

  static void replace(Pieces& pieces, const std::vector<Word>& words, const Stretches& found) {
    Pieces out;
    std::size_t at = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!found.taken[i]) continue;
      out.insert(out.end(), pieces.begin() + static_cast<std::ptrdiff_t>(at),
                 pieces.begin() + static_cast<std::ptrdiff_t>(words[i].begin));
      out.insert(out.end(), found.readings[i].pieces.begin(), found.readings[i].pieces.end());
      at = words[i].end;
    }
    out.insert(out.end(), pieces.begin() + static_cast<std::ptrdiff_t>(at), pieces.end());
    pieces = std::move(out);
  }

  const WordModel& model_;
  const Charsets& charsets_;
  const LanguagePrior& prior_;
  LanguagePrior flat_;
};

}  // namespace

std::vector<CharsetRepair> mojibake_of(const WordModel& model, const Charsets& charsets, const LanguagePrior& prior,
                                       std::u32string_view line) {
  Pieces pieces;
  bool high = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    pieces.push_back({line[i], i, i + 1, false});
    high =
        high || (line[i] >= 0x80 && std::u32string_view(U"‘’“”–—…\u00A0").find(line[i]) == std::u32string_view::npos);
  }
  std::vector<CharsetRepair> out;
  if (!high) return out;
  const MojibakeReader reader(model, charsets, prior);
  std::string detail;
  float score = 0;
  RunnerUp runner_up;
  for (std::size_t pass = 0; pass < most_passes && reader.pass(pieces, detail, score, runner_up); ++pass) {
  }
  read_lost_bytes(model, charsets, prior, pieces, detail, score);
  constexpr float log_odds = 0.693147f;  // of a bit
  runner_up.behind = runner_up.kind ? std::min(runner_up.behind, score) * log_odds : score * log_odds;
  for (std::size_t i = 0; i < pieces.size(); ++i) {  // neighbouring changes are one repair
    if (!pieces[i].changed) continue;
    if (out.empty() || out.back().end != pieces[i].begin)
      out.push_back(
          {pieces[i].begin, pieces[i].begin, {}, detail, score * log_odds, runner_up, detail.starts_with("utf-8")});
    out.back().end = pieces[i].end;
    out.back().meant += pieces[i].c;
  }
  for (CharsetRepair& repair : out)
    if (!repair.runner_up.kind) repair.runner_up.text = utf8_of(line.substr(repair.begin, repair.end - repair.begin));
  return out;
}

}  // namespace dragoman
