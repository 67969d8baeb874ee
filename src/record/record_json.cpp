#include "record/record_json.h"

#include "base/json_writer.h"
#include "base/sha256.h"

namespace dragoman {
namespace {

class RecordWriter {
 public:
  RecordWriter(const Reading& reading, const RecordOptions& options)
      : reading_(reading), options_(options), json_(options.indent) {}

  std::string write() {
    json_.begin_object();
    json_.member("schema", "dragoman/1");
    if (options_.made_by) write_versions(*options_.made_by);
    write_source();
    write_article();
    write_repairs();
    write_blocks();
    if (reading_.last >= Stage::syntax) write_syntax();
    if (reading_.last >= Stage::mentions) write_mentions();
    if (reading_.last >= Stage::statements) write_statements();
    if (reading_.last >= Stage::events) write_events();
    write_notes();
    json_.end_object();
    return json_.take();
  }

 private:
  const Text& text() const { return reading_.page.text; }

  void at(SourceSpan span) {
    json_.key("at");
    json_.pair(span.begin, span.end);
  }
  void words(TextSpan span) {  // members of an open object
    at(text().source_of(span));
    json_.member("text", text().view(span));
  }
  void evidence(std::string_view name, const std::vector<TextSpan>& spans) {
    json_.key(name);
    json_.begin_array();
    for (const TextSpan span : spans) {
      json_.begin_object();
      words(span);
      json_.end_object();
    }
    json_.end_array();
  }
  void optional_text(std::string_view name, std::string_view content) {
    if (!content.empty()) json_.member(name, content);
  }
  void id_or_null(std::string_view name, std::uint32_t id) {
    json_.key(name);
    if (id == none)
      json_.null();
    else
      json_.value(id);
  }

  void write_versions(const Versions& versions) {
    json_.key("made_by");
    json_.begin_object();
    json_.member("engine", versions.engine);
    json_.member("knowledge", versions.knowledge);
    json_.member("models", versions.models);
    json_.end_object();
  }

  void write_source() {
    const Source& source = reading_.source;
    json_.key("source");
    json_.begin_object();
    json_.member("name", source.origin.name);
    if (source.origin.record_offset) json_.member("record_offset", *source.origin.record_offset);
    optional_text("id", source.origin.id);
    optional_text("fetched", source.origin.fetched);
    json_.member("sha256", sha256_hex(*source.bytes));
    json_.member("bytes", std::uint64_t{source.bytes->size()});
    json_.member("encoding", reading_.page.encoding);
    json_.member("media_type", reading_.page.media_type);
    json_.end_object();
  }

  // How a fact was found, and its bytes.
  void found(const std::string& name, const std::string& how, const std::optional<SourceSpan>& at) {
    optional_text(name + "_how", how);
    if (!at) return;
    json_.key(name + "_at");
    json_.pair(at->begin, at->end);
  }

  void write_article() {
    const Article& article = reading_.article;
    if (reading_.last < Stage::article) return;
    json_.key("published");
    if (!article.published) {
      json_.null();
    } else {
      json_.begin_object();
      json_.member("value", article.published->date.iso() +
                                (article.published->time.empty() ? "" : "T" + article.published->time));
      json_.member("how", article.published->how);
      if (article.published->at) at(*article.published->at);
      json_.end_object();
    }
    json_.member("language", article.language);
    optional_text("language_how", article.language_how);
    json_.member("title", article.title);
    found("title", article.title_how, article.title_at);
    json_.key("authors");
    json_.begin_array();
    for (const std::string& author : article.authors) json_.value(author);
    json_.end_array();
    found("authors", article.authors_how, article.authors_at);
    json_.member("publisher", article.publisher);
    found("publisher", article.publisher_how, article.publisher_at);
    optional_text("address", article.address);
    found("address", article.address_how, article.address_at);
  }

  void write_repairs() {
    json_.key("repairs");
    json_.begin_array();
    for (const Repair& repair : text().repairs()) write_repair(repair, true);
    for (const Repair& repair : reading_.page.flagged) write_repair(repair, false);
    json_.end_array();
  }

  void write_repair(const Repair& repair, bool made) {
    json_.begin_object();
    at(repair.source);
    json_.member("from", repair.before);
    json_.member("to", repair.after);
    json_.member("kind", name_of(repair.kind));
    json_.member("detail", repair.detail);
    json_.key("score");
    json_.number(repair.score, 2);
    write_runner_up(repair.runner_up);
    if (!made) json_.member("made", false);
    json_.end_object();
  }

