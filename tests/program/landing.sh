# A store: landing twice changes nothing, a landing killed at any moment loses nothing that it reported and doubles
# nothing; the same on SQLite and on PostgreSQL. KILLS says how often (10); 0 PostgreSQL tests when it is not installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$PWD/build/dragoman
scratch=$(mktemp -d)
server=
finish() {
  [ -n "$server" ] && as_postgres "$postgres/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null
  rm -rf "$scratch"
}
trap finish EXIT
chmod 755 "$scratch"
kills=${KILLS:-10}

say() { echo "landing: $*" >&2; exit 1; }
dump() { python3 tests/dump_store.py "$1" | sha256sum; }

# Articles, twice, and as records.
"$program" land examples/*.txt examples/*.html --store "$scratch/a.db" 2>"$scratch/said"
grep -q '^4 documents with' "$scratch/said" || say "four examples: $(cat "$scratch/said")"
before=$(dump "$scratch/a.db")
"$program" land examples/*.txt examples/*.html --store "$scratch/a.db" 2>"$scratch/said"
grep -q '(4 were there already)' "$scratch/said" || say "a second landing: $(cat "$scratch/said")"
[ "$before" = "$(dump "$scratch/a.db")" ] || say "a second landing changed the store"
"$program" read --ndjson examples/*.txt examples/*.html | gzip |
  "$program" land --store "$scratch/b.db" 2>/dev/null || say "records from standard input"
[ "$before" = "$(dump "$scratch/b.db")" ] || say "records and articles give different stores"

# Another version of the knowledge: a newer reading, the older one is kept.
sed 's/"knowledge":"[0-9a-f]*"/"knowledge":"other"/' <("$program" read --ndjson examples/valley.txt) >"$scratch/new.ndjson"
"$program" land "$scratch/new.ndjson" --store "$scratch/b.db" 2>/dev/null
python3 - "$scratch/b.db" <<'P' || say "a newer reading supersedes the older one"
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
readings = store.execute("SELECT document, sum(current), count(*) FROM readings GROUP BY 1 HAVING count(*) > 1").fetchall()
assert len(readings) == 1 and readings[0][1:] == (1, 2), readings
events = dict(store.execute("SELECT current, count(*) FROM events WHERE document = ? GROUP BY 1", readings[0][:1]))
assert events[0] == events[1] > 0, events
P

# Bad lines, bad stores.
{ head -n 1 "$scratch/new.ndjson"; echo '{"schema":"dragoman/1","source":{}}'; echo 'no json'; } >"$scratch/bad.ndjson"
code=0
"$program" land "$scratch/bad.ndjson" --store "$scratch/c.db" 2>"$scratch/said" || code=$?
[ $code = 1 ] && grep -q "bad.ndjson:[0-9]*: the record has no digest" "$scratch/said" &&
  grep -q "bad.ndjson:[0-9]*: the line is no JSON object" "$scratch/said" || say "bad lines: $(cat "$scratch/said")"
head -c 5000 examples/valley.txt >"$scratch/no.db"
code=0
"$program" land examples/valley.txt --store "$scratch/no.db" 2>"$scratch/said" || code=$?
[ $code = 3 ] && grep -q 'no store, or is damaged' "$scratch/said" || say "a file that is no store: $(cat "$scratch/said")"

# Killed again and again; an undisturbed landing gives the same.
bench/synthetic_records --documents 1500 >"$scratch/many.ndjson"
"$program" land "$scratch/many.ndjson" --store "$scratch/whole.db" 2>/dev/null
wanted=$(dump "$scratch/whole.db")
"$program" export "$scratch/whole.db" >"$scratch/whole.csv" 2>/dev/null
killed() {  # STORE KILLS
  local store=$1 reported pid
  for ((i = 0; i < $2; ++i)); do
    "$program" land "$scratch/many.ndjson" --store "$store" 2>"$scratch/said" &
    pid=$!
    sleep "0.$(printf '%03d' $((RANDOM % 900 + 20)))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    reported=$(tr '\r' '\n' <"$scratch/said" | grep -oE '^[0-9]+ documents landed' | tail -n 1 | cut -d' ' -f1 || true)
    held=$(python3 tests/dump_store.py "$store" 2>/dev/null | grep -c 'synthetic/' || true)
    [ "$held" -ge "${reported:-0}" ] || say "$reported documents reported, $held held"
  done
  "$program" land "$scratch/many.ndjson" --store "$store" 2>/dev/null
  [ "$wanted" = "$(dump "$store")" ] || say "a landing that was killed $2 times gives another store ($store)"
  "$program" export "$store" 2>/dev/null | cmp - "$scratch/whole.csv" || say "its export differs ($store)"
}
killed "$scratch/killed.db" "$kills"

postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
[ -n "$postgres" ] || { echo "landing: PostgreSQL is not installed; its part is left out" >&2; exit 0; }
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && su postgres -s /bin/sh -c "$(printf '%q ' "$@")"); else "$@"; fi
}
mkdir "$scratch/data" "$scratch/socket"
[ "$(id -u)" -ne 0 ] || chown postgres "$scratch/data" "$scratch/socket"
as_postgres "$postgres/initdb" -D "$scratch/data" -A trust -U postgres --locale=C.UTF-8 >/dev/null
as_postgres "$postgres/pg_ctl" -D "$scratch/data" -w -l "$scratch/data/log" \
  -o "-k $scratch/socket -c listen_addresses= -c fsync=off" start >/dev/null
server=yes
address="postgresql://postgres@/postgres?host=$scratch/socket"
killed "$address" "$((kills / 5 + 1))"

# Queries answer the same on both.
for query in '' 'actor:RUS type:ASSAULT date:2024-03..2025-02 killed:>=1' 'text:"near drone"' 'place:UKR -status:actual' \
  'near:10;20;900' 'recipient:/MIL actor:"us env"'; do
  for by in month,type week actor,recipient publisher; do
    cmp <("$program" query "$address" "$query" --by $by --format csv 2>&1) \
      <("$program" query "$scratch/whole.db" "$query" --by $by --format csv 2>&1) || say "\"$query\" by $by differs"
  done
done
cmp <("$program" query "$address" --statements --by speaker,stance --format csv) \
  <("$program" query "$scratch/whole.db" --statements --by speaker,stance --format csv) || say "statements differ"
code=0
"$program" query "postgresql://nobody:secret@/none?host=$scratch/socket" 2>"$scratch/said" || code=$?
[ $code = 3 ] && ! grep -q secret "$scratch/said" || say "a wrong address: $(cat "$scratch/said")"
