#include "mend/protect.h"

#include <algorithm>

#include "mend/letters.h"

namespace dragoman {
namespace {

bool ascii_alnum(char32_t c) { return c < 0x80 && (is_digit(c) || is_letter(c)); }
bool has(std::u32string_view word, std::u32string_view part) { return word.find(part) != word.npos; }

// name@host: letters or digits at both sides of the sign.
bool is_address(std::u32string_view word) {
  const auto at = word.find(U'@');
  if (at == word.npos || at + 1 >= word.size()) return false;
  return ascii_alnum(word[at + 1]) && (at == 0 || ascii_alnum(word[at - 1]));
}

bool is_link(std::u32string_view word) {
  return has(word, U"://") || has(word, U"www.") || has(word, U"=\"") || has(word, U"**") || has(word, U".com") ||
         has(word, U".org");
}

// A slash, underscore or equals sign between letters or digits.
bool is_path(std::u32string_view word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    if (word[i] != '/' && word[i] != '_' && word[i] != '=' && word[i] != '\\') continue;
    const auto part = [](char32_t c) { return is_letter(c) || is_digit(c); };
    if (part(word[i - 1]) && part(word[i + 1])) return true;
  }
  return word.size() > 2 && (word.starts_with(U"./") || word.starts_with(U"--"));
}

// Letters and digits together: a number of a model, a plate, a hash. Small letters of a slip may stand behind digits
// ("55ю", "22-нуфк") or hold digits between them ("g2n2ral").
bool is_code(std::u32string_view word) {
  std::size_t digits = 0, letters = 0, capitals = 0, latin = 0;
  for (const char32_t c : word) {
    digits += is_digit(c);
    letters += is_letter(c);
    capitals += is_upper(c);
    latin += script_of(c) == Script::latin;
  }
  if (digits == 0 || letters == 0) return false;
  if (capitals > 1) return true;
  const auto first = std::find_if(word.begin(), word.end(), [](char32_t c) { return is_letter(c) || is_digit(c); });
  const auto last = std::find_if(word.rbegin(), word.rend(), [](char32_t c) { return is_letter(c) || is_digit(c); });
  if (is_digit(*last)) return true;
  if (!is_digit(*first)) return capitals > is_upper(*first) || digits >= letters || digits > 4;
  const auto stop = std::find_if(word.begin(), word.end(), [](char32_t c) { return is_letter(c); });
  return capitals > 0 || (latin == letters && *(stop - 1) != '-');
}

// A Greek letter that looks like no Latin one beside one or two Latin ones: a sign of a formula or a unit.
bool is_formula(std::u32string_view word) {
  std::size_t greek = 0, latin = 0;
  for (const char32_t c : word) {
    greek += (c >= 0x391 && c <= 0x3C9 &&
              std::u32string_view(U"ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ").find(c) == std::u32string_view::npos) ||
             c == 0xB5;
    latin += script_of(c) == Script::latin;
  }
  const bool degrees = word.find(0xB0) != word.npos;
  return (greek == 1 || degrees) && latin >= 1 && latin <= 2;
}

// Two to four letters with a capital after a small one: kPa, МГц.
bool is_unit(std::u32string_view word) {
  while (!word.empty() && !is_letter(word.back())) word.remove_suffix(1);
  if (word.size() < 2 || word.size() > 4) return false;
  bool inner = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!is_letter(word[i]) || script_of(word[i]) != script_of(word[0])) return false;
    inner = inner || (i > 0 && is_upper(word[i]) && !is_upper(word[i - 1]));
  }
  return inner;
}

}  // namespace

Protection protection_of(std::u32string_view word) {
  bool signs = false, digits = false, high = false;  // what is needed for the shapes below: most words have none
  for (const char32_t c : word) {
    high = high || c >= 0x80;
    digits = digits || is_digit(c);
    signs = signs || (c < 0x80 && !is_letter(c) && !is_digit(c));
  }
  if (signs && (is_address(word) || is_link(word))) return Protection::closed;
  if ((high && is_formula(word)) || is_unit(word)) return Protection::closed;
  return (signs && is_path(word)) || (digits && is_code(word)) ? Protection::guarded : Protection::none;
}

}  // namespace dragoman
