// schema.h: the tables of a store, the same on SQLite and on PostgreSQL. `doc/store.md` tells what each column holds.
//
// Times are ISO texts in UTC, days ISO texts (YYYY-MM-DD), offsets bytes of the source, flags 0 or 1. A document is
// keyed by the SHA-256 of its bytes, a reading by the document and the versions that read it, an event by a hash of its
// reading's document, its type, mode and the bytes of its roles. Rows are inserted or ignored, never deleted; a newer
// reading of a document clears `current` of the older one's rows.
#pragma once

#include <string_view>

namespace dragoman::store {

inline constexpr int schema_version = 1;

// `$id` stands for a key, `$blob` for bytes, `$keyed` for a table that is its own index (SQLite's WITHOUT ROWID).
inline constexpr std::string_view tables = R"sql(
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
  id $id, engine TEXT NOT NULL, knowledge TEXT NOT NULL, models TEXT NOT NULL, started TEXT NOT NULL,
  UNIQUE (engine, knowledge, models));
CREATE TABLE IF NOT EXISTS documents (
  id $id, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, record_offset BIGINT, record_id TEXT, fetched TEXT,
  media_type TEXT NOT NULL, encoding TEXT NOT NULL, bytes BIGINT NOT NULL, landed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS readings (
  id $id, document BIGINT NOT NULL REFERENCES documents, run BIGINT NOT NULL REFERENCES runs,
  current SMALLINT NOT NULL, published TEXT, published_day TEXT, published_how TEXT, language TEXT NOT NULL,
  title TEXT NOT NULL, authors TEXT NOT NULL, publisher TEXT NOT NULL, address TEXT NOT NULL,
  UNIQUE (document, run));
CREATE TABLE IF NOT EXISTS bodies (
  reading BIGINT PRIMARY KEY REFERENCES readings, record $blob NOT NULL, source $blob);
CREATE TABLE IF NOT EXISTS sentences (
  id $id, reading BIGINT NOT NULL REFERENCES readings, number INTEGER NOT NULL, source_begin BIGINT NOT NULL,
  source_end BIGINT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS clusters (id $id, key TEXT NOT NULL, merged_into BIGINT);
CREATE TABLE IF NOT EXISTS buckets (event BIGINT NOT NULL, hashes $blob NOT NULL);
CREATE TABLE IF NOT EXISTS events (
  id $id, key TEXT NOT NULL, reading BIGINT NOT NULL REFERENCES readings, document BIGINT NOT NULL,
  current SMALLINT NOT NULL, number INTEGER NOT NULL, sentence BIGINT, cluster BIGINT,
  type TEXT NOT NULL, mode TEXT NOT NULL, cameo TEXT NOT NULL, contexts TEXT NOT NULL, status TEXT NOT NULL,
  day TEXT, day_last TEXT, grain TEXT NOT NULL,
  actor TEXT NOT NULL, actor_country TEXT NOT NULL, actor_sector TEXT NOT NULL, actor_code TEXT NOT NULL,
  recipient TEXT NOT NULL, recipient_country TEXT NOT NULL, recipient_sector TEXT NOT NULL, recipient_code TEXT NOT NULL,
  place TEXT NOT NULL, place_country TEXT NOT NULL, latitude DOUBLE PRECISION, longitude DOUBLE PRECISION,
  geonameid BIGINT, killed INTEGER, injured INTEGER, score DOUBLE PRECISION NOT NULL, intensity DOUBLE PRECISION,
  reported_by TEXT NOT NULL, denied_by TEXT NOT NULL, frame TEXT NOT NULL,
  trigger_begin BIGINT NOT NULL, trigger_end BIGINT NOT NULL, evidence TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_cluster ON events (cluster) WHERE cluster IS NOT NULL;
CREATE TABLE IF NOT EXISTS parties (
  event BIGINT NOT NULL REFERENCES events, role TEXT NOT NULL, number INTEGER NOT NULL, entity INTEGER,
  name TEXT NOT NULL, country TEXT NOT NULL, sector TEXT NOT NULL, code TEXT NOT NULL, words TEXT NOT NULL,
  source_begin BIGINT NOT NULL, source_end BIGINT NOT NULL, PRIMARY KEY (event, role, number)) $keyed;
CREATE TABLE IF NOT EXISTS statements (
  id $id, reading BIGINT NOT NULL REFERENCES readings, document BIGINT NOT NULL, current SMALLINT NOT NULL,
  number INTEGER NOT NULL, sentence BIGINT, kind TEXT NOT NULL, speaker TEXT NOT NULL, speaker_country TEXT NOT NULL,
  speaker_sector TEXT NOT NULL, stance TEXT NOT NULL, negated SMALLINT NOT NULL, cue TEXT NOT NULL,
  content TEXT NOT NULL, day TEXT, source_begin BIGINT NOT NULL, source_end BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS decisions (
  id $id, event_key TEXT NOT NULL, document BIGINT NOT NULL, analyst TEXT NOT NULL, verdict TEXT NOT NULL,
  field TEXT NOT NULL, value TEXT NOT NULL, note TEXT NOT NULL, decided TEXT NOT NULL);
)sql";

inline constexpr std::string_view indexes = R"sql(
CREATE INDEX IF NOT EXISTS readings_document ON readings (document);
CREATE INDEX IF NOT EXISTS sentences_reading ON sentences (reading, number);
CREATE INDEX IF NOT EXISTS events_document ON events (document);
CREATE INDEX IF NOT EXISTS events_key ON events (key);
CREATE INDEX IF NOT EXISTS events_day ON events (current, day);
CREATE INDEX IF NOT EXISTS events_counts ON events (
  current, day, type, status, actor_country, recipient_country, place_country, cluster);
CREATE INDEX IF NOT EXISTS events_parties ON events (current, actor_country, recipient_country, day);
CREATE INDEX IF NOT EXISTS events_recipient ON events (current, recipient_country, day);
CREATE INDEX IF NOT EXISTS events_type ON events (current, type, day);
CREATE INDEX IF NOT EXISTS events_place ON events (current, place_country, day);
CREATE INDEX IF NOT EXISTS events_sentence ON events (sentence);
CREATE INDEX IF NOT EXISTS parties_country ON parties (country, role, event);
CREATE INDEX IF NOT EXISTS statements_day ON statements (current, day);
CREATE INDEX IF NOT EXISTS statements_speaker ON statements (current, speaker_country, day);
CREATE INDEX IF NOT EXISTS decisions_event ON decisions (event_key);
)sql";

// Words of sentences: FTS5 on SQLite, a tsvector index on PostgreSQL.
inline constexpr std::string_view sqlite_words = R"sql(
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_words USING fts5(
  text, content='sentences', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
)sql";
inline constexpr std::string_view postgres_words = R"sql(
CREATE INDEX IF NOT EXISTS sentence_words ON sentences USING GIN (to_tsvector('simple', text));
)sql";

}  // namespace dragoman::store