  void write_runner_up(const RunnerUp& runner_up) {
    json_.key("runner_up");
    json_.begin_object();
    json_.member("kind", runner_up.kind ? name_of(*runner_up.kind) : "as it stands");
    optional_text("to", runner_up.text);
    optional_text("detail", runner_up.detail);
    json_.key("behind");
    json_.number(runner_up.behind, 2);
    json_.end_object();
  }

  void write_blocks() {
    json_.key("blocks");
    json_.begin_array();
    for (std::size_t i = 0; i < reading_.page.blocks.size(); ++i) {
      if (options_.body_only && !is_body(reading_.article.blocks[i].label)) continue;
      json_.begin_object();
      at(text().source_of(reading_.page.blocks[i].span));
      if (i < reading_.article.blocks.size()) {
        const LabelledBlock& block = reading_.article.blocks[i];
        json_.member("label", name_of(block.label));
        // The sentences hold the words of the body, where the syntax stage has run.
        if (!is_body(block.label) || reading_.last < Stage::syntax)
          json_.member("text", text().view(reading_.page.blocks[i].span));
        if (!is_body(block.label)) optional_text("why", block.why);
      } else {
        json_.member("text", text().view(reading_.page.blocks[i].span));
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void write_syntax() {
    json_.key("sentences");
    json_.begin_array();
    for (const Sentence& sentence : reading_.syntax.sentences) {
      json_.begin_object();
      words(sentence.span);
      if (options_.tokens) write_tokens(sentence);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_tokens(const Sentence& sentence) {
    const Syntax& syntax = reading_.syntax;
    json_.key("tokens");
    json_.begin_array();
    for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
      const Token& token = syntax.tokens[t];
      json_.begin_object();
      words(token.span);
      json_.member("lemma", syntax.lemma(t));
      json_.member("upos", name_of(token.upos));
      json_.member("xpos", xpos_name(token.xpos));
      json_.member("head", token.head == none ? 0u : token.head - sentence.begin + 1);
      json_.member("deprel", name_of(token.deprel));
      if (token.joined) json_.member("joined", true);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_mentions() {
    const Mentions& all = reading_.mentions;
    json_.key("entities");
    json_.begin_array();
    for (std::uint32_t id = 0; id < all.entities.size(); ++id) write_entity(id);
    json_.end_array();
    json_.key("timexes");
    json_.begin_array();
    for (const Timex& timex : all.timexes) {
      json_.begin_object();
      words(timex.span);
      json_.member("type", name_of(timex.type));
      json_.member("value", timex.value);
      optional_text("mod", timex.mod);
      json_.end_object();
    }
    json_.end_array();
    json_.key("toponyms");
    json_.begin_array();
    for (const Toponym& place : all.toponyms) write_toponym(place);
    json_.end_array();
  }

  void write_entity(std::uint32_t id) {
    const Entity& entity = reading_.mentions.entities[id];
    json_.begin_object();
    json_.member("id", id);
    json_.member("name", entity.name);
    json_.member("kind", name_of(entity.kind));
    json_.member("country", entity.country);
    json_.member("sector", entity.sector);
    json_.member("office", entity.office);
    json_.member("code", entity.code);
    json_.member("known_by", entity.known_by.str());
    if (!entity.members.empty()) {
      json_.key("members");
      json_.begin_array();
      for (const std::uint32_t member : entity.members) json_.value(member);
      json_.end_array();
    }
    json_.key("mentions");
    json_.begin_array();
    for (const std::uint32_t i : entity.mentions) {
      const Mention& mention = reading_.mentions.mentions[i];
      json_.begin_object();
      words(mention.span);
      json_.member("type", name_of(mention.form));
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void write_toponym(const Toponym& place) {
    json_.begin_object();
    words(place.span);
    json_.member("name", place.name);
    json_.member("country", place.country);
    json_.key("lat");
    if (place.latitude)
      json_.number(*place.latitude, 5);
    else
      json_.null();
    json_.key("lon");
    if (place.longitude)
      json_.number(*place.longitude, 5);
    else
      json_.null();
    json_.key("geonameid");
    if (place.geonameid)
      json_.value(place.geonameid);
    else
      json_.null();
    json_.end_object();
  }

  void write_statements() {
    json_.key("statements");
    json_.begin_array();
    const auto& statements = reading_.statements.statements;
    for (std::uint32_t id = 0; id < statements.size(); ++id) {
      const Statement& statement = statements[id];
      json_.begin_object();
      json_.member("id", id);
      json_.member("kind", name_of(statement.kind));
      id_or_null("source", statement.speaker);
      evidence("source_at", statement.source);
      id_or_null("addressee", statement.addressee);
      evidence("cue", statement.cue);
      evidence("content", statement.content);
      json_.member("stance", name_of(statement.stance));
      json_.member("negated", statement.negated);
      id_or_null("within", statement.within);
      optional_text("known_by", statement.known_by.str());
      json_.end_object();
    }
    json_.end_array();
    json_.key("quotations");
    json_.begin_array();
    for (const Quotation& quotation : reading_.statements.quotations) {
      json_.begin_object();
      words(quotation.span);
      id_or_null("statement", quotation.statement);
      id_or_null("speaker", quotation.speaker);
      if (quotation.speaker_mention != none) {
        json_.key("speaker_mention");
        json_.begin_object();
        words(reading_.mentions.mentions[quotation.speaker_mention].span);
        json_.end_object();
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void write_parties(std::string_view name, const std::vector<Party>& parties) {
    json_.key(name);
    json_.begin_array();
    for (const Party& party : parties) {
      json_.begin_object();
      id_or_null("entity", party.entity);
      if (party.mention != none) words(reading_.mentions.mentions[party.mention].span);
      json_.member("country", party.country);
      json_.member("sector", party.sector);
      json_.end_object();
    }
    json_.end_array();
  }

  void mention_or_null(std::string_view name, std::uint32_t mention) {
    json_.key(name);
    if (mention == none) {
      json_.null();
      return;
    }
    json_.begin_object();
    id_or_null("entity", reading_.mentions.mentions[mention].entity);
    words(reading_.mentions.mentions[mention].span);
    json_.end_object();
  }

  void count_or_null(std::string_view name, const std::optional<std::uint32_t>& count) {
    json_.key(name);
    if (count)
      json_.value(*count);
    else
      json_.null();
  }

  void write_events() {
    json_.key("events");
    json_.begin_array();
    for (std::uint32_t id = 0; id < reading_.events.size(); ++id) write_event(id);
    json_.end_array();
  }

  void write_event(std::uint32_t id) {
    const Event& event = reading_.events[id];
    json_.begin_object();
    json_.member("id", id);
    json_.member("type", event.type);
    json_.key("mode");
    if (event.mode.empty())
      json_.null();
    else
      json_.value(event.mode);
    json_.member("cameo", event.cameo);
    json_.key("contexts");
    json_.begin_array();
    for (const std::string& context : event.contexts) json_.value(context);
    json_.end_array();
    json_.member("status", name_of(event.status));
    write_parties("actors", event.actors);
    write_parties("recipients", event.recipients);
    write_event_date(event);
    id_or_null("place", event.toponym);
    mention_or_null("reported_by", event.reported_by);
    mention_or_null("denied_by", event.denied_by);
    count_or_null("killed", event.killed);
    count_or_null("injured", event.injured);
    json_.key("score");
    json_.number(event.score, 3);
    json_.key("intensity");
    if (event.intensity)
      json_.number(*event.intensity, 1);
    else
      json_.null();
    json_.member("frame", event.frame.str());
    evidence("evidence", event.evidence);
    json_.end_object();
  }

  void write_event_date(const Event& event) {
    json_.key("date");
    const std::string value = event.date.iso();
    if (value.empty()) {
      json_.null();
      return;
    }
    json_.begin_object();
    json_.member("value", value);
    json_.member("grain", event.date.day ? "day" : event.date.month ? "month" : "year");
    id_or_null("from", event.timex);
    json_.end_object();
  }

  void write_notes() {
    json_.key("notes");
    json_.begin_array();
    for (const Note& note : reading_.notes) {
      json_.begin_object();
      json_.member("stage", note.stage);
      json_.member("what", note.what);
      if (note.at) at(*note.at);
      json_.end_object();
    }
    json_.end_array();
  }

  const Reading& reading_;
  const RecordOptions& options_;
  JsonWriter json_;
};

}  // namespace

std::string record_json(const Reading& reading, const RecordOptions& options) {
  return RecordWriter(reading, options).write();
}

}  // namespace dragoman
