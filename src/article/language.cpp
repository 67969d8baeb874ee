#include "article/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::size_t most_bytes = 1u << 14;        // of a body that are looked at
constexpr std::size_t enough_letters = 60;          // from which a text speaks for itself
constexpr std::size_t few_letters = 25;             // below which a Latin text is taken as the article around it
constexpr int least_share = 60, english_part = 20;  // per cent

struct Guess {
  std::string language;  // ISO 639-1 where there is one; "" when the text does not tell
  int share = 0;         // per cent of the text
  int english = 0;
  bool reliable = false;
};

Guess guess(std::string_view text) {
  CLD2::Language languages[3];
  int shares[3], bytes = 0;
  double scores[3];
  bool reliable = false;
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages, shares, scores,
                                 nullptr, &bytes, &reliable);
  Guess out;
  if (languages[0] != CLD2::UNKNOWN_LANGUAGE) out.language = CLD2::LanguageCode(languages[0]);
  out.language = out.language.substr(0, out.language.find('-'));  // "zh-Hant"
  if (out.language == "iw") out.language = "he";                  // its code before 1989
  out.share = shares[0];
  out.reliable = reliable;
  for (int i = 0; i < 3; ++i)
    if (languages[i] == CLD2::ENGLISH) out.english = shares[i];
  return out;
}

struct Letters {
  std::size_t all = 0, latin = 0;
};
Letters letters_of(std::string_view text) {
  Letters out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded8 point = decode_utf8(text, at);
    const char32_t c = point.code_point;
    const bool ascii = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80;
    const bool letter =
        ascii || (c >= 0xC0 && c != 0xD7 && c != 0xF7 && (c < 0x2000 || c > 0x2BFF) && c != replacement_character);
    out.all += letter;
    out.latin += letter && c < 0x250;
    at += point.size;
  }
  return out;
}

// The language of a text that is not English beyond doubt; "" else.
std::string foreign_language(std::string_view text, std::string_view declared, const Guess* known = nullptr) {
  const Letters letters = letters_of(text);
  if (letters.all == 0) return "";
  const bool latin = letters.latin * 2 >= letters.all;
  if (latin && letters.all < few_letters) return "";
  const Guess found = known ? *known : guess(text);
  if (found.english >= english_part) return "";
  if (!latin) return found.language.empty() ? "und" : found.language;
  if (found.language.empty() || found.language == "en" || found.share < least_share) return "";
  const bool agrees = found.language == declared;
  return agrees || (found.reliable && letters.all >= enough_letters) ? found.language : "";
}

std::string declared_language(const Page& page) {
  if (page.languages.empty() || page.languages[0].value.size() < 2) return "";
  return lowered(std::string_view(page.languages[0].value).substr(0, 2));
}

}  // namespace

void find_language(const Page& page, Article& article) {
  const std::string declared = declared_language(page);
  std::string body;
  std::vector<std::size_t> blocks;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    if (!is_body(article.blocks[i].label)) continue;
    blocks.push_back(i);
    if (body.size() < most_bytes) body += std::string(page.text.view(page.blocks[i].span).substr(0, most_bytes)) + "\n";
  }
  const Guess whole = guess(body);
  const bool only_english = whole.language == "en" && whole.share >= 98;
  std::string main = only_english ? "" : foreign_language(body, declared, &whole);
  article.language = main.empty() ? "en" : main;
  article.language_how = "text";
  if (main.empty() && whole.language != "en" && declared == "en") article.language_how = "declared";
  if (main.empty() && whole.language != "en" && declared != "en") article.language_how = "no other is certain";
  if (only_english || (main.empty() && letters_of(body).all < enough_letters)) return;
  std::string before = main;
  std::size_t foreign = 0, other = 0;
  for (const std::size_t i : blocks) {
    const std::string_view text = page.text.view(page.blocks[i].span);
    std::string here = before;
    if (const Letters letters = letters_of(text); letters.all >= enough_letters || letters.latin * 2 < letters.all)
      here = foreign_language(text.substr(0, most_bytes), main);
    before = here;
    article.blocks[i].foreign = !here.empty();
    foreign += !here.empty();
    other += here.empty() != main.empty();
  }
  if (foreign == 0) return;
  const bool all = foreign == blocks.size();
  article.notes.push_back(
      {"article",
       all ? "the article is in \"" + main + "\": its words, names and events are not read, only English is"
           : std::to_string(foreign) + " of " + std::to_string(blocks.size()) +
                 " blocks of the article are not in English and are not read",
       page.text.source_of({page.blocks[blocks.front()].span.begin, page.blocks[blocks.back()].span.end})});
}

}  // namespace dragoman
