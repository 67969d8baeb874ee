#include "record/fact_lines.h"

namespace dragoman {
namespace {

// One line in the making: fields joined by " | ", line breaks shown as blanks.
class Line {
 public:
  explicit Line(std::string_view kind) : out_(kind) {}
  Line& word(std::string_view text) {
    out_ += " | ";
    append(text);
    return *this;
  }
  Line& field(std::string_view name, std::string_view text) {
    if (text.empty()) return *this;
    out_ += " | ";
    out_ += name;
    out_ += '=';
    append(text);
    return *this;
  }
  std::string at(SourceSpan span) {
    field("at", std::to_string(span.begin) + "-" + std::to_string(span.end));
    return std::move(out_);
  }

 private:
  void append(std::string_view text) {
    for (const char byte : text) out_ += byte == '\n' || byte == '\r' || byte == '\t' ? ' ' : byte;
  }
  std::string out_;
};

class Facts {
 public:
  explicit Facts(const Reading& reading) : reading_(reading) {}
  std::vector<std::string> lines;

  void mend() {
    for (const Repair& repair : text().repairs()) add(repair, true);
    for (const Repair& repair : reading_.page.flagged) add(repair, false);
  }

  void page() {
    for (const Block& block : reading_.page.blocks)
      lines.push_back(Line("block").field("text", text().view(block.span)).at(text().source_of(block.span)));
  }

  void article() {
    const Article& article = reading_.article;
    if (!article.title.empty())
      lines.push_back(Line("title").field("text", article.title).at(article.title_at.value_or(SourceSpan{})));
    if (article.published)
      lines.push_back(Line("published")
                          .field("value", article.published->date.iso())
                          .field("time", article.published->time)
                          .field("how", article.published->how)
                          .at(article.published->at.value_or(SourceSpan{})));
    for (const std::string& author : article.authors) lines.push_back(Line("author").field("name", author).at({}));
    lines.push_back(Line("language").word(article.language).at({}));
    for (std::size_t i = 0; i < article.blocks.size(); ++i) {
      const TextSpan span = reading_.page.blocks[i].span;
      lines.push_back(Line("block")
                          .word(name_of(article.blocks[i].label))
                          .field("text", text().view(span))
                          .field("why", article.blocks[i].why)
                          .at(text().source_of(span)));
    }
  }

  void syntax() {
    const Syntax& syntax = reading_.syntax;
    for (const Sentence& sentence : syntax.sentences) {
      lines.push_back(Line("sentence").field("text", text().view(sentence.span)).at(text().source_of(sentence.span)));
      for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
        const Token& token = syntax.tokens[t];
        lines.push_back(Line("token")
                            .field("form", text().view(token.span))
                            .field("lemma", syntax.lemma(t))
                            .field("upos", name_of(token.upos))
                            .field("xpos", xpos_name(token.xpos))
                            .field("deprel", name_of(token.deprel))
                            .field("head", token.head == none ? "" : text().view(syntax.tokens[token.head].span))
                            .at(text().source_of(token.span)));
      }
    }
  }

  void mentions() {
    const Mentions& all = reading_.mentions;
    for (const Entity& entity : all.entities)
      lines.push_back(Line("entity")
                          .field("name", entity.name)
                          .field("kind", name_of(entity.kind))
                          .field("country", entity.country)
                          .field("sector", entity.sector)
                          .field("office", entity.office)
                          .field("known_by", entity.known_by.str())
                          .at(first_place(entity)));
    for (const Mention& mention : all.mentions)
      lines.push_back(Line("mention")
                          .field("text", text().view(mention.span))
                          .field("form", name_of(mention.form))
                          .field("entity", name_of_entity(mention.entity))
                          .at(text().source_of(mention.span)));
    for (const Timex& timex : all.timexes)
      lines.push_back(Line("timex")
                          .field("text", text().view(timex.span))
                          .field("type", name_of(timex.type))
                          .field("value", timex.value)
                          .field("mod", timex.mod)
                          .at(text().source_of(timex.span)));
    for (const Toponym& place : all.toponyms)
      lines.push_back(Line("place")
                          .field("text", text().view(place.span))
                          .field("name", place.name)
                          .field("country", place.country)
                          .field("geonameid", place.geonameid ? std::to_string(place.geonameid) : "")
                          .at(text().source_of(place.span)));
  }

