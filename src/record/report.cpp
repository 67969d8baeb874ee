#include "record/report.h"

#include <algorithm>
#include <map>

#include "base/unicode.h"

namespace dragoman {
namespace {

// Visible text: control characters and bidi marks made harmless, white space squeezed.
std::string shown(std::string_view text) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded8 point = decode_utf8(text, at);
    const char32_t c = point.code_point;
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      blank = !out.empty();
    } else {
      if (blank) out += ' ';
      blank = false;
      const bool harmful = c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
                           (c >= 0x2066 && c <= 0x2069) || !point.good;
      if (harmful)
        out += '?';
      else
        out.append(text, at, point.size);
    }
    at += point.size;
  }
  return out;
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string cut(std::string_view text, std::size_t width) {
  std::string line = shown(text);
  if (columns(line) <= width) return line;
  std::size_t at = 0;
  for (std::size_t column = 0; column + 1 < width; ++column) {
    ++at;
    while (at < line.size() && !starts_character(line, at)) ++at;
  }
  return line.substr(0, at) + "…";
}

class Report {
 public:
  Report(const Reading& reading, const ReportOptions& options) : reading_(reading), options_(options) {}

  std::string write() {
    heading();
    mended();
    cut_off();
    if (reading_.last >= Stage::mentions) people();
    if (reading_.last >= Stage::statements) statements();
    if (reading_.last >= Stage::events) events();
    notes();
    return std::move(out_);
  }

 private:
  const Text& text() const { return reading_.page.text; }
  const Mentions& mentions() const { return reading_.mentions; }
  std::string_view words(TextSpan span) const { return text().view(span); }

  std::string painted(std::string_view content, const char* colour) const {
    if (!options_.colour) return std::string(content);
    return std::string("\x1b[") + colour + "m" + std::string(content) + "\x1b[0m";
  }
  void line(const std::string& content) { out_ += content + "\n"; }
  void section(std::string_view name, std::size_t count) {
    line("");
    line(painted(std::string(name) + " (" + std::to_string(count) + ")", "1"));
  }
  // "label    content", continuation lines indented; wraps at blanks.
  void row(std::string_view label, std::string_view content, std::size_t indent = 2) {
    const std::size_t left = indent + 13;
    std::string start(indent, ' ');
    start += painted(label, "2");
    start.append(left > indent + label.size() ? left - indent - label.size() : 1, ' ');
    const std::string all = shown(content);
    const std::size_t room = std::max<std::size_t>(options_.width > left ? options_.width - left : 0, 30);
    std::size_t begin = 0;
    while (begin < all.size() || begin == 0) {
      std::size_t end = begin, last_blank = 0, column = 0;
      while (end < all.size() && column <= room) {
        if (all[end] == ' ') last_blank = end;
        ++end;
        while (end < all.size() && !starts_character(all, end)) ++end;
        ++column;
      }
      if (end < all.size() && last_blank > begin) end = last_blank;
      line((begin == 0 ? start : std::string(left, ' ')) + all.substr(begin, end - begin));
      begin = end;
      while (begin < all.size() && all[begin] == ' ') ++begin;
      if (all.empty()) break;
    }
  }
  static std::string bytes(SourceSpan span) {
    return "[" + std::to_string(span.begin) + "-" + std::to_string(span.end) + "]";
  }
  std::string bytes(TextSpan span) const { return bytes(text().source_of(span)); }

  void heading() {
    const Article& article = reading_.article;
    const Origin& origin = reading_.source.origin;
    line(painted(article.title.empty() ? "(no title found)" : shown(article.title), "1"));
    if (article.published) {
      std::string date = article.published->date.iso();
      if (!article.published->time.empty()) date += " " + article.published->time;
      row("published", date + "  (" + article.published->how + ")");
    } else {
      row("published", "unknown: give --date, or dates such as \"on Monday\" stay open");
    }
    std::string authors;
    for (const std::string& author : article.authors) authors += (authors.empty() ? "" : ", ") + author;
    if (!authors.empty()) row("by", authors);
    if (!article.publisher.empty()) row("publisher", article.publisher);
    std::string source = origin.name + (origin.id.empty() ? "" : " (" + origin.id + ")");
    source += ", " + std::to_string(reading_.source.bytes->size()) + " bytes, " + reading_.page.media_type + ", " +
              reading_.page.encoding + ", language " + (article.language.empty() ? "unknown" : article.language);
    row("source", source);
  }

  void mended() {
    show_repairs("Mended", text().repairs());
    show_repairs("Would be mended", reading_.page.flagged);
  }
  void show_repairs(std::string_view name, std::span<const Repair> repairs) {
    if (repairs.empty()) return;
    section(name, repairs.size());
    for (const Repair& repair : repairs)
      row(name_of(repair.kind),
          "\"" + repair.before + "\" → \"" + repair.after + "\"  " + repair.detail + "  " + bytes(repair.source));
  }

