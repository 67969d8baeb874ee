#include "store/landing.h"

#include <zstd.h>

#include <cstring>
#include <ctime>
#include <map>
#include <unordered_map>

#include "store/clusters.h"
#include "store/schema.h"

namespace dragoman::store {
namespace {

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string compressed(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1);
  out.resize(ZSTD_isError(size) ? 0 : size);
  return out;
}

std::string for_dialect(std::string_view sql, Dialect dialect) {
  const std::pair<std::string_view, std::string_view> words[] = {
      {"$id", dialect == Dialect::sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY"},
      {"$blob", dialect == Dialect::sqlite ? "BLOB" : "BYTEA"},
      {"$keyed", dialect == Dialect::sqlite ? "WITHOUT ROWID" : ""}};
  std::string out(sql);
  for (const auto& [from, to] : words)
    for (std::size_t at = 0; (at = out.find(from, at)) != out.npos; at += to.size()) out.replace(at, from.size(), to);
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out.append(out.empty() ? "" : ";").append(text);
  return out;
}

std::string values(int count) {
  std::string out = " VALUES (";
  for (int i = 1; i <= count; ++i) out += (i > 1 ? ", $" : "$") + std::to_string(i);
  return out + ")";
}

}  // namespace

LandingItem landing_item(DocumentRows rows, std::string_view record, std::string_view source) {
  return {std::move(rows), compressed(record), source.empty() ? std::string() : compressed(source)};
}

struct Lander::State {
  std::unique_ptr<Database> database;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements;
  BucketTable buckets;
  std::unordered_map<std::int64_t, std::int64_t> cluster_of;  // event -> cluster, of those that have one
  std::unordered_map<std::int64_t, std::int64_t> merged;      // cluster -> the one it became part of
  std::map<std::string, std::int64_t> runs;
  std::int64_t last_document = 0, last_reading = 0, last_event = 0, last_sentence = 0, last_statement = 0,
               last_cluster = 0;
  bool is_open = false;  // a transaction
  Landed landed, pending;

  Result<Statement*> statement(const std::string& sql) {
    std::unique_ptr<Statement>& found = statements[sql];
    if (!found) {
      auto made = database->prepare(sql);
      if (!made) return tl::unexpected(made.error());
      found = std::move(*made);
    }
    return found.get();
  }
  template <class... Values>
  Result<void> run(const std::string& sql, const Values&... bound) {
    auto made = statement(sql);
    if (!made) return tl::unexpected(made.error());
    ((*made)->add(bound), ...);
    return (*made)->run();
  }
  // The first column of the first row; nothing when there is none or it is null.
  template <class... Values>
  Result<std::optional<std::int64_t>> number(const std::string& sql, const Values&... bound) {
    auto made = statement(sql);
    if (!made) return tl::unexpected(made.error());
    ((*made)->add(bound), ...);
    auto rows = (*made)->rows();
    if (!rows) return tl::unexpected(rows.error());
    const auto more = (*rows)->next();
    if (!more) return tl::unexpected(more.error());
    if (!*more || (*rows)->is_null(0)) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>((*rows)->integer(0));
  }

