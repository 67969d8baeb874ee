// Words. The text is cut at white space; inside a piece one scan from left to right decides at every mark whether it
// belongs to the word around it. Sentences are in sentence_splitter.cpp.
#include "syntax/tokenizer.h"

#include <algorithm>

#include "syntax/characters.h"
#include "syntax/sentence_splitter.h"
#include "syntax/word_tables.h"

namespace dragoman {
namespace {

// No entry of the tables is longer, so that a look-up costs the same in a text of one endless word.
constexpr std::uint32_t longest_listed = 24;
constexpr std::uint32_t longest_address = 512;

class Scanner {
 public:
  Scanner(const WordTables& tables, std::string_view text, std::vector<Token>& tokens)
      : tables_(tables), text_(text), tokens_(tokens) {}

  void scan(TextSpan block) {
    for (std::uint32_t at = block.begin; at < block.end;) {
      if (kind_at(at) == Kind::space) {
        at += std::max(size_at(at), 1u);
        continue;
      }
      end_ = at;
      while (end_ < block.end && kind_at(end_) != Kind::space) end_ += size_at(end_);
      end_ = std::min(end_, block.end);
      scan_piece(at);
      at = end_;
    }
  }

 private:
  Character at(std::uint32_t place) const { return place < end_ ? character_at(text_, place) : Character{}; }
  Kind kind_at(std::uint32_t place) const { return character_at(text_, place).kind; }
  std::uint32_t size_at(std::uint32_t place) const { return character_at(text_, place).size; }
  std::string_view view(std::uint32_t begin, std::uint32_t end) const { return text_.substr(begin, end - begin); }

  void emit(std::uint32_t begin, std::uint32_t end, bool joined = false) {
    if (begin >= end) return;
    Token token;
    token.span = {begin, end};
    token.joined = joined;
    tokens_.push_back(token);
  }

  void scan_piece(std::uint32_t begin) {
    for (std::uint32_t place = begin; place < end_;) {
      if (const std::uint32_t address_end = end_of_address(place)) {
        emit(place, address_end);
        place = address_end;
        continue;
      }
      const std::uint32_t end = starts_word(place, begin) ? end_of_word(place) : 0;
      if (end > place) {
        const std::size_t first = tokens_.size();
        emit_word(place, end);
        tokens_[first].joined = place > begin && is_clitic(place, end);  // "U.N." "'s"
        place = end;
      } else {
        place = emit_mark(place);
      }
    }
  }

  bool starts_word(std::uint32_t place, std::uint32_t piece) const {
    const Character c = at(place);
    if (is_word(c.kind)) return true;
    const Character next = at(place + c.size);
    if (c.plain == '.' || c.plain == '+') return place == piece && next.kind == Kind::digit;  // ".5", "+1"
    if (c.plain == '#' || c.plain == '@') return is_letter(next.kind);                        // "#Budapest", "@reader"
    if (c.plain == '\'' && c.kind == Kind::apostrophe) {
      if (next.kind == Kind::digit) return true;  // '90s
      const std::uint32_t end = end_of_letters(place + c.size);
      const std::string word = lower_plain(view(place, end));
      return tables_.clitics.count(word) || tables_.contractions.count(word);
    }
    return false;
  }

  bool is_clitic(std::uint32_t begin, std::uint32_t end) const {
    return at(begin).kind == Kind::apostrophe && end - begin <= longest_listed &&
           tables_.clitics.count(lower_plain(view(begin, end))) > 0;
  }

  std::uint32_t end_of_letters(std::uint32_t place) const {
    while (is_letter(at(place).kind)) place += at(place).size;
    return place;
  }

  // An address of the web or of a mailbox, without the punctuation after it; 0 when there is none at `place`.
  std::uint32_t end_of_address(std::uint32_t place) const {
    if (!is_word(at(place).kind)) return 0;
    const std::string_view piece = view(place, std::min(end_, place + longest_address));
    const std::size_t scheme = piece.find("://"), mail = piece.find('@');
    const bool web =
        (scheme != piece.npos && scheme < 8) || piece.substr(0, 4) == "www." || piece.substr(0, 4) == "WWW.";
    const std::size_t odd = piece.find_first_of("<>()[]{}\"',;:");
    const bool box =
        mail != piece.npos && mail > 0 && piece.find('.', mail) != piece.npos && (odd == piece.npos || odd > mail);
    if (!web && !box) return 0;
    std::uint32_t end = place + static_cast<std::uint32_t>(std::min(piece.find_first_of("<>\""), piece.size()));
    while (end > place + 1 && std::string_view(".,;:!?)]}'").find(text_[end - 1]) != std::string_view::npos) --end;
    return end;
  }

