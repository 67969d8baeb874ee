#include "page/html_tokens.h"

#include <algorithm>
#include <bitset>

#include "base/hash.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool ends_name(char c) { return is_space(c) || c == '/' || c == '>'; }

bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

// Whether an attribute of that name was seen, in constant time for the common case: a bit for each hash.
class SeenNames {
 public:
  bool add(const std::vector<HtmlAttribute>& kept, std::string_view name) {
    std::uint32_t hash = 0;
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(lower(c));
    const std::size_t bit = hash % bits_.size();
    if (bits_[bit])
      for (const HtmlAttribute& other : kept)
        if (same_name(other.name, name)) return false;
    bits_[bit] = true;
    return true;
  }

 private:
  std::bitset<1024> bits_;
};

}  // namespace

const HtmlAttribute* HtmlToken::attribute(std::string_view lower_case_name) const {
  for (const HtmlAttribute& attribute : attributes)
    if (same_letters(attribute.name, lower_case_name)) return &attribute;
  return nullptr;
}

void HtmlTokenizer::enter(Content content, std::string_view name) {
  content_ = content;
  raw_name_ = name;
}

bool HtmlTokenizer::text_token(HtmlToken& token, std::size_t end) {
  token.kind = HtmlToken::Kind::text;
  token.begin = static_cast<std::uint32_t>(at_);
  token.end = static_cast<std::uint32_t>(end);
  token.content = content_;
  at_ = end;
  return true;
}

bool HtmlTokenizer::ends_raw_at(std::size_t at) const {
  const std::size_t name = at + 2, after = name + raw_name_.size();
  return after < text_.size() && text_[at] == '<' && text_[at + 1] == '/' &&
         same_letters(text_.substr(name, raw_name_.size()), raw_name_) && ends_name(text_[after]);
}

// Where the end tag of the raw element stands; the end of the text when it has none.
std::size_t HtmlTokenizer::end_of_raw() const {
  if (content_ == Content::plain || raw_name_.empty()) return text_.size();
  bool escaped = false, twice = false;  // script only: inside "<!--", and there inside "<script"
  for (std::size_t at = at_; at < text_.size(); ++at) {
    if (content_ != Content::script || !escaped) {
      at = text_.find('<', at);
      if (at == std::string_view::npos) break;
    }
    if (content_ == Content::script && escaped && text_[at] == '-' && text_.compare(at, 3, "-->") == 0) {
      escaped = twice = false;
      at += 2;
      continue;
    }
    if (text_[at] != '<') continue;
    if (content_ == Content::script && !escaped && text_.compare(at, 4, "<!--") == 0) {
      escaped = true;
      at += 1;  // the dashes may be those of "-->"
      continue;
    }
    if (ends_raw_at(at)) {
      if (!twice) return at;
      twice = false;
    } else if (escaped && !twice && at + 7 < text_.size() && same_letters(text_.substr(at + 1, 6), "script") &&
               ends_name(text_[at + 7])) {
      twice = true;
    }
  }
  return text_.size();
}

// The text of a CDATA section; none, and behind its end, when there is no more of it.
bool HtmlTokenizer::cdata(HtmlToken& token) {
  const std::size_t end = std::min(text_.find("]]>", at_), text_.size());
  if (end > at_) return text_token(token, end);
  at_ = std::min(end + 3, text_.size());
  content_ = Content::markup;
  return false;
}

bool HtmlTokenizer::next(HtmlToken& token) {
  token.attributes.clear();
  token.self_closing = false;
  token.name = {};
  if (content_ == Content::cdata) {
    if (cdata(token)) return true;
  } else if (content_ != Content::markup) {
    const std::size_t end = end_of_raw();
    if (end > at_) return text_token(token, end);
    content_ = Content::markup;
  }
  while (at_ < text_.size()) {
    if (text_[at_] != '<') return text_token(token, std::min(text_.find('<', at_), text_.size()));
    const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (is_letter(after)) return tag(token);
    if (after == '/' && at_ + 2 < text_.size()) {
      if (is_letter(text_[at_ + 2])) return tag(token);
      if (text_[at_ + 2] == '>') {  // "</>" is nothing
        at_ += 3;
        continue;
      }
      return bogus_comment(token, at_ + 2);
    }
    if (foreign_ && text_.compare(at_, 9, "<![CDATA[") == 0) {
      at_ += 9;
      content_ = Content::cdata;
      if (cdata(token)) return true;
      continue;
    }
    if (after == '!') return markup_declaration(token);
    if (after == '?') return bogus_comment(token, at_ + 1);
    return text_token(token, std::min(text_.find('<', at_ + 1), text_.size()));
  }
  token.kind = HtmlToken::Kind::end_of_file;
  token.begin = token.end = static_cast<std::uint32_t>(text_.size());
  return false;
}

