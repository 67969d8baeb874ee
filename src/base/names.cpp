// The names of the enumerators, as they stand in records and views.
#include <array>
#include <cstdio>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {
namespace {

template <class Names, class Enum>
std::string_view pick(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, 9> failure_names = {"not_found",     "unreadable", "too_large",
                                                           "damaged",       "malformed",  "no_text",
                                                           "bad_knowledge", "bad_model",  "bad_argument"};
constexpr std::array<std::string_view, 24> label_names = {
    "paragraph", "subheading", "list_item", "quote",  "cell",          "caption", "title",  "standfirst",
    "byline",    "dateline",   "endnote",   "appeal", "salutation",    "cookie",  "share",  "related",
    "menu",      "tags",       "comment",   "legal",  "advertisement", "form",    "button", "other"};
constexpr std::array<std::string_view, 17> upos_names = {"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                                         "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                                         "PUNCT", "SCONJ", "SYM", "VERB", "X"};
constexpr std::array<std::string_view, 7> kind_names = {"person", "organisation", "place",  "people",
                                                        "group",  "office",       "unknown"};
constexpr std::array<std::string_view, 4> form_names = {"name", "nominal", "pronoun", "adjective"};
constexpr std::array<std::string_view, 4> timex_names = {"DATE", "TIME", "DURATION", "SET"};
constexpr std::array<std::string_view, 3> statement_names = {"direct", "indirect", "mixed"};
constexpr std::array<std::string_view, 11> stance_names = {"says",           "claims",    "denies", "demands",
                                                           "promises",       "threatens", "asks",   "believes",
                                                           "refuses_to_say", "confirms",  "accuses"};
constexpr std::array<std::string_view, 5> factuality_names = {"actual", "future", "hypothetical", "negated",
                                                              "historical"};
constexpr std::array<std::string_view, 7> stage_names = {"page",     "mend",       "article", "syntax",
                                                         "mentions", "statements", "events"};
#define X(id, text) text,
constexpr std::string_view deprel_names[] = {DRAGOMAN_DEPRELS(X)};
#undef X

}  // namespace

std::string_view name_of(FailureCode code) { return pick(failure_names, code); }
std::string_view name_of(Label label) { return pick(label_names, label); }
std::string_view name_of(Upos upos) { return pick(upos_names, upos); }
std::string_view name_of(EntityKind kind) { return pick(kind_names, kind); }
std::string_view name_of(MentionForm form) { return pick(form_names, form); }
std::string_view name_of(TimexType type) { return pick(timex_names, type); }
std::string_view name_of(StatementKind kind) { return pick(statement_names, kind); }
std::string_view name_of(Stance stance) { return pick(stance_names, stance); }
std::string_view name_of(Factuality status) { return pick(factuality_names, status); }
std::string_view name_of(Stage stage) { return pick(stage_names, stage); }
std::string_view name_of(Deprel deprel) { return pick(deprel_names, deprel); }

bool is_body(Label label) { return label <= Label::caption; }

std::optional<Stage> stage_of(std::string_view name) {
  for (std::size_t i = 0; i < stage_names.size(); ++i)
    if (stage_names[i] == name) return static_cast<Stage>(i);
  return std::nullopt;
}

std::optional<Deprel> deprel_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(deprel_names); ++i)
    if (deprel_names[i] == name) return static_cast<Deprel>(i);
  return std::nullopt;
}

std::string CalendarDate::iso() const {
  char buffer[32];
  if (!year) return "";
  if (!month)
    std::snprintf(buffer, sizeof buffer, "%04d", year);
  else if (!day)
    std::snprintf(buffer, sizeof buffer, "%04d-%02d", year, month);
  else
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  return buffer;
}

std::string to_string(const Failure& failure) {
  std::string out = failure.file;
  if (failure.byte) out += ":" + std::to_string(*failure.byte);
  if (!out.empty()) out += ": ";
  out += failure.what;
  if (!failure.remedy.empty()) out += "; " + failure.remedy;
  return out;
}

std::uint32_t Syntax::sentence_of(std::uint32_t token) const {
  std::uint32_t low = 0, high = static_cast<std::uint32_t>(sentences.size());
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (sentences[middle].end <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

}  // namespace dragoman