  Result<void> prepare_store();
  Result<void> load_clusters();
  Result<void> begin();
  Result<std::int64_t> run_of(const Versions& versions);
  Result<std::int64_t> document_of(const LandingItem& item, bool& is_new);
  Result<void> add(const LandingItem& item);
  Result<void> add_sentences(const DocumentRows& rows, std::int64_t reading);
  Result<void> add_statements(const DocumentRows& rows, std::int64_t reading, std::int64_t document,
                              std::int64_t first_sentence);
  Result<void> add_event(const FlatEvent& event, const DocumentRows& rows, std::int64_t reading, std::int64_t document,
                         std::int64_t first_sentence);
  Result<std::optional<std::int64_t>> cluster(const FlatEvent& event, const DocumentRows& rows, std::int64_t id);
  std::int64_t final_cluster(std::int64_t cluster) const {
    for (auto at = merged.find(cluster); at != merged.end(); at = merged.find(cluster)) cluster = at->second;
    return cluster;
  }
  Result<void> index_words();
};

#define DRAGOMAN_TRY(expression)                                                 \
  do {                                                                           \
    if (auto tried = (expression); !tried) return tl::unexpected(tried.error()); \
  } while (false)

Result<void> Lander::State::prepare_store() {
  DRAGOMAN_TRY(database->execute(for_dialect(tables, database->dialect())));
  if (database->dialect() == Dialect::sqlite) DRAGOMAN_TRY(database->execute(sqlite_words));
  DRAGOMAN_TRY(run("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", "schema",
                   std::to_string(schema_version)));
  auto version = number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'schema'");
  if (!version) return tl::unexpected(version.error());
  if (*version != schema_version)
    return fail(FailureCode::malformed, "store", "the store has the schema of another version",
                "land the sources into a new store, or use the program that made it");
  return load_clusters();
}

Result<void> Lander::State::load_clusters() {
  const auto each = [&](const char* sql, auto&& take) -> Result<void> {
    auto made = database->prepare(sql);
    if (!made) return tl::unexpected(made.error());
    auto rows = (*made)->rows();
    if (!rows) return tl::unexpected(rows.error());
    for (;;) {
      const auto more = (*rows)->next();
      if (!more) return tl::unexpected(more.error());
      if (!*more) return {};
      take(**rows);
    }
  };
  DRAGOMAN_TRY(each("SELECT event, hashes FROM buckets", [&](const Rows& row) {
    const std::int64_t event = row.integer(0);
    const std::string_view hashes = row.blob(1);
    for (std::size_t at = 0; at + sizeof(std::uint64_t) <= hashes.size(); at += sizeof(std::uint64_t)) {
      std::uint64_t hash;
      std::memcpy(&hash, hashes.data() + at, sizeof hash);
      bool is_new;
      buckets.find_or_add(hash, event, is_new);
    }
  }));
  DRAGOMAN_TRY(each("SELECT id, cluster FROM events WHERE cluster IS NOT NULL",
                    [&](const Rows& row) { cluster_of[row.integer(0)] = row.integer(1); }));
  return each("SELECT id, merged_into FROM clusters WHERE merged_into IS NOT NULL",
              [&](const Rows& row) { merged[row.integer(0)] = row.integer(1); });
}

Result<void> Lander::State::begin() {
  if (is_open) return {};
  DRAGOMAN_TRY(database->execute(database->dialect() == Dialect::sqlite ? "BEGIN IMMEDIATE"
                                                                        : "BEGIN; SELECT pg_advisory_xact_lock(7021)"));
  is_open = true;
  const std::pair<const char*, std::int64_t*> counters[] = {
      {"documents", &last_document}, {"readings", &last_reading},     {"events", &last_event},
      {"sentences", &last_sentence}, {"statements", &last_statement}, {"clusters", &last_cluster}};
  for (const auto& [table, last] : counters) {
    auto found = number(std::string("SELECT max(id) FROM ") + table);
    if (!found) return tl::unexpected(found.error());
    *last = found->value_or(0);
  }
  return {};
}

Result<std::int64_t> Lander::State::run_of(const Versions& versions) {
  const std::string name = versions.engine + '|' + versions.knowledge + '|' + versions.models;
  if (const auto known = runs.find(name); known != runs.end()) return known->second;
  const std::string select = "SELECT id FROM runs WHERE engine = $1 AND knowledge = $2 AND models = $3";
  auto found = number(select, versions.engine, versions.knowledge, versions.models);
  if (!found) return tl::unexpected(found.error());
  if (!*found) {
    auto last = number("SELECT max(id) FROM runs");
    if (!last) return tl::unexpected(last.error());
    *found = last->value_or(0) + 1;
    DRAGOMAN_TRY(run("INSERT INTO runs (id, engine, knowledge, models, started)" + values(5), **found, versions.engine,
                     versions.knowledge, versions.models, now()));
  }
  return runs[name] = **found;
}

Result<std::int64_t> Lander::State::document_of(const LandingItem& item, bool& is_new) {
  const FlatDocument& document = item.rows.document;
  auto found = number("SELECT id FROM documents WHERE sha256 = $1", document.sha256);
  if (!found) return tl::unexpected(found.error());
  is_new = !*found;
  if (!is_new) return **found;
  DRAGOMAN_TRY(
      run("INSERT INTO documents (id, sha256, name, record_offset, record_id, fetched, media_type, encoding, "
          "bytes, landed)" +
              values(10),
          last_document + 1, document.sha256, document.name, item.rows.record_offset, item.rows.record_id,
          document.fetched, document.media_type, item.rows.encoding, item.rows.bytes, now()));
  return ++last_document;
}

Result<void> Lander::State::add(const LandingItem& item) {
  DRAGOMAN_TRY(begin());
  const DocumentRows& rows = item.rows;
  const auto run_id = run_of(rows.made_by);
  if (!run_id) return tl::unexpected(run_id.error());
  bool is_new = false;
  const auto document = document_of(item, is_new);
  if (!document) return tl::unexpected(document.error());
  if (!is_new) {
    auto known = number("SELECT id FROM readings WHERE document = $1 AND run = $2", *document, *run_id);
    if (!known) return tl::unexpected(known.error());
    if (*known) {
      ++pending.known;
      return {};
    }
    ++pending.superseded;
    for (const char* sql : {"UPDATE readings SET current = 0 WHERE document = $1 AND current = 1",
                            "UPDATE events SET current = 0 WHERE document = $1 AND current = 1",
                            "UPDATE statements SET current = 0 WHERE document = $1 AND current = 1"})
      DRAGOMAN_TRY(run(sql, *document));
  }
  const std::int64_t reading = ++last_reading;
  const FlatDocument& facts = rows.document;
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? std::optional<std::string_view>() : std::optional<std::string_view>(text);
  };
  auto insert = statement(
      "INSERT INTO readings (id, document, run, current, published, published_day, published_how, language, title, "
      "authors, publisher, address)" +
      values(12));
  if (!insert) return tl::unexpected(insert.error());
  (*insert)->add(reading).add(*document).add(*run_id).add(1);
  for (const auto& text : {text_or_null(facts.published), text_or_null(facts.published_day)})
    text ? (*insert)->add(*text) : (*insert)->add(Null{});
  (*insert)->add(rows.published_how).add(facts.language).add(facts.title).add(facts.authors).add(facts.publisher);
  (*insert)->add(facts.address);
  DRAGOMAN_TRY((*insert)->run());
  auto body = statement("INSERT INTO bodies (reading, record, source)" + values(3));
  if (!body) return tl::unexpected(body.error());
  (*body)->add(reading).add(Blob{item.record});
  item.source.empty() ? (*body)->add(Null{}) : (*body)->add(Blob{item.source});
  DRAGOMAN_TRY((*body)->run());
  const std::int64_t first_sentence = last_sentence + 1;
  DRAGOMAN_TRY(add_sentences(rows, reading));
  DRAGOMAN_TRY(add_statements(rows, reading, *document, first_sentence));
  for (const FlatEvent& event : rows.events) DRAGOMAN_TRY(add_event(event, rows, reading, *document, first_sentence));
  ++pending.documents;
  return {};
}

