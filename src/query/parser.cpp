#include <algorithm>
#include <cctype>

#include "query/fields.h"
#include "query/query.h"

namespace dragoman::query {
namespace {

class Parser {
 public:
  Parser(std::string_view text, Target target) : text_(text), target_(target) {}

  Result<Node> parse() {
    if (text_.size() > longest_query) return wrong(longest_query, "the query is too long", "shorten it");
    auto node = any(0);
    if (!node) return node;
    blanks();
    if (at_ < text_.size()) return wrong(at_, "a bracket closes that was not opened", "take it out, or quote it");
    return node;
  }

 private:
  tl::unexpected<Failure> wrong(std::size_t column, std::string what, std::string remedy) const {
    return fail(FailureCode::bad_argument, "query", std::move(what), std::move(remedy), column);
  }
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool next_is_or() const {
    return text_.size() - at_ >= 3 && std::tolower(text_[at_]) == 'o' && std::tolower(text_[at_ + 1]) == 'r' &&
           is_blank(text_[at_ + 2]);
  }

  Result<Node> any(std::size_t depth) {
    Node out{Node::Kind::any, false, {}, nullptr, {}};
    for (;;) {
      auto part = all(depth);
      if (!part) return part;
      out.parts.push_back(std::move(*part));
      blanks();
      if (at_ >= text_.size() || !next_is_or()) break;
      if (out.parts.back().parts.empty()) return wrong(at_, "nothing stands before \"or\"", "write a condition there");
      at_ += 2;
      blanks();
      if (at_ >= text_.size() || next_is(')'))
        return wrong(at_, "nothing stands behind \"or\"", "write a condition there");
    }
    if (out.parts.size() == 1) return std::move(out.parts[0]);
    return out;
  }

  Result<Node> all(std::size_t depth) {
    Node out;
    for (blanks(); at_ < text_.size() && !next_is(')') && !next_is_or(); blanks()) {
      auto part = one(depth);
      if (!part) return part;
      out.parts.push_back(std::move(*part));
    }
    return out;
  }

  Result<Node> one(std::size_t depth) {
    const std::size_t begin = at_;
    const bool is_negated = next_is('-');
    if (is_negated) ++at_;
    if (++terms_ > most_terms) return wrong(begin, "the query has too many conditions", "ask in several steps");
    if (next_is('(')) {
      if (depth >= deepest) return wrong(at_, "the brackets are too deep", "write it flatter");
      ++at_;
      auto inside = any(depth + 1);
      if (!inside) return inside;
      if (!next_is(')')) return wrong(begin, "this bracket is not closed", "close it with \")\"");
      ++at_;
      inside->is_negated = inside->is_negated != is_negated;
      return inside;
    }
    Node out{Node::Kind::term, is_negated, {}, nullptr, {}};
    const std::size_t name_end = name_ends();
    if (name_end == at_ || name_end >= text_.size() || text_[name_end] != ':') {
      out.field = field_of("text", target_);
      auto word = value(false);
      if (!word) return tl::unexpected(word.error());
      out.values.push_back(std::move(*word));
      return out;
    }
    const std::string name(text_.substr(at_, name_end - at_));
    out.field = field_of(name, target_);
    if (!out.field) return wrong(at_, "there is no field \"" + name + "\"", "fields are " + field_names(target_));
    at_ = name_end + 1;
    for (;;) {
      auto next = value(true);
      if (!next) return tl::unexpected(next.error());
      if (auto checked = check(*out.field, *next); !checked) return tl::unexpected(checked.error());
      out.values.push_back(std::move(*next));
      if (!next_is(',')) return out;
      ++at_;
    }
  }

  std::size_t name_ends() const {
    std::size_t end = at_;
    while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_')) ++end;
    return end;
  }

