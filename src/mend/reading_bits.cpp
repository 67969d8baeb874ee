#include "mend/reading_bits.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dragoman {

// Control characters, private use, box drawing and letters of scripts that we do not know hardly ever stand in text;
// signs hardly ever between letters.
float strange_bits(std::u32string_view text) {
  float bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const Script script = script_of(c);
    if (c < 0x80) continue;
    if (c < 0xA0) bits += 24;
    if ((c >= 0xE000 && c < 0xF900) || (c >= 0x2500 && c < 0x25A0) || script == Script::other) bits += 14;
    if (c == 0x17F) bits += 40;  // no text of today has the long s
    if (c >= 0x200D && c <= 0x200F) bits += 10;
    if (c >= 0x20000) bits += 30;
    if (script == Script::mark && (i == 0 || !is_letter(text[i - 1]))) bits += 20;
    const bool between = i > 0 && i + 1 < text.size() && is_letter(text[i - 1]) && is_letter(text[i + 1]);
    if (script == Script::none && between && !is_apostrophe(c) && c != 0x200C && c != 0xAD && c != 0xB7) bits += 12;
  }
  return bits;
}

float reading_bits(const WordModel& model, const LanguagePrior& prior, std::u32string_view text, WordCost* cost,
                   float most) {
  bool scripts[16] = {}, letters = false;
  for (const char32_t c : text) {
    scripts[static_cast<int>(script_of(c))] = true;
    letters = letters || is_letter(c);
  }
  const float strange = strange_bits(text);
  float best = most - strange;
  bool is_read = false, is_found = false;
  const auto main = likeliest_language(prior);
  for (Language i = 0; i < model.languages().size(); ++i) {  // the likeliest first, so that the others end early
    const Language l = i == 0 ? main : i <= main ? i - 1 : i;
    if (letters && !scripts[static_cast<int>(model.languages()[l].script)]) continue;
    is_read = true;
    const WordCost here = cost_of(model, prior, l, text, best - prior[l]);
    if (here.bits + prior[l] < best) {
      is_found = true;
      best = here.bits + prior[l];
      if (cost) *cost = here;
    }
    if (!letters) break;
  }
  if (!is_read) return 8.0f * static_cast<float>(text.size()) + strange;
  return (is_found ? best : std::numeric_limits<float>::infinity()) + strange;
}

}  // namespace dragoman
