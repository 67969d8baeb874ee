#include "page/plain_text.h"

#include <algorithm>
#include <vector>

#include "base/limits.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

// A margin is looked for between these widths (code points); wire copy and mail break at 60 to 80.
constexpr std::uint32_t least_margin = 40, most_margin = 110;

struct Line {
  std::uint32_t begin = 0, end = 0;  // without white space at its borders
  std::uint32_t indent = 0;          // bytes of white space before it
  std::uint32_t width = 0;           // code points
  std::uint32_t first_word = 0;      // code points
  bool starts_item = false;          // a bullet or dash and a space
  bool empty() const { return begin == end; }
};

bool is_white(std::string_view text, std::size_t at, std::size_t& size) {
  const auto c = static_cast<unsigned char>(text[at]);
  size = 1;
  if (c <= ' ' || c == 0x7F) return true;
  size = 2;
  if (text.compare(at, 2, "\xC2\xA0") == 0) return true;
  size = 3;
  return text.compare(at, 3, "\xEF\xBB\xBF") == 0 || text.compare(at, 3, "\xE2\x80\x8B") == 0 ||
         text.compare(at, 3, "\xE3\x80\x80") == 0 || text.compare(at, 3, "\xE2\x80\xA8") == 0 ||
         text.compare(at, 3, "\xE2\x80\xA9") == 0;
}

std::uint32_t width_of(std::string_view text) {
  return static_cast<std::uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Line make_line(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  Line line;
  std::size_t size = 0;
  const std::uint32_t from = begin;
  while (begin < end && is_white(text, begin, size) && begin + size <= end) begin += static_cast<std::uint32_t>(size);
  while (end > begin) {  // back over white space: its last byte is a control, or ends one of the wide ones
    std::uint32_t start = end - 1;
    while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    if (!is_white(text, start, size) || start + size != end) break;
    end = start;
  }
  line.begin = begin;
  line.end = end;
  line.indent = begin - from;
  const std::string_view words = text.substr(begin, end - begin);
  line.width = width_of(words);
  line.first_word = width_of(words.substr(0, words.find(' ')));
  line.starts_item = words.starts_with("- ") || words.starts_with("* ") || words.starts_with("\xE2\x80\xA2") ||
                     words.starts_with("> ");
  return line;
}

std::vector<Line> split(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find_first_of("\n\r", begin), text.size());
    lines.push_back(make_line(text, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)));
    if (text.compare(end, 2, "\r\n") == 0) ++end;
    begin = end + 1;
  }
  return lines;
}

// The width at which the writer broke lines; 0 when lines are whole paragraphs. In wrapped text most lines that have
// a neighbour below end where its first word would not have fitted, and none is much longer.
std::uint32_t margin_of(const std::vector<Line>& lines) {
  std::vector<std::uint32_t> widths;
  for (const Line& line : lines)
    if (!line.empty()) widths.push_back(line.width);
  if (widths.size() < 3) return 0;
  const std::size_t rank = widths.size() - 1 - widths.size() / 50;
  std::nth_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(rank), widths.end());
  const std::uint32_t margin = widths[rank];
  if (margin < least_margin || margin > most_margin) return 0;
  std::size_t pairs = 0, broken = 0, full = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    full += lines[i].width + 15 > margin;
    if (i + 1 == lines.size() || lines[i + 1].empty()) continue;
    ++pairs;
    broken += lines[i].width + 1 + lines[i + 1].first_word > margin;
  }
  return pairs >= 2 && broken * 10 >= pairs * 6 && full * 2 >= widths.size() ? margin : 0;
}

// The line above is long and ends in the middle of a sentence, which a small letter takes up.
bool breaks_sentence(std::string_view text, const Line& above, const Line& line) {
  constexpr std::string_view ends = ".!?:;\"'";
  const char last = text[above.end - 1], first = text[line.begin];
  return above.width >= least_margin && first >= 'a' && first <= 'z' && ends.find(last) == ends.npos;
}

}  // namespace

void read_plain_text(const DecodedBytes& bytes, bool is_article, Page& page) {
  const std::vector<Line> lines = split(bytes.text());
  const std::uint32_t margin = margin_of(lines);
  BlockWriter writer(bytes);
  BlockPlace place;
  place.tag = BlockTag::line;
  for (std::size_t i = 0; i < lines.size() && !writer.is_full(); ++i) {
    const Line& line = lines[i];
    if (line.empty()) {
      writer.end_block();
      continue;
    }
    const Line* above = i ? &lines[i - 1] : nullptr;
    const bool fits = writer.in_block() && !line.starts_item && line.indent <= above->indent + 1;
    const bool at_margin = fits && margin && above->width + 1 + line.first_word > margin;
    const bool goes_on = at_margin || (fits && is_article && breaks_sentence(bytes.text(), *above, line));
    if (goes_on) {
      writer.space(above->end, line.begin, '\n');
    } else {
      writer.end_block();
      writer.begin(place);
    }
    writer.copy(line.begin, line.end, false, false);
  }
  std::move(writer).finish(page);
}

}  // namespace dragoman