bool HtmlTokenizer::tag(HtmlToken& token) {
  const bool is_end = text_[at_ + 1] == '/';
  token.kind = is_end ? HtmlToken::Kind::end : HtmlToken::Kind::start;
  token.begin = static_cast<std::uint32_t>(at_);
  const std::size_t name = at_ + (is_end ? 2 : 1);
  std::size_t at = name;
  while (at < text_.size() && !ends_name(text_[at])) ++at;
  token.name = text_.substr(name, at - name);
  return attributes(token, at);
}

bool HtmlTokenizer::attributes(HtmlToken& token, std::size_t at) {
  SeenNames seen;
  const std::size_t size = text_.size();
  while (at < size) {
    while (at < size && (is_space(text_[at]) || (text_[at] == '/' && !(at + 1 < size && text_[at + 1] == '>')))) ++at;
    if (at >= size) break;
    if (text_[at] == '/') {  // "/>"
      token.self_closing = true;
      ++at;
    }
    if (text_[at] == '>') {
      at_ = at + 1;
      token.end = static_cast<std::uint32_t>(at_);
      return true;
    }
    const std::size_t name = at;
    if (text_[at] == '=') ++at;
    while (at < size && text_[at] != '=' && !ends_name(text_[at])) ++at;
    const std::size_t name_end = at;
    while (at < size && is_space(text_[at])) ++at;
    std::string_view value;
    if (at < size && text_[at] == '=') {
      ++at;
      while (at < size && is_space(text_[at])) ++at;
      if (at < size && (text_[at] == '"' || text_[at] == '\'')) {
        const std::size_t end = text_.find(text_[at], at + 1);
        if (end == std::string_view::npos) break;
        value = text_.substr(at + 1, end - at - 1);
        at = end + 1;
      } else {
        const std::size_t begin = at;
        while (at < size && !is_space(text_[at]) && text_[at] != '>') ++at;
        value = text_.substr(begin, at - begin);
      }
    }
    const std::string_view attribute = text_.substr(name, name_end - name);
    if (token.attributes.size() < limits::max_attributes && seen.add(token.attributes, attribute))
      token.attributes.push_back({attribute, value});
  }
  at_ = size;  // the text ends inside the tag
  token.kind = HtmlToken::Kind::end_of_file;
  token.attributes.clear();
  return false;
}

bool HtmlTokenizer::markup_declaration(HtmlToken& token) {
  if (text_.compare(at_, 4, "<!--") == 0) return comment(token);
  const std::size_t from = at_ + 2;
  if (text_.size() - from >= 7 && same_letters(text_.substr(from, 7), "doctype")) {
    bogus_comment(token, from + 7);
    token.kind = HtmlToken::Kind::doctype;
    return true;
  }
  return bogus_comment(token, from);
}

bool HtmlTokenizer::comment(HtmlToken& token) {
  token.kind = HtmlToken::Kind::comment;
  token.begin = static_cast<std::uint32_t>(at_);
  const std::size_t from = at_ + 4;
  std::size_t end = text_.size(), after = text_.size();
  if (text_.compare(from, 1, ">") == 0) {
    end = from, after = from + 1;
  } else if (text_.compare(from, 2, "->") == 0) {
    end = from, after = from + 2;
  } else {
    for (std::size_t at = text_.find("--", from); at != std::string_view::npos; at = text_.find("--", at + 1)) {
      if (text_.compare(at, 3, "-->") == 0) {
        end = at, after = at + 3;
        break;
      }
      if (text_.compare(at, 4, "--!>") == 0) {
        end = at, after = at + 4;
        break;
      }
    }
    if (end == text_.size())  // broken off: dashes of an end that has begun are not content
      for (const std::string_view begun : {"--!", "--", "-"})
        if (end - from >= begun.size() && text_.substr(from).ends_with(begun)) {
          end -= begun.size();
          break;
        }
  }
  token.name = text_.substr(std::min(from, text_.size()), end - std::min(from, end));
  at_ = after;
  token.end = static_cast<std::uint32_t>(at_);
  return true;
}

bool HtmlTokenizer::bogus_comment(HtmlToken& token, std::size_t from) {
  token.kind = HtmlToken::Kind::comment;
  token.begin = static_cast<std::uint32_t>(at_);
  const std::size_t end = std::min(text_.find('>', from), text_.size());
  token.name = text_.substr(from, end - from);
  at_ = std::min(end + 1, text_.size());
  token.end = static_cast<std::uint32_t>(at_);
  return true;
}

}  // namespace dragoman