  std::uint32_t emit_mark(std::uint32_t place) {
    const Character c = at(place);
    std::uint32_t end = place + c.size;
    const auto runs = [&](char mark) { return c.plain == mark && c.size == 1; };
    if (runs('.') || runs('-') || runs('!') || runs('?') || runs('*') || runs('=') || runs('_') || runs('<') ||
        runs('>') || runs('~')) {
      const bool stop = c.plain == '!' || c.plain == '?';
      while (end < end_ && (text_[end] == c.plain || (stop && (text_[end] == '!' || text_[end] == '?')))) ++end;
    } else if ((c.plain == '\'' || c.plain == '`') && c.size == 1 && end < end_ && text_[end] == c.plain) {
      ++end;
    }
    emit(place, end);
    return end;
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  std::uint32_t end_of_word(std::uint32_t begin) const {
    std::uint32_t place = begin + at(begin).size;  // the first character may be a mark (".5")
    Kind before = at(begin).kind;
    while (place < end_) {
      const Character c = at(place);
      if (!is_word(c.kind)) {
        const std::uint32_t kept = kept_mark(begin, place, before);
        if (kept == 0) return place;
        if (c.plain == '$' || (c.plain == '.' && ends_short_form(begin, place))) return place + kept;
        place += kept;
        before = Kind::punctuation;
        if (!is_word(at(place).kind)) return place;
        continue;
      }
      before = c.kind;
      place += c.size;
    }
    return place;
  }

  // How many bytes of the mark at `place` belong to the word begun at `begin`; 0 when the word ends before it.
  std::uint32_t kept_mark(std::uint32_t begin, std::uint32_t place, Kind before) const {
    const Character c = at(place);
    const Character next = at(place + c.size);
    const bool digits = before == Kind::digit && next.kind == Kind::digit;
    const bool word_follows = is_word(next.kind);
    switch (c.plain) {
      case '.':
        return keeps_stop(begin, place, before, next) ? 1 : 0;
      case ',':
        return digits && next.kind == Kind::digit ? 1 : 0;
      case ':':
        return digits ? 1 : 0;
      case '\'':
        return c.kind == Kind::apostrophe && is_letter(next.kind) && before != Kind::punctuation ? c.size : 0;
      case '-':
        return c.kind == Kind::dash && keeps_hyphen(begin, place, before, next) ? c.size : 0;
      case '/':
        return digits || (word_follows && keeps_slash(begin, place)) ? 1 : 0;
      case '$':
        return (c.kind == Kind::punctuation && is_letter(before) && !is_letter(next.kind) && place - begin <= 3) ? 1
                                                                                                                 : 0;
      case '&':
      case '_':
      case '@':
      case '#':
      case '*':
      case '+':
        return word_follows ? 1 : 0;
      default:
        return 0;
    }
  }

  bool keeps_stop(std::uint32_t begin, std::uint32_t place, Kind before, Character next) const {
    if (before == Kind::digit && next.kind == Kind::digit) return true;
    if (!is_word(next.kind)) return is_short_form(begin, place + 1);
    return !begins_word(place + 1) || place - begin < 2 || is_short_form(begin, place + 1);  // not "yesterday.The"
  }
  // "Mr.Smith": the next word is stuck to the stop.
  bool ends_short_form(std::uint32_t begin, std::uint32_t stop) const {
    return begins_word(stop + 1) && stop > begin + 1 && is_short_form(begin, stop + 1);
  }
  bool begins_word(std::uint32_t place) const {
    const Character c = at(place);
    return c.kind == Kind::capital && at(place + c.size).kind == Kind::small;
  }
  bool is_short_form(std::uint32_t begin, std::uint32_t end) const {
    if (end - begin > longest_listed) return false;
    if (is_initials(begin, end)) return true;
    const auto found = tables_.abbreviations.find(lower_plain(view(begin, end)));
    if (found == tables_.abbreviations.end()) return false;
    return found->second != Abbreviation::number || number_follows(end);
  }

  bool number_follows(std::uint32_t place) const {
    if (kind_at(place) == Kind::space) place += size_at(place);
    return kind_at(place) == Kind::digit;
  }

  // "J.", "U.S.", "p.m.": single letters with a full stop after each.
  bool is_initials(std::uint32_t begin, std::uint32_t end) const {
    std::uint32_t letters = 0;
    bool capital = false;
    for (std::uint32_t place = begin; place < end; ++letters) {
      const Character c = at(place);
      if (!is_letter(c.kind) || place + c.size >= end || text_[place + c.size] != '.') return false;
      capital = c.kind == Kind::capital;
      place += c.size + 1;
    }
    return letters > 1 || capital;
  }

  bool keeps_hyphen(std::uint32_t begin, std::uint32_t place, Kind before, Character next) const {
    if (!is_word(next.kind) || place - begin > longest_listed) return false;
    if (is_letter(next.kind)) return tables_.prefixes.count(lower_plain(view(begin, place))) > 0;
    return before == Kind::digit && in_number_with_hyphens(begin, place);
  }

  // Telephone numbers: groups of three digits and more on both sides, the last of four.
  bool in_number_with_hyphens(std::uint32_t begin, std::uint32_t place) const {
    std::uint32_t end = place;
    std::uint32_t hyphens = 0;
    while (end < end_ && end - place < longest_listed && (text_[end] == '-' || at(end).kind == Kind::digit))
      hyphens += text_[end++] == '-';
    std::uint32_t group = 0;
    while (group < end - place && text_[end - 1 - group] != '-') ++group;
    return group == 4 && place - begin >= 3 && (hyphens > 1 || place - begin != 4);
  }

  bool keeps_slash(std::uint32_t begin, std::uint32_t place) const {
    return place - begin == 1 && end_of_letters(place + 1) == place + 2 &&
           !is_word(at(place + 2).kind);  // "w/o" splits not
  }

  void emit_word(std::uint32_t begin, std::uint32_t end) {
    if (at(begin).kind == Kind::digit && split_unit(begin, end)) return;
    const std::string word = lower_plain(view(begin, end));
    if (const auto found = tables_.contractions.find(word);
        found != tables_.contractions.end() && word.size() == end - begin)
      return emit_parts(begin, end, found->second);
    split_clitic(begin, end, word);
  }

  void emit_parts(std::uint32_t begin, std::uint32_t end, const std::vector<std::uint32_t>& lengths) {
    bool joined = false;
    for (const std::uint32_t length : lengths) {
      if (begin + length >= end) break;
      emit(begin, begin + length, joined);
      begin += length;
      joined = true;
    }
    emit(begin, end, joined);
  }

  bool split_unit(std::uint32_t begin, std::uint32_t end) {
    std::uint32_t cut = end;
    while (cut > begin && at(cut - 1).kind != Kind::digit) --cut;
    if (cut == begin || cut == end || end - cut > 4 || !tables_.units.count(lower_plain(view(cut, end)))) return false;
    for (std::uint32_t place = begin; place < cut; ++place)
      if (is_letter(at(place).kind)) return false;
    emit(begin, cut);
    emit(cut, end);
    return true;
  }

  // The last clitic of a word leaves it; "I'd've" has two.
  void split_clitic(std::uint32_t begin, std::uint32_t end, const std::string& word) {
    std::vector<std::uint32_t> cuts;
    std::uint32_t rest = end;
    for (int turn = 0; turn < 2; ++turn) {
      const std::uint32_t cut = clitic_at(begin, rest, turn == 0 ? word : lower_plain(view(begin, rest)));
      if (cut <= begin || cut >= rest) break;
      cuts.push_back(cut);
      rest = cut;
    }
    emit(begin, rest);
    while (!cuts.empty()) {
      const std::uint32_t from = cuts.back();
      cuts.pop_back();
      emit(from, cuts.empty() ? end : cuts.back(), true);
    }
  }

  std::uint32_t clitic_at(std::uint32_t begin, std::uint32_t end, const std::string& word) const {
    const std::size_t mark = word.rfind('\'');
    if (mark == std::string::npos || mark == 0) return end;
    const std::string tail = word.substr(mark);
    std::uint32_t place = end - static_cast<std::uint32_t>(tail.size() - 1);  // letters after the mark
    place -= text_[place - 1] == '\'' ? 1 : 3;
    if (tail == "'t" && mark > 1 && word[mark - 1] == 'n' && tables_.clitics.count("n't"))
      place -= 1;
    else if (!tables_.clitics.count(tail))
      return end;
    return place > begin ? place : end;
  }

  const WordTables& tables_;
  std::string_view text_;
  std::vector<Token>& tokens_;
  std::uint32_t end_ = 0;  // of the piece
};

// An apostrophe right after s is the possessive unless a single quotation is open.
void join_possessives(std::string_view text, std::vector<Token>& tokens, std::size_t first) {
  bool open = false;
  for (std::size_t i = first; i < tokens.size(); ++i) {
    const TextSpan span = tokens[i].span;
    const Character c = character_at(text, span.begin);
    if (c.plain != '\'' || c.size != span.size()) continue;
    const bool touches = i > first && tokens[i - 1].span.end == span.begin;
    if (c.kind == Kind::opening || !touches) {
      open = true;
    } else {
      const char last = text[span.begin - 1];
      if (!open && (last == 's' || last == 'S')) tokens[i].joined = true;
      open = false;
    }
  }
}

}  // namespace

Tokenizer::Tokenizer(std::unique_ptr<WordTables> tables) : tables_(std::move(tables)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Result<Tokenizer> Tokenizer::load(const std::string& data_folder, const std::string& language) {
  auto tables = WordTables::load(data_folder, language);
  if (!tables) return tl::unexpected(tables.error());
  return Tokenizer(std::make_unique<WordTables>(std::move(*tables)));
}

void Tokenizer::split(std::string_view text, TextSpan block, std::uint32_t block_number, std::vector<Token>& tokens,
                      std::vector<Sentence>& sentences) const {
  const std::size_t first = tokens.size();
  Scanner(*tables_, text, tokens).scan(block);
  join_possessives(text, tokens, first);
  split_sentences(*tables_, text, tokens, static_cast<std::uint32_t>(first), block_number, sentences);
}

}  // namespace dragoman
