#include "query/events.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace dragoman::query {
namespace {

using store::Database;
using store::FlatEvent;
using store::Rows;

constexpr std::size_t batch = 500;

std::string numbers(const std::vector<std::int64_t>& ids) {  // our own numbers, nothing of a query
  std::string out;
  for (const std::int64_t id : ids) out.append(out.empty() ? "" : ",").append(std::to_string(id));
  return out;
}

template <class Take>
Result<void> each_row(Database& database, const std::string& sql, Take&& take) {
  auto statement = database.prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  auto rows = (*statement)->rows();
  if (!rows) return tl::unexpected(rows.error());
  for (;;) {
    const auto more = (*rows)->next();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    take(**rows);
  }
}

std::optional<std::int64_t> integer(const Rows& row, int column) {
  return row.is_null(column) ? std::optional<std::int64_t>() : row.integer(column);
}
std::optional<double> real(const Rows& row, int column) {
  return row.is_null(column) ? std::optional<double>() : row.real(column);
}
std::string text(const Rows& row, int column) { return std::string(row.text(column)); }

constexpr const char* columns =
    "e.id, e.key, e.cluster, e.type, e.mode, e.cameo, e.contexts, e.status, e.day, e.day_last, e.grain, e.place, "
    "e.place_country, e.latitude, e.longitude, e.geonameid, e.killed, e.injured, e.score, e.intensity, e.reported_by, "
    "e.denied_by, e.frame, e.trigger_begin, e.trigger_end, e.evidence, d.id, d.sha256, d.name, d.media_type, "
    "d.fetched, "
    "r.published, r.published_day, r.language, r.title, r.authors, r.publisher, r.address, s.number, s.text, c.key";

FlatEvent event_of(const Rows& row) {
  FlatEvent out;
  int at = 0;
  const auto next_text = [&] { return text(row, at++); };
  out.id = row.integer(at++);
  out.key = next_text();
  out.cluster = row.integer(at++);
  out.type = next_text();
  out.mode = next_text();
  out.cameo = next_text();
  const std::string contexts = next_text();
  for (std::size_t begin = 0; begin < contexts.size();) {
    const std::size_t end = std::min(contexts.find(';', begin), contexts.size());
    out.contexts.push_back(contexts.substr(begin, end - begin));
    begin = end + 1;
  }
  out.status = next_text();
  out.day = next_text();
  out.day_last = next_text();
  out.grain = next_text();
  out.place = next_text();
  out.place_country = next_text();
  out.latitude = real(row, at++);
  out.longitude = real(row, at++);
  out.geonameid = integer(row, at++);
  out.killed = integer(row, at++);
  out.injured = integer(row, at++);
  out.score = row.real(at++);
  out.intensity = real(row, at++);
  out.reported_by = next_text();
  out.denied_by = next_text();
  out.frame = next_text();
  out.trigger_begin = row.integer(at++);
  out.trigger_end = row.integer(at++);
  out.evidence = next_text();
  out.document.id = row.integer(at++);
  for (std::string* field :
       {&out.document.sha256, &out.document.name, &out.document.media_type, &out.document.fetched,
        &out.document.published, &out.document.published_day, &out.document.language, &out.document.title,
        &out.document.authors, &out.document.publisher, &out.document.address})
    *field = next_text();
  out.sentence_number = row.is_null(at) ? -1 : row.integer(at);
  out.sentence = text(row, at + 1);
  out.cluster_key = text(row, at + 2);
  return out;
}

}  // namespace

