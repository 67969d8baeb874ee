#include "syntax/sentence_splitter.h"

#include <algorithm>

#include "base/limits.h"
#include "syntax/characters.h"

namespace dragoman {
namespace {

class Splitter {
 public:
  Splitter(const WordTables& tables, std::string_view text, const std::vector<Token>& tokens)
      : tables_(tables), text_(text), tokens_(tokens), count_(static_cast<std::uint32_t>(tokens.size())) {}

  // The first token of the next sentence when one ends with the stop at `stop`; `stop` itself when none does.
  std::uint32_t break_after(std::uint32_t stop) const {
    const std::string_view form = view(stop);
    const char last = form.back();
    const bool word_with_stop = form.size() > 1 && last == '.' && form.find_first_not_of('.') != form.npos;
    if (!word_with_stop && character(stop).kind != Kind::stop) return stop;
    bool quoted = false;
    std::uint32_t next = stop + 1;
    while (next < count_ && closes(next)) quoted |= is_quote(next++);
    next = after_note(next);
    if (next >= count_) return next;
    const bool spaced = tokens_[next - 1].span.end < tokens_[next].span.begin;
    if (word_with_stop)
      return next > stop + 1 || (spaced && abbreviation_ends(stop, next)) ? checked(stop, next) : stop;
    if (!spaced && !swallowed_space(stop, next)) return stop;
    if (last != '.' && quoted && speech_follows(next)) return stop;
    if (only_a_number(stop)) return stop;
    return begins_sentence(next) ? next : stop;
  }

 private:
  std::string_view view(std::uint32_t token) const {
    return text_.substr(tokens_[token].span.begin, tokens_[token].span.size());
  }
  Character character(std::uint32_t token) const { return character_at(text_, tokens_[token].span.begin); }
  bool touches(std::uint32_t token) const {
    return token > 0 && tokens_[token - 1].span.end == tokens_[token].span.begin;
  }
  bool is_quote(std::uint32_t token) const {
    const Character c = character(token);
    return c.plain == '"' || c.plain == '\'' || c.plain == '`';
  }

  // A closing bracket or quote, or another stop, that belongs to the sentence before it.
  bool closes(std::uint32_t token) const {
    const Character c = character(token);
    if (c.kind == Kind::closing || c.kind == Kind::stop) return touches(token) || c.kind == Kind::closing;
    if (c.kind != Kind::quote && c.kind != Kind::apostrophe) return false;
    if (tokens_[token].span.size() > std::max(c.size, 2u) || tokens_[token].joined) return false;  // "U.N.'s"
    if (touches(token) || token + 1 == count_) return true;
    return !touches(token + 1) && is_open(token);  // a quote that touches the next word opens its sentence
  }

  // Blanks on both sides: an odd number of the same marks in the sentence before it tells that one is open.
  bool is_open(std::uint32_t token) const {
    bool open = false;
    for (std::uint32_t before = first_; before < token; ++before) open ^= view(before) == view(token);
    return open;
  }

  // "[17]" after a sentence is a note to it.
  std::uint32_t after_note(std::uint32_t token) const {
    const bool note =
        token + 2 < count_ && view(token) == "[" && character(token + 1).kind == Kind::digit && view(token + 2) == "]";
    return note ? token + 3 : token;
  }

  bool begins_sentence(std::uint32_t token) const {
    const Character c = character(token);
    switch (c.kind) {
      case Kind::capital:
      case Kind::digit:
      case Kind::opening:
      case Kind::quote:
      case Kind::apostrophe:
      case Kind::dash:
        return true;
      case Kind::letter:
        return true;
      case Kind::small:
        return false;
      default:
        return c.plain != ',' && c.plain != ';' && c.plain != ':' && c.plain != '%' && c.plain != '&';
    }
  }

  std::uint32_t checked(std::uint32_t stop, std::uint32_t next) const {
    const bool begins = begins_sentence(next) && character(next).kind != Kind::dash;
    return begins && tokens_[next - 1].span.end < tokens_[next].span.begin ? next : stop;
  }

