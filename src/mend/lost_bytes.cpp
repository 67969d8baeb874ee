#include "mend/lost_bytes.h"

#include <algorithm>

#include "mend/reading_bits.h"

namespace dragoman {
namespace {

// What a lost byte has to gain, in bits: in a line without misread text, in one with, and in one that was misread by
// the same charset, where a lead byte without its follower is not what it looks like.
constexpr float lost_begins = 14, lost_goes_on = 2, lost_in_same_charset = -15;
constexpr std::size_t longest_word = 60;

bool is_blank(char32_t c) { return c == ' ' || c == 0xA0; }
bool is_control(char32_t c) { return c >= 0x80 && c < 0xA0; }
bool is_gap(char32_t c) { return c == ' ' || (c >= 9 && c <= 13); }

class LostByteReader {
 public:
  LostByteReader(const WordModel& model, const Charsets& charsets, const LanguagePrior& prior, Pieces& pieces)
      : model_(model), charsets_(charsets), prior_(prior), flat_(prior.size(), 5.0f), pieces_(pieces) {
    for (const Piece& piece : pieces) misread_ = misread_ || piece.changed;
  }

  void read(std::string& detail, float& score) {
    for (std::size_t at = 0; at < pieces_.size(); ++at) {
      if (pieces_[at].changed || pieces_[at].c < 0x80) continue;
      const std::string found = is_control(pieces_[at].c) ? read_control(at) : read_before_blank(at, detail);
      if (found.empty()) continue;
      misread_ = true;
      if (detail.empty()) detail = found;
    }
    score += gain_;
  }

 private:
  struct Span {
    std::size_t begin, end;
  };
  Span word_around(std::size_t at) const {
    Span word{at, at + 1};
    while (word.begin > 0 && at - word.begin < longest_word && !is_gap(pieces_[word.begin - 1].c)) --word.begin;
    while (word.end < pieces_.size() && word.end - at < longest_word && !is_gap(pieces_[word.end].c)) ++word.end;
    return word;
  }
  float bits(const std::u32string& text) const { return text.empty() ? 0 : reading_bits(model_, flat_, text); }

  // A control character stands for the byte of its number, which some charset gives a character.
  std::string read_control(std::size_t at) {
    const auto byte = static_cast<std::size_t>(pieces_[at].c - 0x80);
    const Span word = word_around(at);
    std::u32string text = text_of(pieces_, word.begin, word.end);
    const float as_is = bits(text);
    const Charset* best = nullptr;
    float best_bits = as_is;
    for (const Charset& charset : charsets_.utf8_read_as()) {
      if (charset.name != "windows-1252" && charset.name != "mac-roman") continue;
      const char32_t c = charset.characters[byte];
      if (c == 0 || is_control(c)) continue;
      text[at - word.begin] = c;
      const float here = bits(text);
      if (here >= best_bits) continue;
      best = &charset;
      best_bits = here;
    }
    if (!best) return "";
    pieces_[at].c = best->characters[byte];
    pieces_[at].changed = true;
    gain_ += as_is - best_bits;
    return best->name + " read as iso-8859-1";
  }

  // A lead byte of two whose second, A0, became a blank: the blank goes, or it was there beside the lost byte.
  std::string read_before_blank(std::size_t at, const std::string& detail) {
    if (at + 1 >= pieces_.size() || !is_blank(pieces_[at + 1].c)) return "";
    const Span word = word_around(at), next = at + 2 < pieces_.size() && !is_gap(pieces_[at + 2].c)
                                                  ? word_around(at + 2)
                                                  : Span{at + 2, at + 2};
    const std::u32string head = text_of(pieces_, word.begin, at), tail = text_of(pieces_, next.begin, next.end);
    const float as_is = bits(text_of(pieces_, word.begin, at + 1)) + bits(tail);
    const bool two_blanks = next.begin == next.end;
    float best_gain = 0, best_margin = 0;
    char32_t best = 0;
    bool best_glued = false;
    const Charset* best_charset = nullptr;
    for (const Charset& charset : charsets_.utf8_read_as()) {
      const unsigned char lead = charset.byte_of(pieces_[at].c);
      if (lead < 0xC3 || lead > 0xDF || charset.characters[0x20] != 0xA0) continue;
      const char32_t c = static_cast<char32_t>(lead & 0x1F) << 6 | 0x20;
      if (!is_letter(c) && !(c >= 0x660 && c < 0x66A)) continue;
      const float apart = bits(head + c) + bits(tail);
      const float glued = two_blanks ? apart : bits(head + c + tail);
      const bool begins_word = head.empty() && is_upper(c) && !tail.empty() && is_letter(tail[0]) && !is_upper(tail[0]);
      const bool joins = two_blanks || begins_word || glued < apart;
      const bool same = detail.ends_with("utf-8 read as " + charset.name);
      const float gain = as_is - (joins ? glued : apart);
      const float margin = gain - (same ? lost_in_same_charset : misread_ ? lost_goes_on : lost_begins);
      if (margin <= best_margin) continue;
      best_margin = margin;
      best_gain = gain;
      best = c;
      best_glued = joins;
      best_charset = &charset;
    }
    if (!best) return "";
    pieces_[at].c = best;
    pieces_[at].changed = true;
    gain_ += best_gain;
    if (best_glued) {
      pieces_[at].end = pieces_[at + 1].end;
      pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }
    return "utf-8 read as " + best_charset->name;
  }

  const WordModel& model_;
  const Charsets& charsets_;
  const LanguagePrior& prior_;
  LanguagePrior flat_;
  Pieces& pieces_;
  bool misread_ = false;
  float gain_ = 0;
};

}  // namespace

std::u32string text_of(const Pieces& pieces, std::size_t begin, std::size_t end) {
  std::u32string out;
  for (std::size_t i = begin; i < end; ++i) out += pieces[i].c;
  return out;
}

void read_lost_bytes(const WordModel& model, const Charsets& charsets, const LanguagePrior& prior, Pieces& pieces,
                     std::string& detail, float& score) {
  LostByteReader(model, charsets, prior, pieces).read(detail, score);
}

}  // namespace dragoman