Result<std::vector<FlatEvent>> events_of(Database& database, const std::vector<std::int64_t>& ids) {
  std::vector<FlatEvent> out;
  if (ids.empty()) return out;
  std::unordered_map<std::int64_t, std::size_t> place;
  std::map<std::int64_t, std::vector<std::size_t>> clusters;
  std::map<std::string, std::vector<std::size_t>> keys;
  out.resize(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) place[ids[i]] = i;
  auto done = each_row(
      database,
      std::string("SELECT ") + columns +
          " FROM events e JOIN readings r ON r.id = e.reading JOIN documents d ON d.id = e.document "
          "LEFT JOIN sentences s ON s.id = e.sentence LEFT JOIN clusters c ON c.id = e.cluster WHERE e.id IN (" +
          numbers(ids) + ")",
      [&](const Rows& row) {
        FlatEvent event = event_of(row);
        const std::size_t at = place[event.id];
        if (event.cluster) clusters[event.cluster].push_back(at);
        keys[event.key].push_back(at);
        out[at] = std::move(event);
      });
  if (!done) return tl::unexpected(done.error());
  done = each_row(database,
                  "SELECT event, role, name, words, country, sector, code, source_begin, source_end FROM parties WHERE "
                  "event IN (" +
                      numbers(ids) + ") ORDER BY event, role, number",
                  [&](const Rows& row) {
                    FlatEvent& event = out[place[row.integer(0)]];
                    (row.text(1) == "actor" ? event.actors : event.recipients)
                        .push_back({text(row, 2), text(row, 3), text(row, 4), text(row, 5), text(row, 6),
                                    row.integer(7), row.integer(8)});
                  });
  if (!done) return tl::unexpected(done.error());
  std::vector<std::int64_t> cluster_ids;
  for (const auto& [id, events] : clusters) cluster_ids.push_back(id);
  if (!cluster_ids.empty()) {
    done = each_row(database,
                    "SELECT e.cluster, count(*), count(DISTINCT r.publisher) FROM events e JOIN readings r ON r.id = "
                    "e.reading WHERE e.current = 1 AND e.cluster IN (" +
                        numbers(cluster_ids) + ") GROUP BY 1",
                    [&](const Rows& row) {
                      for (const std::size_t at : clusters[row.integer(0)]) {
                        out[at].reports = row.integer(1);
                        out[at].sources = row.integer(2);
                      }
                    });
    if (!done) return tl::unexpected(done.error());
  }
  // Decisions are few: all of them are looked through.
  done = each_row(database,
                  "SELECT event_key, analyst, verdict, field, value, note, decided FROM decisions ORDER BY decided, id",
                  [&](const Rows& row) {
                    const auto found = keys.find(text(row, 0));
                    if (found == keys.end()) return;
                    for (const std::size_t at : found->second)
                      out[at].decisions.push_back(
                          {text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5), text(row, 6)});
                  });
  if (!done) return tl::unexpected(done.error());
  return out;
}

Result<std::vector<FlatStatement>> statements_of(Database& database, const std::vector<std::int64_t>& ids) {
  std::vector<FlatStatement> out(ids.size());
  if (ids.empty()) return out;
  std::unordered_map<std::int64_t, std::size_t> place;
  for (std::size_t i = 0; i < ids.size(); ++i) place[ids[i]] = i;
  const auto done = each_row(
      database,
      "SELECT t.id, t.kind, t.speaker, t.speaker_country, t.speaker_sector, t.stance, t.cue, t.content, s.text, t.day, "
      "r.publisher, r.title, d.sha256, t.negated, t.source_begin, t.source_end FROM statements t JOIN readings r ON "
      "r.id "
      "= t.reading JOIN documents d ON d.id = t.document LEFT JOIN sentences s ON s.id = t.sentence WHERE t.id IN (" +
          numbers(ids) + ")",
      [&](const Rows& row) {
        FlatStatement& statement = out[place[row.integer(0)]];
        statement.id = row.integer(0);
        int at = 1;
        for (std::string* field :
             {&statement.kind, &statement.speaker, &statement.speaker_country, &statement.speaker_sector,
              &statement.stance, &statement.cue, &statement.content, &statement.sentence, &statement.day,
              &statement.publisher, &statement.title, &statement.sha256})
          *field = text(row, at++);
        statement.is_negated = row.integer(13) != 0;
        statement.begin = row.integer(14);
        statement.end = row.integer(15);
      });
  if (!done) return tl::unexpected(done.error());
  return out;
}

Result<bool> each_event(Database& database, const Node& query, const store::TakeEvent& take) {
  // The numbers first, in the order wanted; then the rows in batches.
  const Sql sql = ordered_ids(query, database.dialect());
  std::vector<std::int64_t> ids;
  {
    auto statement = prepared(database, sql);
    if (!statement) return tl::unexpected(statement.error());
    auto rows = (*statement)->rows();
    if (!rows) return tl::unexpected(rows.error());
    for (;;) {
      const auto more = (*rows)->next();
      if (!more) return tl::unexpected(more.error());
      if (!*more) break;
      ids.push_back((*rows)->integer(0));
    }
  }
  for (std::size_t begin = 0; begin < ids.size(); begin += batch) {
    const auto from = ids.begin() + static_cast<std::ptrdiff_t>(begin);
    auto events = events_of(database, {from, from + static_cast<std::ptrdiff_t>(std::min(batch, ids.size() - begin))});
    if (!events) return tl::unexpected(events.error());
    for (const FlatEvent& event : *events)
      if (!take(event)) return false;
  }
  return true;
}

}  // namespace dragoman::query
