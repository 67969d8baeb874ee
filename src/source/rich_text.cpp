#include "source/rich_text.h"

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "base/unicode.h"
#include "source/news_export.h"

namespace dragoman {
namespace {

bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex(char c) {
  if (is_digit(c)) return c - '0';
  return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

struct Sign {
  std::string_view word, text;
};
constexpr Sign signs[] = {{"par", "\n"},           {"line", "\n"},       {"sect", "\n"},       {"page", "\n"},
                          {"row", "\n"},           {"tab", "\t"},        {"cell", "\t"},       {"emdash", "\u2014"},
                          {"endash", "\u2013"},    {"lquote", "\u2018"}, {"rquote", "\u2019"}, {"ldblquote", "\u201C"},
                          {"rdblquote", "\u201D"}, {"bullet", "\u2022"}, {"emspace", " "},     {"enspace", " "}};

// Destinations whose text is no part of what a reader sees as the text.
constexpr std::string_view hidden[] = {"colortbl",  "stylesheet", "info",       "pict",      "object",     "header",
                                       "headerl",   "headerr",    "headerf",    "footer",    "footerl",    "footerr",
                                       "footerf",   "fldinst",    "xe",         "tc",        "listtable",  "revtbl",
                                       "rsidtbl",   "generator",  "themedata",  "datastore", "nonshppict", "shpinst",
                                       "bkmkstart", "bkmkend",    "annotation", "template",  "xmlnstbl"};

// The encoding of a font's \fcharset.
std::string_view encoding_of_charset(int charset) {
  switch (charset) {
    case 128:
      return "shift_jis";
    case 129:
      return "euc-kr";
    case 134:
      return "gbk";
    case 136:
      return "big5";
    case 161:
      return "windows-1253";
    case 162:
      return "windows-1254";
    case 163:
      return "windows-1258";
    case 177:
      return "windows-1255";
    case 178:
      return "windows-1256";
    case 186:
      return "windows-1257";
    case 204:
      return "windows-1251";
    case 222:
      return "windows-874";
    case 238:
      return "windows-1250";
    default:
      return "";
  }
}

class RichTextReader {
 public:
  RichTextReader(std::string_view rtf, const Encodings& encodings) : rtf_(rtf), encodings_(encodings) {}

  std::string read() {
    while (at_ < rtf_.size()) {
      const char c = rtf_[at_++];
      if (c == '{')
        open();
      else if (c == '}')
        close();
      else if (c == '\\')
        control();
      else if (c != '\r' && c != '\n' && c != '\0')
        take_byte(c);
    }
    flush();
    return std::move(out_);
  }

 private:
  struct Group {
    bool hidden = false, fonts = false;
    int after_unicode = 1;  // bytes that stand for \uN in old readers
    std::string encoding;   // of the font, "" for that of the document
  };

  void open() {
    if (groups_.size() < limits::max_rich_text_groups)
      groups_.push_back(now_);
    else
      ++deeper_;
  }

  void close() {
    flush();
    if (deeper_ > 0) {
      --deeper_;
    } else if (!groups_.empty()) {
      now_ = std::move(groups_.back());
      groups_.pop_back();
    }
  }

  void control() {
    if (at_ >= rtf_.size()) return;
    const char c = rtf_[at_];
    if (is_letter(c)) return word();
    ++at_;
    if (c == '\'') {
      const int high = at_ < rtf_.size() ? hex(rtf_[at_]) : -1, low = at_ + 1 < rtf_.size() ? hex(rtf_[at_ + 1]) : -1;
      if (high < 0 || low < 0) return;
      at_ += 2;
      take_byte(static_cast<char>(high * 16 + low));
    } else if (c == '*') {
      now_.hidden = true;  // of use to programs that know it
    } else if (c == '~') {
      put("\u00A0");
    } else if (c == '_') {
      put("-");
    } else if (c == '\\' || c == '{' || c == '}') {
      put(std::string_view(&c, 1));
    } else if (c == '\n' || c == '\r') {
      put("\n");
    }
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < rtf_.size() && is_letter(rtf_[at_])) ++at_;
    const std::string_view name = rtf_.substr(begin, at_ - begin);
    const bool minus = at_ + 1 < rtf_.size() && rtf_[at_] == '-' && is_digit(rtf_[at_ + 1]);
    if (minus) ++at_;
    int number = 0;
    const bool has_number = at_ < rtf_.size() && is_digit(rtf_[at_]);
    for (; at_ < rtf_.size() && is_digit(rtf_[at_]); ++at_)
      number = std::min(number * 10 + (rtf_[at_] - '0'), 100'000'000);
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    obey(name, minus ? -number : number, has_number);
  }

  void obey(std::string_view name, int number, bool has_number) {
    if (name == "u" && has_number) return unicode(number);
    if (name == "uc") now_.after_unicode = std::clamp(number, 0, 8);
    if (name == "bin") at_ += std::min<std::size_t>(static_cast<std::size_t>(std::max(number, 0)), rtf_.size() - at_);
    if (name == "ansicpg") page_ = encodings_.of_label("windows-" + std::to_string(number));
    if (name == "fonttbl") now_.fonts = now_.hidden = true;
    if (name == "f" || name == "deff") font(number);
    if (name == "fcharset" && now_.fonts) fonts_[font_] = std::string(encoding_of_charset(number));
    if (name == "plain") use("");
    if (std::find(std::begin(hidden), std::end(hidden), name) != std::end(hidden)) now_.hidden = true;
    for (const Sign& sign : signs)
      if (sign.word == name) put(sign.text);
  }

  void font(int number) {
    if (now_.fonts) {
      font_ = number;
      return;
    }
    const auto found = fonts_.find(number);
    use(found == fonts_.end() ? "" : found->second);
  }

  void use(const std::string& encoding) {
    if (encoding == now_.encoding) return;
    flush();
    now_.encoding = encoding;
  }

  void unicode(int number) {
    const auto unit = static_cast<char32_t>(static_cast<std::uint16_t>(number));
    skip_ = now_.after_unicode;
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
      return;
    }
    std::string text;
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    append_utf8(text, low && high_ ? 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00) : unit);
    high_ = 0;
    const int skip = std::exchange(skip_, 0);
    put(text);
    skip_ = skip;
  }

  void take_byte(char c) {
    if (skip_ > 0) {
      --skip_;
      return;
    }
    if (!now_.hidden) bytes_ += c;
  }

  void put(std::string_view text) {
    flush();
    skip_ = 0;
    if (!now_.hidden) out_ += text;
  }

  // Bytes wait for the next control word, for a character may have several.
  void flush() {
    if (bytes_.empty()) return;
    const std::string& encoding = now_.encoding.empty() ? page_ : now_.encoding;
    out_ += encodings_.decode(std::exchange(bytes_, {}), encoding.empty() ? "windows-1252" : encoding).str();
  }

  std::string_view rtf_;
  const Encodings& encodings_;
  std::size_t at_ = 0, deeper_ = 0;
  std::vector<Group> groups_;
  Group now_;
  std::map<int, std::string> fonts_;
  int font_ = 0, skip_ = 0;
  char32_t high_ = 0;
  std::string page_ = "windows-1252", bytes_, out_;
};

}  // namespace

std::string rich_text_words(std::string_view rtf, const Encodings& encodings) {
  return RichTextReader(rtf, encodings).read();
}

bool is_rich_text(std::string_view head, std::string_view, const SourceTables&) { return head.starts_with("{\\rtf"); }

bool read_rich_text(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  return read_words(rich_text_words(*all, tables.encodings), container, tables, take);
}

}  // namespace dragoman