  // "yesterday.The": a small word, the stop, a capitalised word without blanks.
  bool swallowed_space(std::uint32_t stop, std::uint32_t next) const {
    if (stop == 0 || !touches(stop)) return false;
    const auto before = static_cast<unsigned char>(text_[tokens_[stop].span.begin - 1]);
    const bool small = (before >= 'a' && before <= 'z') || before >= 0x80, digit = before >= '0' && before <= '9';
    const bool after_word = small || digit || tokens_[next - 1].span.end != tokens_[stop].span.end;
    const TextSpan span = tokens_[next].span;
    if (character(next).kind != Kind::capital) return after_word && character(next).kind == Kind::opening;
    return after_word && (span.size() == 1 || character_at(text_, span.begin + 1).kind == Kind::small);
  }

  bool abbreviation_ends(std::uint32_t stop, std::uint32_t next) const {
    const std::string word = lower_plain(view(stop));
    const auto found = tables_.abbreviations.find(word);
    const Kind kind = opening_kind(next);
    const bool single_letter = word.size() == 2;
    if (found == tables_.abbreviations.end() && single_letter) return initial_ends(stop, next);
    const Abbreviation sort = found == tables_.abbreviations.end() ? Abbreviation::may_end : found->second;
    switch (sort) {
      case Abbreviation::title:
        return false;
      case Abbreviation::number:
        return kind != Kind::digit && starts(next);
      case Abbreviation::may_end:
        return starts(next);
      case Abbreviation::ends:
        return kind == Kind::capital && !is_short(next);
    }
    return false;
  }

  // "Vitamin C. The ..." ends; "George W. The" hardly occurs.
  bool initial_ends(std::uint32_t stop, std::uint32_t next) const {
    const bool name_before = stop > 0 && character(stop - 1).kind == Kind::capital;
    return !name_before && starts(next);
  }

  // "3 p.m. EST", "5 a.m. Monday" go on: names of days are short forms of the date.
  bool is_short(std::uint32_t token) const {
    const std::string_view form = view(token);
    return form.size() <= 4 && std::all_of(form.begin(), form.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           form.size() > 1;
  }

  // The kind of the first word at or after `token` (quotes before it do not count).
  std::uint32_t first_word(std::uint32_t token) const {
    while (token + 1 < count_ && (is_quote(token) || character(token).kind == Kind::opening)) ++token;
    return token;
  }
  Kind opening_kind(std::uint32_t token) const { return character(first_word(token)).kind; }
  bool starts(std::uint32_t token) const {
    const std::uint32_t word = first_word(token);
    if (character(word).kind != Kind::capital) return false;
    if (word != token) return true;  // an opening quote or bracket before a capital
    return tables_.starters.count(lower_plain(view(word))) > 0;
  }

  // A quotation that ends in ? or ! goes on with its speaker: "Why?" he asked, "Why?" the minister asked.
  bool speech_follows(std::uint32_t next) const {
    for (std::uint32_t token = next; token < count_ && token < next + 5; ++token) {
      if (token > next && character(token).kind == Kind::stop) return false;
      if (character(token).kind == Kind::small && tables_.speech_verbs.count(lower_plain(view(token)))) return true;
    }
    return false;
  }

  // "1. Firstly": the number of a list item.
  bool only_a_number(std::uint32_t stop) const {
    return stop > 0 && character(stop - 1).kind == Kind::digit && (stop == 1 || tokens_[stop - 1].span.size() <= 2) &&
           (stop == first_ + 1);
  }

  const WordTables& tables_;
  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::uint32_t count_;

 public:
  std::uint32_t first_ = 0;  // of the sentence being read
};

}  // namespace

void split_sentences(const WordTables& tables, std::string_view text, const std::vector<Token>& tokens,
                     std::uint32_t first, std::uint32_t block, std::vector<Sentence>& sentences) {
  Splitter splitter(tables, text, tokens);
  const auto count = static_cast<std::uint32_t>(tokens.size());
  const auto close = [&](std::uint32_t begin, std::uint32_t end) {
    if (begin == end) return;
    sentences.push_back({{tokens[begin].span.begin, tokens[end - 1].span.end}, begin, end, block});
  };
  std::uint32_t begin = first;
  splitter.first_ = begin;
  for (std::uint32_t token = first; token < count; ++token) {
    std::uint32_t next = splitter.break_after(token);
    if (next == token && token + 1 - begin >= limits::max_sentence_tokens) next = token + 1;
    if (next == token) continue;
    if (next - begin > limits::max_sentence_tokens) next = begin + limits::max_sentence_tokens;
    close(begin, next);
    begin = splitter.first_ = next;
    token = next - 1;
  }
  close(begin, count);
}

}  // namespace dragoman