Result<void> Lander::State::add_sentences(const DocumentRows& rows, std::int64_t reading) {
  static const std::string sql =
      "INSERT INTO sentences (id, reading, number, source_begin, source_end, text)" + values(6);
  for (std::size_t i = 0; i < rows.sentences.size(); ++i) {
    const SentenceRow& row = rows.sentences[i];
    DRAGOMAN_TRY(run(sql, ++last_sentence, reading, static_cast<std::int64_t>(i), row.begin, row.end, row.text));
  }
  return {};
}

Result<void> Lander::State::add_statements(const DocumentRows& rows, std::int64_t reading, std::int64_t document,
                                           std::int64_t first_sentence) {
  static const std::string sql =
      "INSERT INTO statements (id, reading, document, current, number, sentence, kind, speaker, speaker_country, "
      "speaker_sector, stance, negated, cue, content, day, source_begin, source_end)" +
      values(17);
  for (std::size_t i = 0; i < rows.statements.size(); ++i) {
    const StatementRow& row = rows.statements[i];
    auto insert = statement(sql);
    if (!insert) return tl::unexpected(insert.error());
    (*insert)->add(++last_statement).add(reading).add(document).add(1).add(static_cast<std::int64_t>(i));
    row.sentence >= 0 ? (*insert)->add(first_sentence + row.sentence) : (*insert)->add(Null{});
    (*insert)->add(row.kind).add(row.speaker).add(row.speaker_country).add(row.speaker_sector).add(row.stance);
    (*insert)->add(row.negated ? 1 : 0).add(row.cue).add(row.content);
    rows.document.published_day.empty() ? (*insert)->add(Null{}) : (*insert)->add(rows.document.published_day);
    (*insert)->add(row.begin).add(row.end);
    DRAGOMAN_TRY((*insert)->run());
  }
  return {};
}

