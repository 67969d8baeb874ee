#include "source/mail_text.h"

#include <algorithm>
#include <filesystem>

#include "base/limits.h"
#include "base/unicode.h"
#include "knowledge/tsv.h"
#include "source/item_content.h"

namespace dragoman {
namespace {

constexpr const char* file_name = "source/mail_marks.tsv";
constexpr std::size_t longest_mark_line = 300;  // bytes
constexpr std::size_t few_words = 15;           // "For your information, see below": no article

bool is_edge(char c) { return is_space(c) || c == '-' || c == '_' || c == '*' || c == '=' || c == '>' || c == '<'; }

std::string bare(std::string_view line) {
  if (line.size() > longest_mark_line) return "";
  while (!line.empty() && is_edge(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_edge(line.back())) line.remove_suffix(1);
  return lowered(line);
}

bool begins_one(const std::vector<std::string>& phrases, std::string_view line) {
  const std::string text = bare(line);
  return !text.empty() && std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
    return text.starts_with(phrase) && text.size() < phrase.size() + 40 &&
           (text.size() == phrase.size() || !std::isalpha(static_cast<unsigned char>(text[phrase.size()])));
  });
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r*>") == std::string_view::npos; }

class Parter {
 public:
  Parter(std::string_view text, const MailMarks& marks, bool handed_on)
      : lines_(lines_of(text)), marks_(marks), handed_on_(handed_on) {}

  MailText part() {
    std::string* into = &out_.own;
    while (at_ < lines_.size()) {
      const std::string_view line = lines_[at_];
      const bool forward = marks_.is_forward(line), reply = !forward && marks_.is_reply(line);
      const bool block = !forward && !reply && is_header_block(at_);
      const bool hands_on = forward || (reply && (handed_on_ || is_blank(out_.own))) ||
                            (block && (handed_on_ || count_words(out_.own) < few_words));
      if (hands_on && out_.forwarded.size() < limits::max_mails_in_mail) {
        if (!block) ++at_;
        out_.forwarded.push_back(header_block());
        into = &out_.forwarded.back().text;
      } else if (hands_on || block || reply) {
        out_.answered_lines += lines_.size() - at_;
        break;
      } else if (line == "-- " || line == "--") {
        skip_signature();
      } else if (line.starts_with('>')) {
        quote(line);
      } else if (!skip_attribution()) {
        into->append(line) += '\n';
        ++at_;
      }
    }
    const auto trim = [](std::string& text) { text.resize(text.find_last_not_of(" \t\r\n") + 1); };
    trim(out_.own);
    for (ForwardedMail& mail : out_.forwarded) trim(mail.text);
    return std::move(out_);
  }

 private:
  // "From: ...", a date, a subject, in lines one after another.
  bool is_header_block(std::size_t at) const {
    std::string_view value;
    if (marks_.field(lines_[at], value) != MailMarks::Field::from) return false;
    bool date = false, subject = false;
    for (std::size_t i = at + 1; i < std::min(at + 7, lines_.size()); ++i) {
      const MailMarks::Field field = marks_.field(lines_[i], value);
      date = date || field == MailMarks::Field::date;
      subject = subject || field == MailMarks::Field::subject;
    }
    return date && subject;
  }

  ForwardedMail header_block() {
    ForwardedMail mail;
    MailMarks::Field last = MailMarks::Field::other;
    while (at_ < lines_.size() && is_blank(lines_[at_])) ++at_;
    for (; at_ < lines_.size() && !is_blank(lines_[at_]); ++at_) {
      std::string_view value;
      const MailMarks::Field field = marks_.field(lines_[at_], value);
      // A long list of receivers goes on over several lines.
      if (field == MailMarks::Field::other && last == MailMarks::Field::to &&
          lines_[at_].find_first_of("@;") != std::string_view::npos)
        continue;
      if (field == MailMarks::Field::other) break;
      last = field;
      if (field == MailMarks::Field::from) mail.author = person_name(value);
      if (field == MailMarks::Field::date) mail.date = std::string(value);
      if (field == MailMarks::Field::subject) mail.title = std::string(value);
    }
    while (at_ < lines_.size() && is_blank(lines_[at_])) ++at_;
    return mail;
  }

  void quote(std::string_view line) {
    ++out_.quoted_lines;
    while (line.starts_with('>') || line.starts_with(' ')) line.remove_prefix(1);
    out_.quoted.append(line) += '\n';
    ++at_;
  }

