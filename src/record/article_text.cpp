#include "record/article_text.h"

#include <algorithm>

namespace dragoman {
namespace {

bool parts_paragraphs(Label before, Label now) { return before != Label::list_item || now != Label::list_item; }

// Hands every body block to `put(label, block, words)`, with the label of the body block before it.
template <class Put>
void each_body_block(const Reading& reading, Put put) {
  for (std::size_t i = 0; i < reading.page.blocks.size(); ++i) {
    const Block& block = reading.page.blocks[i];
    if (is_body(reading.article.blocks[i].label))
      put(reading.article.blocks[i].label, block, reading.page.text.view(block.span));
  }
}

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

// Marks at the beginning of a line that would make it a heading, list, quotation, rule or code.
std::size_t mark_at_begin(std::string_view line) {
  if (line.starts_with("#") || line.starts_with("-") || line.starts_with("+") || line.starts_with("=") ||
      line.starts_with("~"))
    return 0;
  std::size_t digits = 0;
  while (digits < line.size() && digits < 9 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  return digits && digits < line.size() && (line[digits] == '.' || line[digits] == ')') ? digits : std::string::npos;
}

std::string escaped(std::string_view text) {
  const std::string line = one_line(text);
  const std::size_t mark = mark_at_begin(line);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i == mark || std::string_view("\\`*_[]<>&|").find(line[i]) != std::string_view::npos) out += '\\';
    out += line[i];
  }
  return out;
}

std::string credits(const Article& article) {
  std::string out;
  const auto add = [&](std::string_view part) {
    if (part.empty()) return;
    if (!out.empty()) out += ", ";
    out += escaped(part);
  };
  for (const std::string& author : article.authors) add(author);
  if (article.published) add(article.published->date.iso());
  add(article.publisher);
  if (!out.empty()) out = "*" + out + "*";
  if (!article.address.empty() && article.address.find_first_of("<> \n") == std::string::npos)
    out += (out.empty() ? "<" : " <") + article.address + ">";
  return out;
}

std::string marked(Label label, const Block& block, std::string_view words) {
  switch (label) {
    case Label::subheading:
      return std::string(std::clamp<std::size_t>(block.heading_level, 2, 6), '#') + " " + escaped(words);
    case Label::list_item:
      return "- " + escaped(words);
    case Label::quote:
      return "> " + escaped(words);
    case Label::caption:
      return "*" + escaped(words) + "*";
    default:
      return escaped(words);
  }
}

}  // namespace

std::string article_text(const Reading& reading) {
  std::string out;
  Label before = Label::title;
  if (!reading.article.title.empty()) out = reading.article.title + "\n";
  each_body_block(reading, [&](Label label, const Block&, std::string_view words) {
    if (!out.empty() && parts_paragraphs(before, label)) out += "\n";
    out += label == Label::list_item ? "- " + one_line(words) : std::string(words);
    out += "\n";
    before = label;
  });
  return out;
}

std::string article_markdown(const Reading& reading) {
  std::string out;
  if (!reading.article.title.empty()) out = "# " + escaped(reading.article.title) + "\n";
  if (const std::string line = credits(reading.article); !line.empty()) out += (out.empty() ? "" : "\n") + line + "\n";
  Label before = Label::title;
  each_body_block(reading, [&](Label label, const Block& block, std::string_view words) {
    if (!out.empty() && parts_paragraphs(before, label)) out += "\n";
    out += marked(label, block, words) + "\n";
    before = label;
  });
  return out;
}

}  // namespace dragoman