Result<void> Lander::State::add_event(const FlatEvent& event, const DocumentRows& rows, std::int64_t reading,
                                      std::int64_t document, std::int64_t first_sentence) {
  static const std::string sql =
      "INSERT INTO events (id, key, reading, document, current, number, sentence, cluster, type, mode, cameo, "
      "contexts, "
      "status, day, day_last, grain, actor, actor_country, actor_sector, actor_code, recipient, recipient_country, "
      "recipient_sector, recipient_code, place, place_country, latitude, longitude, geonameid, killed, injured, score, "
      "intensity, reported_by, denied_by, frame, trigger_begin, trigger_end, evidence)" +
      values(39);
  static const std::string party_sql =
      "INSERT INTO parties (event, role, number, entity, name, country, sector, code, words, source_begin, "
      "source_end)" +
      values(11);
  const std::int64_t id = ++last_event;
  const auto cluster_id = cluster(event, rows, id);
  if (!cluster_id) return tl::unexpected(cluster_id.error());
  auto insert = statement(sql);
  if (!insert) return tl::unexpected(insert.error());
  Statement& row = **insert;
  row.add(id).add(event.key).add(reading).add(document).add(1).add(
      static_cast<std::int64_t>(&event - rows.events.data()));
  event.sentence_number >= 0 ? row.add(first_sentence + event.sentence_number) : row.add(Null{});
  const std::string contexts = joined(event.contexts);
  row.add(*cluster_id).add(event.type).add(event.mode).add(event.cameo).add(contexts).add(event.status);
  for (const std::string* day : {&event.day, &event.day_last}) day->empty() ? row.add(Null{}) : row.add(*day);
  row.add(event.grain);
  static const FlatParty nobody;
  for (const auto* list : {&event.actors, &event.recipients}) {
    const FlatParty& party = list->empty() ? nobody : list->front();
    row.add(party.name).add(party.country).add(party.sector).add(party.code);
  }
  row.add(event.place).add(event.place_country).add(event.latitude).add(event.longitude).add(event.geonameid);
  row.add(event.killed).add(event.injured).add(event.score).add(event.intensity);
  row.add(event.reported_by).add(event.denied_by).add(event.frame).add(event.trigger_begin).add(event.trigger_end);
  row.add(event.evidence);
  DRAGOMAN_TRY(row.run());
  for (const auto& [role, list] : {std::pair("actor", &event.actors), std::pair("recipient", &event.recipients)})
    for (std::size_t i = 0; i < list->size(); ++i) {
      const FlatParty& party = (*list)[i];
      DRAGOMAN_TRY(run(party_sql, id, role, static_cast<std::int64_t>(i), std::optional<std::int64_t>(), party.name,
                       party.country, party.sector, party.code, party.words, party.begin, party.end));
    }
  ++pending.events;
  return {};
}