  // A line, or two, that says who is quoted in the lines that follow.
  bool skip_attribution() {
    if (is_blank(lines_[at_])) return false;
    for (std::size_t size = 1; size <= 2 && at_ + size <= lines_.size(); ++size) {
      std::string line(lines_[at_]);
      if (size == 2) line.append(" ").append(lines_[at_ + 1]);
      if (!marks_.is_attribution(line)) continue;
      std::size_t next = at_ + size;
      while (next < lines_.size() && next < at_ + size + 2 && lines_[next].empty()) ++next;
      if (next >= lines_.size() || !lines_[next].starts_with('>')) continue;
      out_.quoted_lines += size;
      at_ = next;
      return true;
    }
    return false;
  }

  void skip_signature() {
    // A message that is handed on may stand behind the signature.
    while (at_ < lines_.size() && !marks_.is_forward(lines_[at_]) && !marks_.is_reply(lines_[at_])) {
      ++out_.signature_lines;
      ++at_;
    }
  }

  std::vector<std::string_view> lines_;
  const MailMarks& marks_;
  bool handed_on_;
  std::size_t at_ = 0;
  MailText out_;
};

}  // namespace

Result<void> MailMarks::add(const std::string& folder, const std::string& file) {
  auto table = TsvTable::load(folder, file, {"kind", "begins", "ends"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const std::string_view kind = row.fields[0];
    const std::string begins(row.fields[1]), ends(row.fields[2]);
    if (kind == "forward") {
      forward_.push_back(begins);
    } else if (kind == "reply") {
      reply_.push_back(begins);
    } else if (kind == "attribution") {
      attributions_.push_back({begins, ends});
    } else if (kind == "forward_subject") {
      subjects_.push_back(begins);
    } else if (kind == "html_quote") {
      html_.push_back(begins);
    } else if (kind == "from" || kind == "date" || kind == "to" || kind == "subject") {
      names_.push_back({begins, kind == "from"   ? Field::from
                                : kind == "date" ? Field::date
                                : kind == "to"   ? Field::to
                                                 : Field::subject});
    } else {
      return fail(FailureCode::bad_knowledge, folder + "/" + file,
                  "line " + std::to_string(row.line) + " has an unknown kind", "use the kinds at the head of the file");
    }
  }
  return {};
}

Result<MailMarks> MailMarks::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  MailMarks marks;
  if (auto added = marks.add(data_folder, std::string("knowledge/") + file_name); !added)
    return tl::unexpected(added.error());
  for (const std::string& overlay : overlays)
    if (std::filesystem::exists(overlay + "/" + file_name))
      if (auto added = marks.add(overlay, file_name); !added) return tl::unexpected(added.error());
  return marks;
}

bool MailMarks::is_forward(std::string_view line) const { return begins_one(forward_, line); }
bool MailMarks::is_reply(std::string_view line) const { return begins_one(reply_, line); }

bool MailMarks::is_attribution(std::string_view line) const {
  const std::string text = bare(line);
  return std::any_of(attributions_.begin(), attributions_.end(), [&](const Attribution& mark) {
    return text.size() > mark.begins.size() + mark.ends.size() && text.starts_with(mark.begins) &&
           text.ends_with(mark.ends);
  });
}

MailMarks::Field MailMarks::field(std::string_view line, std::string_view& value) const {
  while (!line.empty() && is_edge(line.front())) line.remove_prefix(1);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon > 40) return Field::other;
  value = line.substr(colon + 1);
  while (!value.empty() && (is_space(value.front()) || value.front() == '*')) value.remove_prefix(1);
  const std::string name = bare(line.substr(0, colon));
  for (const Name& known : names_)
    if (known.name == name) return known.field;
  return Field::other;
}

std::size_t MailMarks::html_quote(std::string_view html) const {
  const std::string low = lowered(html);
  std::size_t first = std::string_view::npos;
  for (const std::string& mark : html_) first = std::min(first, low.find(mark));
  return first == std::string_view::npos ? first : low.rfind('<', first);
}

bool MailMarks::is_forward_subject(std::string_view subject) const {
  const std::string low = lowered(subject);
  return std::any_of(subjects_.begin(), subjects_.end(),
                     [&](const std::string& begin) { return low.starts_with(begin); });
}

bool MailMarks::tells_forward(std::string_view text) const {
  const std::string low = lowered(text);
  return std::any_of(forward_.begin(), forward_.end(),
                     [&](const std::string& phrase) { return low.find(phrase) != std::string::npos; });
}

MailText part_mail_text(std::string_view text, const MailMarks& marks, bool handed_on) {
  return Parter(text, marks, handed_on).part();
}

}  // namespace dragoman
