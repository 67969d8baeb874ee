#include "statements/quote_marks.h"

#include <algorithm>
#include <filesystem>

#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr char file_name[] = "languages/en/quotes.tsv";  // in a knowledge folder

bool is_space(std::string_view text, std::size_t at, bool before) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte <= ' ') return true;
  if (before) return byte == 0xa0 && at > 0 && static_cast<unsigned char>(text[at - 1]) == 0xc2;
  return byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0xa0;
}
bool is_word(char byte) {
  const auto b = static_cast<unsigned char>(byte);
  return (b >= '0' && b <= '9') || ((b | 32) >= 'a' && (b | 32) <= 'z') || b >= 0xc3;
}
bool ends_sentence(char byte) { return byte == '.' || byte == '!' || byte == '?' || byte == ','; }

std::uint32_t count_words(std::string_view text) {
  std::uint32_t words = 0;
  bool inside = false;
  for (const char byte : text) {
    const bool letter =
        is_word(byte) || (inside && (byte == '\'' || byte == '-' || static_cast<unsigned char>(byte) >= 0x80));
    words += letter && !inside;
    inside = letter;
  }
  return words;
}

}  // namespace

Result<QuoteMarks> QuoteMarks::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  std::string folder = data_folder, name = std::string("knowledge/") + file_name;
  for (const std::string& overlay : overlays)
    if (std::filesystem::exists(overlay + "/" + file_name)) folder = overlay, name = file_name;
  auto table = TsvTable::load(folder, name, {"open", "close", "class"});
  if (!table) return tl::unexpected(table.error());
  QuoteMarks out;
  std::vector<std::string> classes;
  const auto mark_of = [&](std::string_view text) -> Mark& {
    for (Mark& mark : out.marks_)
      if (mark.text == text) return mark;
    out.marks_.emplace_back();
    out.marks_.back().text = text;
    return out.marks_.back();
  };
  for (const TsvRow& row : table->rows()) {
    if (row.fields[0].empty() || row.fields[1].empty())
      return fail(FailureCode::bad_knowledge, folder + "/" + name,
                  "line " + std::to_string(row.line) + " has an empty mark",
                  "give the mark that opens and the one that closes");
    const auto found = std::find(classes.begin(), classes.end(), row.fields[2]);
    const int kind = static_cast<int>(found - classes.begin());
    if (found == classes.end()) classes.emplace_back(row.fields[2]);
    for (const int side : {0, 1}) {
      Mark& mark = mark_of(row.fields[static_cast<std::size_t>(side)]);
      mark.kind = kind;
      mark.single = row.fields[2] == "single";
      (side ? mark.closes : mark.opens) = true;
    }
    mark_of(row.fields[0]).own_closers.emplace_back(row.fields[1]);
  }
  std::stable_sort(out.marks_.begin(), out.marks_.end(),
                   [](const Mark& a, const Mark& b) { return a.text.size() > b.text.size(); });
  out.first_bytes_.assign(256, false);
  for (const Mark& mark : out.marks_) out.first_bytes_[static_cast<unsigned char>(mark.text[0])] = true;
  return out;
}

const QuoteMarks::Mark* QuoteMarks::mark_at(std::string_view text, std::size_t at) const {
  if (!first_bytes_[static_cast<unsigned char>(text[at])]) return nullptr;
  for (const Mark& mark : marks_)
    if (text.substr(at, mark.text.size()) == mark.text) return &mark;
  return nullptr;
}

// One block being read.
struct QuoteMarks::Scan {
  const QuoteMarks& marks;
  std::string_view text;  // up to the end of the block
  std::size_t begin;
  std::uint32_t block;
  std::vector<QuotedStretch>& out;
  const Mark* open = nullptr;
  std::size_t open_at = 0;

  enum class Side { opening, closing, either };

  Side side(const Mark& mark, std::size_t at) const {
    const std::size_t after = at + mark.text.size();
    const bool space_before = at == begin || is_space(text, at - 1, true);
    const bool space_after = after >= text.size() || is_space(text, after, false);
    if (space_before != space_after) return space_before ? Side::opening : Side::closing;
    if (space_before) return Side::either;
    const char before = text[at - 1], next = text[after];
    if (before == '(' || before == '[' || before == '{') return Side::opening;
    if (ends_sentence(before)) return Side::closing;
    if ((before == ':' || before == ';') && is_word(next)) return Side::opening;
    if (is_word(before) && !is_word(next)) return Side::closing;
    return Side::either;
  }