Result<std::optional<std::int64_t>> Lander::State::cluster(const FlatEvent& event, const DocumentRows& rows,
                                                           std::int64_t id) {
  static const std::string none;
  const std::string& sentence =
      event.sentence_number >= 0 ? rows.sentences[static_cast<std::size_t>(event.sentence_number)].text : none;
  std::optional<std::int64_t> out;
  const auto join = [&](std::int64_t other) -> Result<void> {  // the cluster of event `other` and `out` become one
    const auto known = cluster_of.find(other);
    if (known == cluster_of.end()) {
      if (!out) {
        out = ++last_cluster;
        DRAGOMAN_TRY(run("INSERT INTO clusters (id, key) VALUES ($1, $2)", *out, event.key));
      }
      cluster_of[other] = *out;
      DRAGOMAN_TRY(run("UPDATE events SET cluster = $1 WHERE id = $2", *out, other));
      return run(
          "UPDATE clusters SET key = (SELECT min(key) FROM (SELECT key FROM clusters WHERE id = $1 UNION ALL "
          "SELECT key FROM events WHERE id = $2) AS both_keys) WHERE id = $3",
          *out, other, *out);
    }
    const std::int64_t theirs = final_cluster(known->second);
    if (out && *out == theirs) return {};
    if (!out) {
      out = theirs;
      return run("UPDATE clusters SET key = $1 WHERE id = $2 AND key > $3", event.key, theirs, event.key);
    }
    const std::int64_t kept = std::min(*out, theirs), lost = std::max(*out, theirs);
    merged[lost] = kept;
    DRAGOMAN_TRY(run("UPDATE clusters SET merged_into = $1 WHERE id = $2", kept, lost));
    DRAGOMAN_TRY(
        run("UPDATE clusters SET key = (SELECT min(key) FROM clusters AS both_keys WHERE id = $1 OR id = $2) "
            "WHERE id = $3",
            kept, lost, kept));
    DRAGOMAN_TRY(run("UPDATE events SET cluster = $1 WHERE cluster = $2", kept, lost));
    out = kept;
    return {};
  };
  std::string opened;  // buckets that this event is the first in
  for (const std::uint64_t hash : buckets_of(event, sentence, rows.document.published_day)) {
    bool is_new = false;
    const std::int64_t owner = *buckets.find_or_add(hash, id, is_new);
    if (is_new) {
      opened.append(reinterpret_cast<const char*>(&hash), sizeof hash);
    } else if (owner != id) {
      DRAGOMAN_TRY(join(owner));
    }
  }
  if (!opened.empty()) DRAGOMAN_TRY(run("INSERT INTO buckets (event, hashes) VALUES ($1, $2)", id, Blob{opened}));
  if (out) cluster_of[id] = *out;
  return out;
}

Result<void> Lander::State::index_words() {
  if (database->dialect() != Dialect::sqlite) return {};
  auto done = number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'words'");
  if (!done) return tl::unexpected(done.error());
  DRAGOMAN_TRY(
      run("INSERT INTO sentence_words (rowid, text) SELECT id, text FROM sentences WHERE id > $1", done->value_or(0)));
  return run(
      "INSERT INTO meta (name, value) VALUES ('words', $1) ON CONFLICT (name) DO UPDATE SET value = "
      "excluded.value",
      std::to_string(last_sentence));
}

Lander::Lander(std::unique_ptr<State> state) : state_(std::move(state)) {}
Lander::~Lander() = default;

Result<std::unique_ptr<Lander>> Lander::open(const std::string& address) {
  auto database = Database::open(address, Access::land);
  if (!database) return tl::unexpected(database.error());
  auto state = std::make_unique<State>();
  state->database = std::move(*database);
  DRAGOMAN_TRY(state->prepare_store());
  return std::unique_ptr<Lander>(new Lander(std::move(state)));
}

Result<void> Lander::add(const LandingItem& item) { return state_->add(item); }

Result<void> Lander::commit() {
  if (!state_->is_open) return {};
  DRAGOMAN_TRY(state_->database->execute("COMMIT"));
  state_->is_open = false;
  Landed& all = state_->landed;
  const Landed added = std::exchange(state_->pending, {});
  all.documents += added.documents;
  all.known += added.known;
  all.events += added.events;
  all.superseded += added.superseded;
  return {};
}

Result<void> Lander::finish() {
  DRAGOMAN_TRY(commit());
  DRAGOMAN_TRY(state_->begin());
  DRAGOMAN_TRY(state_->index_words());
  DRAGOMAN_TRY(commit());
  if (state_->database->dialect() == Dialect::postgres) DRAGOMAN_TRY(state_->database->execute(postgres_words));
  DRAGOMAN_TRY(state_->database->execute(indexes));
  return state_->database->execute("ANALYZE");
}

const Landed& Lander::landed() const { return state_->landed; }

}  // namespace dragoman::store
