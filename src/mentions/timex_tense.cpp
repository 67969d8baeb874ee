#include "mentions/timex_tense.h"

namespace dragoman {

bool has_class(const TimeGrammar& grammar, const std::vector<TimeWord>& words, std::uint32_t at, TimeClassId cls) {
  for (const TimeUse& use : grammar.uses(words[at].word)) {
    if (use.cls != static_cast<TimeClass>(cls)) continue;
    bool whole = at + use.rest.size() < words.size();
    for (std::size_t i = 0; whole && i < use.rest.size(); ++i) whole = words[at + 1 + i].word == use.rest[i];
    if (whole) return true;
  }
  return false;
}

namespace {

bool ends_clause(std::string_view text, const TimeWord& word) {
  const char c = text[word.begin];
  return word.end == word.begin + 1 && (c == '.' || c == ';' || c == '!' || c == '?');
}

}  // namespace

Tense tense_at(const TimeGrammar& grammar, std::string_view text, const std::vector<TimeWord>& words,
               const TimeMatch& match, std::uint32_t reach) {
  int best_distance = 1000;
  Tense best = Tense::unknown;
  const auto look = [&](std::uint32_t at, int distance) {
    if (distance >= best_distance) return;
    if (has_class(grammar, words, at, TimeClassId::FUTURE)) {
      best = Tense::future;
      best_distance = distance;
    } else if (has_class(grammar, words, at, TimeClassId::PASTVERB) ||
               grammar.has_ending(text.substr(words[at].begin, words[at].end - words[at].begin),
                                  TimeClassId::PASTVERB)) {
      best = Tense::past;
      best_distance = distance;
    }
  };
  for (std::uint32_t back = 1; back <= reach && back <= match.begin; ++back) {
    const std::uint32_t at = match.begin - back;
    if (ends_clause(text, words[at])) break;
    look(at, static_cast<int>(back));
  }
  for (std::uint32_t at = match.end; reach > 1 && at < words.size() && at < match.end + reach; ++at) {
    if (ends_clause(text, words[at])) break;
    look(at, 3 * static_cast<int>(at - match.end + 1));
  }
  return best;
}

Tense TreeTense::at(TextSpan span) {
  const std::uint32_t size = static_cast<std::uint32_t>(syntax_.tokens.size());
  while (next_ < size && syntax_.tokens[next_].span.end <= span.begin) ++next_;
  std::uint32_t token = next_;
  direct_ = true;
  if (token >= size || syntax_.tokens[token].span.begin >= span.end) return Tense::unknown;
  for (int step = 0; step < 40 && token != none; ++step) {
    const Token& word = syntax_.tokens[token];
    const bool inside = word.span.begin < span.end && span.begin < word.span.end;
    if (!inside && (word.upos == Upos::VERB || word.upos == Upos::AUX)) {
      bool climb = false;
      const Tense tense = of_verb(token, climb);
      if (!climb) return tense;
    }
    direct_ = direct_ && (inside || word.deprel == Deprel::obl || word.deprel == Deprel::obl_unmarked);
    if (inside && word.head != none && word.deprel != Deprel::obl && word.deprel != Deprel::obl_unmarked &&
        word.deprel != Deprel::advmod) {
      const TextSpan head = syntax_.tokens[word.head].span;
      if (!(head.begin < span.end && span.begin < head.end)) direct_ = false;
    }
    token = word.head;
  }
  return Tense::unknown;
}

bool TreeTense::looks_ahead(std::uint32_t token) const {
  const TextSpan span = syntax_.tokens[token].span;
  std::string lower(text_.substr(span.begin, span.size()));
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  for (const TimeUse& use : grammar_.uses(grammar_.word(lower)))
    if (use.cls == static_cast<TimeClass>(TimeClassId::FUTURE)) return true;
  return false;
}

Tense TreeTense::of_verb(std::uint32_t verb, bool& climb) const {
  const std::string_view form = xpos_name(syntax_.tokens[verb].xpos);
  bool past_aux = false, present_aux = false, to = false;
  for (std::uint32_t i = syntax_.child_begin[verb]; i < syntax_.child_begin[verb + 1]; ++i) {
    const std::uint32_t child = syntax_.children[i];
    const Token& word = syntax_.tokens[child];
    const std::string_view tag = xpos_name(word.xpos);
    if (tag == "TO") to = true;
    if (word.deprel != Deprel::aux && word.deprel != Deprel::aux_pass && word.deprel != Deprel::cop) continue;
    if (tag == "MD") return looks_ahead(child) ? Tense::future : Tense::unknown;
    if (tag == "VBD") past_aux = true;
    if (tag == "VBN") past_aux = true;  // "has been fighting"
    if (tag == "VBZ" || tag == "VBP") present_aux = true;
  }
  if (form == "VBD") return Tense::past;
  if (past_aux) return looks_ahead(verb) ? Tense::future : Tense::past;
  if (form == "VBN" && present_aux) return looks_ahead(verb) ? Tense::future : Tense::past;
  if (form == "VBG" && present_aux) return Tense::future;
  const Deprel deprel = syntax_.tokens[verb].deprel;
  if (to && direct_) return deprel == Deprel::xcomp || deprel == Deprel::ccomp ? Tense::future : Tense::unknown;
  if (to) return Tense::unknown;
  climb = form == "VBG" || form == "VBN";
  return Tense::unknown;
}

}  // namespace dragoman