  bool can_close(const Mark& mark) const {
    return open->closed_by(mark.text) || (mark.kind == open->kind && mark.closes && (!mark.opens || mark.symmetric()));
  }

  void finish(std::size_t inside_end, std::size_t outside_end, bool closed) {
    std::size_t from = open_at + open->text.size(), to = inside_end;
    while (from < to && is_space(text, from, false)) from += static_cast<unsigned char>(text[from]) == 0xc2 ? 2 : 1;
    while (to > from && is_space(text, to - 1, true)) to -= static_cast<unsigned char>(text[to - 1]) == 0xa0 ? 2 : 1;
    QuotedStretch stretch;
    stretch.inside = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    stretch.outside = {static_cast<std::uint32_t>(open_at), static_cast<std::uint32_t>(std::max(outside_end, to))};
    stretch.block = block;
    stretch.words = count_words(text.substr(from, to - from));
    stretch.closed = closed;
    stretch.single = open->single;
    if (from < to) out.push_back(stretch);
    open = nullptr;
  }

  // Where the single mark opened at `at` is closed: the first mark that is no apostrophe; a plural's apostrophe
  // ("the workers' rights") yields to a later mark behind punctuation. npos when nothing closes it.
  std::size_t single_end(std::size_t at) const {
    std::size_t first = std::string_view::npos;
    const std::size_t last = std::min(text.size(), at + 3000);  // a longer stretch between single marks is an accident
    for (std::size_t i = at + 1; i < last; ++i) {
      const Mark* mark = marks.mark_at(text, i);
      if (!mark) continue;
      const std::size_t after = i + mark->text.size();
      const bool closes = mark->single && mark->closes && !is_space(text, i - 1, true) &&
                          (after >= text.size() || !is_word(text[after]));
      if (mark->single && !closes && first != std::string_view::npos && after < text.size() &&
          side(*mark, i) == Side::opening)
        break;
      if (!closes) continue;
      const bool plural =
          text[i - 1] == 's' && after + 1 < text.size() && text[after] == ' ' && is_word(text[after + 1]);
      if (!plural && (first == std::string_view::npos || ends_sentence(text[i - 1]))) return i;
      if (first == std::string_view::npos) first = i;
    }
    return first;
  }

  void run() {
    for (std::size_t i = begin; i < text.size();) {
      const Mark* mark = marks.mark_at(text, i);
      if (!mark) {
        ++i;
        continue;
      }
      i += open ? inside(*mark, i) : outside(*mark, i);
    }
    if (open) finish(text.size(), text.size(), false);
  }

  std::size_t inside(const Mark& mark, std::size_t at) {
    const Side where = side(mark, at);
    const bool closing = can_close(mark) && (where != Side::opening || !mark.opens);
    if (closing) {
      finish(at, at + mark.text.size(), true);
      return mark.text.size();
    }
    if (mark.kind == open->kind && mark.opens && !mark.single && where == Side::opening && at > begin) {
      std::size_t before = at;
      while (before > open_at && is_space(text, before - 1, true)) --before;
      if (before > open_at && ends_sentence(text[before - 1]) && before < at) {  // the mark before was never closed
        finish(before, before, false);
        return outside(mark, at);
      }
    }
    return mark.text.size();
  }

  std::size_t outside(const Mark& mark, std::size_t at) {
    if (!mark.opens) return mark.text.size();
    const Side where = side(mark, at);
    if (mark.symmetric() && where == Side::closing) return mark.text.size();
    if (mark.single) {
      const std::size_t after = at + mark.text.size();
      const bool year = after < text.size() && text[after] >= '0' && text[after] <= '9';  // '98
      const bool starts = !year && (at == begin || !is_word(text[at - 1]));
      const std::size_t end = starts && where == Side::opening ? single_end(at) : std::string_view::npos;
      if (end == std::string_view::npos) return mark.text.size();
      open = &mark;
      open_at = at;
      const std::size_t length = marks.mark_at(text, end)->text.size();
      finish(end, end + length, true);
      return end + length - at;
    }
    if (where == Side::either && mark.symmetric() && at > begin && is_word(text[at - 1]))
      return mark.text.size();  // 5"x8"
    open = &mark;
    open_at = at;
    return mark.text.size();
  }
};

void QuoteMarks::scan(std::string_view text, TextSpan block, std::uint32_t block_id,
                      std::vector<QuotedStretch>& out) const {
  Scan scan{*this, text.substr(0, block.end), block.begin, block_id, out};
  scan.run();
}

}  // namespace dragoman
