#include "record/mended_text.h"

#include <algorithm>
#include <vector>

namespace dragoman {
namespace {

struct Change {  // a repair's place in the text before and after
  std::size_t before_begin = 0, before_end = 0, after_begin = 0, after_end = 0;
};

struct TwoTexts {
  std::string before, after;
  std::vector<Change> changes;  // one a repair, in order
};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\f\v\0") == std::string_view::npos; }

class TextWriter {
 public:
  explicit TextWriter(const Reading& reading)
      : reading_(reading), keeps_gaps_(reading.page.media_type == "text/plain") {}

  TwoTexts write() {
    std::size_t next_repair = 0;
    for (const Segment& segment : text().segments()) {
      while (next_repair < repairs().size() && repairs()[next_repair].text.begin <= segment.text.begin)
        write_repair(repairs()[next_repair++]);
      if (segment.text.begin < written_) continue;  // of a repair
      write_segment(segment);
    }
    while (next_repair < repairs().size()) write_repair(repairs()[next_repair++]);
    gap(static_cast<std::uint32_t>(source().size()));
    return std::move(out_);
  }

 private:
  const Text& text() const { return reading_.page.text; }
  const std::string& source() const { return *reading_.source.bytes; }
  std::span<const Repair> repairs() const { return text().repairs(); }

  void put(std::string_view words) {
    out_.before += words;
    out_.after += words;
  }
  // Source bytes that left no text, up to `end`: white space of plain text.
  void gap(std::uint32_t end) {
    if (end <= done_) return;
    const std::string_view bytes = std::string_view(source()).substr(done_, end - done_);
    done_ = end;
    if (!keeps_gaps_) return;
    if (reading_.page.encoding == "utf-8") {
      put(bytes);
    } else if (is_blank(bytes)) {
      for (const char c : bytes)
        if (c) put(std::string_view(&c, 1));
    }
  }
  void write_segment(const Segment& segment) {
    const std::string_view words = text().view(segment.text);
    written_ = segment.text.end;
    if (keeps_gaps_ && !segment.copied && is_blank(words)) return;  // the gap gives it as it came
    gap(segment.source.begin);
    put(words);
    done_ = std::max(done_, segment.source.end);
  }
  void write_repair(const Repair& repair) {
    gap(repair.source.begin);
    Change change;
    change.before_begin = out_.before.size();
    change.after_begin = out_.after.size();
    out_.before += repair.before;
    out_.after += repair.after;
    change.before_end = out_.before.size();
    change.after_end = out_.after.size();
    out_.changes.push_back(change);
    written_ = std::max(written_, repair.text.end);
    done_ = std::max(done_, repair.source.end);
  }

  const Reading& reading_;
  bool keeps_gaps_;
  std::uint32_t done_ = 0;     // source bytes
  std::uint32_t written_ = 0;  // bytes of the mended text
  TwoTexts out_;
};

void end_with_line(std::string& text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
}

TwoTexts texts_of(const Reading& reading) {
  TwoTexts texts = TextWriter(reading).write();
  if (reading.page.media_type != "text/plain") {
    end_with_line(texts.before);
    end_with_line(texts.after);
  }
  return texts;
}

// The whole lines around text[begin, end).
std::pair<std::size_t, std::size_t> lines_around(const std::string& text, std::size_t begin, std::size_t end) {
  const std::size_t before = begin ? text.rfind('\n', begin - 1) : std::string::npos;
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  const std::size_t last = text.find('\n', end > begin ? end - 1 : end);
  return {first, last == std::string::npos ? text.size() : last + 1};
}

std::size_t count_lines(std::string_view text) {
  const auto ends = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return ends + (!text.empty() && text.back() != '\n');
}

void put_lines(std::string& out, char mark, std::string_view lines) {
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    out += mark;
    out += lines.substr(at, end == std::string_view::npos ? end : end - at + 1);
    if (end == std::string_view::npos) {
      out += "\n\\ No newline at end of file\n";
      return;
    }
    at = end + 1;
  }
}

std::string note_of(std::size_t number, const Repair& repair) {
  return " [" + std::to_string(number) + "] " + std::string(name_of(repair.kind)) + " " + repair.detail + " at " +
         std::to_string(repair.source.begin) + "-" + std::to_string(repair.source.end);
}

}  // namespace

std::string mended_text(const Reading& reading) { return texts_of(reading).after; }

std::string mend_diff(const Reading& reading) {
  const auto repairs = reading.page.text.repairs();
  if (repairs.empty()) return "";
  const TwoTexts texts = texts_of(reading);
  const std::string& name = reading.source.origin.name;
  std::string out = "--- " + name + "\n+++ " + name + "\n";
  std::size_t before_line = 1, after_line = 1, before_done = 0, after_done = 0;
  for (std::size_t i = 0; i < texts.changes.size();) {
    Change hunk = texts.changes[i];
    std::string notes;
    const auto widen = [&] {
      std::tie(hunk.before_begin, hunk.before_end) = lines_around(texts.before, hunk.before_begin, hunk.before_end);
      std::tie(hunk.after_begin, hunk.after_end) = lines_around(texts.after, hunk.after_begin, hunk.after_end);
    };
    widen();
    do {
      notes += note_of(i, repairs[i]);
      hunk.before_end = std::max(hunk.before_end, texts.changes[i].before_end);
      hunk.after_end = std::max(hunk.after_end, texts.changes[i].after_end);
      widen();
      ++i;
    } while (i < texts.changes.size() && texts.changes[i].before_begin < hunk.before_end);
    const std::string_view was =
        std::string_view(texts.before).substr(hunk.before_begin, hunk.before_end - hunk.before_begin);
    const std::string_view is =
        std::string_view(texts.after).substr(hunk.after_begin, hunk.after_end - hunk.after_begin);
    before_line += count_lines(std::string_view(texts.before).substr(before_done, hunk.before_begin - before_done));
    after_line += count_lines(std::string_view(texts.after).substr(after_done, hunk.after_begin - after_done));
    out += "@@ -" + std::to_string(before_line) + "," + std::to_string(count_lines(was)) + " +" +
           std::to_string(after_line) + "," + std::to_string(count_lines(is)) + " @@" + notes + "\n";
    put_lines(out, '-', was);
    put_lines(out, '+', is);
    before_line += count_lines(was);
    after_line += count_lines(is);
    before_done = hunk.before_end;
    after_done = hunk.after_end;
  }
  return out;
}

}  // namespace dragoman