  // A word up to a blank, a comma or a bracket, or what stands between quotation marks.
  Result<std::string> text(bool& is_quoted) {
    std::string out;
    is_quoted = next_is('"');
    if (is_quoted) {
      const std::size_t begin = at_++;
      while (at_ < text_.size() && text_[at_] != '"') out += text_[at_++];
      if (at_ >= text_.size()) return wrong(begin, "this quotation mark is not closed", "close it with \"");
      ++at_;
      return out;
    }
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != ')' && text_[at_] != '"' &&
           text_.substr(at_, 2) != "..")
      out += text_[at_++];
    return out;
  }

  Result<Value> value(bool is_of_field) {
    Value out;
    out.column = at_;
    if (is_of_field && (next_is('<') || next_is('>'))) {
      const bool is_less = text_[at_++] == '<';
      const bool or_equal = next_is('=');
      at_ += or_equal;
      out.comparison = is_less ? (or_equal ? Comparison::at_most : Comparison::less)
                               : (or_equal ? Comparison::at_least : Comparison::more);
    }
    auto word = text(out.is_quoted);
    if (!word) return tl::unexpected(word.error());
    out.text = std::move(*word);
    if (is_of_field && out.comparison == Comparison::equal && text_.substr(std::min(at_, text_.size()), 2) == "..") {
      at_ += 2;
      bool quoted = false;
      auto upper = text(quoted);
      if (!upper) return tl::unexpected(upper.error());
      out.comparison = Comparison::between;
      out.upper = std::move(*upper);
      if (out.text.empty() && out.upper.empty())
        return wrong(out.column, "the range has no ends", "write it as 1..5, 1.. or ..5");
      return out;
    }
    if (out.text.empty())
      return wrong(out.column, is_of_field ? "the field has no value" : "a word was expected here",
                   "write a word, or words between quotation marks");
    return out;
  }

  static bool is_day(std::string_view text) {
    const auto digits = [&](std::size_t at, std::size_t count) {
      return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                         text.begin() + static_cast<std::ptrdiff_t>(at + count),
                         [](char c) { return c >= '0' && c <= '9'; });
    };
    if (text.size() == 4) return digits(0, 4);
    if (text.size() == 7) return digits(0, 4) && text[4] == '-' && digits(5, 2);
    return text.size() == 10 && digits(0, 4) && text[4] == '-' && digits(5, 2) && text[7] == '-' && digits(8, 2);
  }
  static bool is_number(const std::string& text) {
    if (text.empty() || text.size() > 20) return false;
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return *end == '\0' && number == number && number < 1e15 && number > -1e15;
  }

  Result<void> check(const Field& field, const Value& value) const {
    const bool is_plain = value.comparison == Comparison::equal;
    const auto each = [&](const auto& is_good) {
      return (value.comparison == Comparison::between ? value.text.empty() || is_good(value.text)
                                                      : is_good(value.text)) &&
             (value.upper.empty() || is_good(value.upper));
    };
    if (field.kind == FieldKind::day && !each([](const std::string& text) { return is_day(text); }))
      return wrong(value.column, "this is no date", "write 2025, 2025-03 or 2025-03-01, or a range: 2025-01..2025-07");
    if (field.kind == FieldKind::number && !each([](const std::string& text) { return is_number(text); }))
      return wrong(value.column, "this is no number", "write 3, >=3 or 1..10");
    if (field.kind == FieldKind::near) {
      std::size_t numbers = 0, at = 0;
      for (; at <= value.text.size(); ++numbers) {
        const std::size_t end = std::min(value.text.find(';', at), value.text.size());
        if (!is_number(value.text.substr(at, end - at))) numbers = 100;
        at = end + 1;
      }
      if (!is_plain || numbers != 3)
        return wrong(value.column, "this is no place and distance",
                     "write latitude;longitude;kilometres: 50.45;30.52;100");
    }
    if (!is_plain && field.kind != FieldKind::day && field.kind != FieldKind::number)
      return wrong(value.column, "\"" + std::string(field.name) + "\" has no order", "write the value alone");
    return {};
  }

  std::string_view text_;
  Target target_;
  std::size_t at_ = 0, terms_ = 0;
};

}  // namespace

Result<Node> parse_query(std::string_view text, Target target) { return Parser(text, target).parse(); }

}  // namespace dragoman::query