  void cut_off() {
    const auto& labels = reading_.article.blocks;
    std::size_t count = 0;
    for (const LabelledBlock& block : labels) count += block.label >= Label::appeal;
    if (count == 0) return;
    section("Cut off", count);
    constexpr std::size_t shown_at_most = 12;
    std::size_t done = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i].label < Label::appeal) continue;
      if (++done > shown_at_most) continue;
      const TextSpan span = reading_.page.blocks[i].span;
      row(name_of(labels[i].label),
          cut(words(span), 60) + "  " + bytes(span) + (labels[i].why.empty() ? "" : "  (" + labels[i].why + ")"));
    }
    if (done > shown_at_most) row("", "and " + std::to_string(done - shown_at_most) + " more: see blocks in --json");
  }

  static std::string code(std::string_view country, std::string_view sector) {
    std::string out(country.empty() ? "?" : country);
    if (!sector.empty()) out.append(" ").append(sector);
    return out;
  }

  void people() {
    std::vector<std::uint32_t> ids;
    for (std::uint32_t id = 0; id < mentions().entities.size(); ++id) {
      const Entity& entity = mentions().entities[id];
      const bool told = std::any_of(entity.mentions.begin(), entity.mentions.end(), [&](std::uint32_t m) {
        return mentions().mentions[m].form != MentionForm::pronoun;
      });
      if (told && (!entity.country.empty() || !entity.sector.empty())) ids.push_back(id);
    }
    std::stable_sort(ids.begin(), ids.end(), [&](std::uint32_t a, std::uint32_t b) {
      return mentions().entities[a].mentions.size() > mentions().entities[b].mentions.size();
    });
    section("People, bodies and states", ids.size());
    constexpr std::size_t shown_at_most = 20;
    for (std::size_t i = 0; i < ids.size() && i < shown_at_most; ++i) {
      const Entity& entity = mentions().entities[ids[i]];
      std::string about = entity.name;
      if (!entity.office.empty()) about += ", " + entity.office;
      about += "  ×" + std::to_string(entity.mentions.size()) + "  " +
               bytes(mentions().mentions[entity.mentions.front()].span);
      row(code(entity.country, entity.sector), about);
    }
    if (ids.size() > shown_at_most)
      row("", "and " + std::to_string(ids.size() - shown_at_most) + " more: see entities in --json");
  }

  std::string joined(const std::vector<TextSpan>& spans) const {
    std::string all;
    for (const TextSpan span : spans) all.append(all.empty() ? "" : " … ").append(words(span));
    return all;
  }

  void statements() {
    const auto& all = reading_.statements.statements;
    section("Statements", all.size());
    for (const Statement& statement : all) {
      std::string who = joined(statement.source);
      if (statement.speaker != none) {
        const Entity& speaker = mentions().entities[statement.speaker];
        if (!speaker.name.empty() && speaker.name != who) who += who.empty() ? speaker.name : " (" + speaker.name + ")";
        if (!speaker.country.empty()) who += " [" + code(speaker.country, speaker.sector) + "]";
      }
      row(name_of(statement.stance), (who.empty() ? "?" : who) + (statement.negated ? " did not say" : "") + ": " +
                                         joined(statement.content) + "  " +
                                         (statement.content.empty() ? "" : bytes(statement.content.front())));
    }
  }

  std::string parties(const std::vector<Party>& parties) const {
    std::string out;
    for (const Party& party : parties) {
      if (!out.empty()) out += " + ";
      std::string name = party.entity == none ? "(implied)" : mentions().entities[party.entity].name;
      if (party.mention != none) {
        const std::string_view mention = words(mentions().mentions[party.mention].span);
        if (name.empty())
          name = mention;
        else if (name != mention)
          name += " (\"" + std::string(mention) + "\")";
      }
      out += name + " [" + code(party.country, party.sector) + "]";
    }
    return out;
  }

  std::string mention(std::uint32_t id) const { return std::string(words(mentions().mentions[id].span)); }

  void events() {
    section("Events", reading_.events.size());
    std::size_t number = 0;
    for (const Event& event : reading_.events) {
      std::string title = std::to_string(++number) + ". " + event.type;
      if (!event.mode.empty()) title += " " + event.mode;
      title += event.status == Factuality::actual ? "" : "  (" + std::string(name_of(event.status)) + ")";
      line("  " + painted(title, "1") + (event.cameo.empty() ? "" : "  CAMEO " + event.cameo));
      if (!event.actors.empty()) row("who", parties(event.actors), 5);
      if (!event.recipients.empty()) row("to whom", parties(event.recipients), 5);
      if (event.date.year) row("when", event.date.iso(), 5);
      if (event.toponym != none) {
        const Toponym& place = mentions().toponyms[event.toponym];
        row("where", place.name + (place.country.empty() ? "" : ", " + place.country), 5);
      }
      if (event.killed) row("killed", std::to_string(*event.killed), 5);
      if (event.injured) row("injured", std::to_string(*event.injured), 5);
      if (event.reported_by != none) row("according to", mention(event.reported_by), 5);
      if (event.denied_by != none) row("denied by", mention(event.denied_by), 5);
      for (const TextSpan span : event.evidence) row("words", "\"" + shown(words(span)) + "\"  " + bytes(span), 5);
      if (event.frame) row("read by", event.frame.str(), 5);
    }
  }

  void notes() {
    if (reading_.notes.empty()) return;
    section("Notes", reading_.notes.size());
    for (const Note& note : reading_.notes) row(note.stage, note.what + (note.at ? "  " + bytes(*note.at) : ""));
  }

  const Reading& reading_;
  const ReportOptions& options_;
  std::string out_;
};

}  // namespace

std::string report(const Reading& reading, const ReportOptions& options) { return Report(reading, options).write(); }

}  // namespace dragoman