  void statements() {
    for (const Statement& statement : reading_.statements.statements)
      lines.push_back(Line("statement")
                          .word(name_of(statement.kind))
                          .field("source", joined(statement.source))
                          .field("speaker", name_of_entity(statement.speaker))
                          .field("addressee", name_of_entity(statement.addressee))
                          .field("cue", joined(statement.cue))
                          .field("content", joined(statement.content))
                          .field("stance", name_of(statement.stance))
                          .field("negated", statement.negated ? "yes" : "")
                          .at(hull(statement.content)));
    for (const Quotation& quotation : reading_.statements.quotations)
      lines.push_back(Line(quotation.statement == none ? "marks" : "quotation")
                          .field("text", text().view(quotation.span))
                          .field("speaker", name_of_entity(quotation.speaker))
                          .at(text().source_of(quotation.span)));
  }

  void events() {
    for (const Event& event : reading_.events) {
      Line line("event");
      line.word(event.type).field("mode", event.mode).field("status", name_of(event.status));
      parties(line, "actor", event.actors);
      parties(line, "recipient", event.recipients);
      line.field("date", event.date.iso());
      if (event.toponym != none) line.field("place", reading_.mentions.toponyms[event.toponym].name);
      if (event.killed) line.field("killed", std::to_string(*event.killed));
      if (event.injured) line.field("injured", std::to_string(*event.injured));
      line.field("reported_by", mention_text(event.reported_by)).field("denied_by", mention_text(event.denied_by));
      line.field("cameo", event.cameo);
      for (const TextSpan span : event.evidence) line.field("evidence", text().view(span));
      line.field("frame", event.frame.str());
      lines.push_back(line.at(text().source_of(event.evidence.empty() ? TextSpan{} : event.evidence[0])));
    }
  }

 private:
  void add(const Repair& repair, bool made) {
    const RunnerUp& second = repair.runner_up;
    Line line(name_of(repair.kind));
    line.field("from", repair.before).field("to", repair.after).field("detail", repair.detail);
    line.field("score", rounded(repair.score));
    line.field("second", second.kind ? std::string(name_of(*second.kind)) + " " + second.detail +
                                           (second.text.empty() ? "" : " " + second.text)
                                     : "as it stands");
    line.field("behind", rounded(second.behind));
    if (!made) line.field("made", "no");
    lines.push_back(line.at(repair.source));
  }
  static std::string rounded(float value) {
    char out[32];
    std::snprintf(out, sizeof out, "%.1f", static_cast<double>(value));
    return out;
  }
  const Text& text() const { return reading_.page.text; }
  std::string_view name_of_entity(std::uint32_t id) const {
    return id == none ? std::string_view() : std::string_view(reading_.mentions.entities[id].name);
  }
  std::string_view mention_text(std::uint32_t id) const {
    return id == none ? std::string_view() : text().view(reading_.mentions.mentions[id].span);
  }
  SourceSpan first_place(const Entity& entity) const {
    return entity.mentions.empty() ? SourceSpan{}
                                   : text().source_of(reading_.mentions.mentions[entity.mentions[0]].span);
  }
  std::string joined(const std::vector<TextSpan>& spans) const {
    std::string out;
    for (const TextSpan span : spans) out.append(out.empty() ? "" : " ... ").append(text().view(span));
    return out;
  }
  SourceSpan hull(const std::vector<TextSpan>& spans) const {
    if (spans.empty()) return {};
    return text().source_of({spans.front().begin, spans.back().end});
  }
  void parties(Line& line, std::string_view name, const std::vector<Party>& parties) const {
    for (const Party& party : parties) {
      std::string code = party.country.empty() ? "-" : party.country;
      code += ' ';
      code += party.sector.empty() ? "-" : party.sector;
      line.field(name, code);
      line.field(std::string(name) + "_name", name_of_entity(party.entity));
    }
  }

  const Reading& reading_;
};

}  // namespace

std::vector<std::string> fact_lines(const Reading& reading, Stage stage) {
  Facts facts(reading);
  switch (stage) {
    case Stage::page:
      facts.page();
      break;
    case Stage::mend:
      facts.mend();
      break;
    case Stage::article:
      facts.article();
      break;
    case Stage::syntax:
      facts.syntax();
      break;
    case Stage::mentions:
      facts.mentions();
      break;
    case Stage::statements:
      facts.statements();
      break;
    case Stage::events:
      facts.events();
      break;
  }
  return std::move(facts.lines);
}

std::string fact_text(const Reading& reading, Stage stage) {
  std::string out;
  for (const std::string& line : fact_lines(reading, stage)) out += line + "\n";
  return out;
}

}  // namespace dragoman
