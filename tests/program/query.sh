# Queries: lists, counts, formats, mistakes with their column, the same on PostgreSQL (tests/program/landing.sh has the server).
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$PWD/build/dragoman
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
store=$scratch/a.db
"$program" land examples/*.txt examples/*.html --store "$store" 2>/dev/null
say() { echo "query: $*" >&2; exit 1; }

all=$("$program" query "$store" --reports --by status --format csv | tail -n +2 | tr -d '\r' | awk -F, '{n += $NF} END {print n}')
listed=$("$program" query "$store" --limit 1000 --format ndjson | wc -l)
[ "$all" = "$listed" ] && [ "$all" -gt 10 ] || say "counts give $all, the list $listed"
"$program" query "$store" --by actor,recipient --format csv | head -n 1 | grep -q '^actor,recipient,events' || say "the head of a matrix"
[ "$("$program" query "$store" 'text:"agreed to reopen"' --format ndjson | wc -l)" -ge 1 ] || say "words of a sentence"
"$program" query "$store" --statements 'stance:accuses' --format ndjson | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert rows and all(row["stance"] == "accuses" for row in rows), rows'
[ "$("$program" query "$store" --sample 5 --format csv)" = "$("$program" query "$store" --sample 5 --format csv)" ] || say "a sample twice"
"$program" query "$store" 'type:nothing' 2>&1 | grep -q 'nothing found' || say "nothing found"

code=0
"$program" query "$store" 'type:ASSAULT killd:3' 2>"$scratch/said" || code=$?
[ $code = 2 ] && grep -q 'no field "killd"; fields are actor' "$scratch/said" && grep -qF '               ^' "$scratch/said" || say "a wrong field: $(cat "$scratch/said")"
code=0
"$program" query "$scratch/none.db" 2>"$scratch/said" || code=$?
[ $code = 3 ] && grep -q 'dragoman land INPUT' "$scratch/said" || say "no store: $(cat "$scratch/said")"
"$program" query "$store" 'actor:KEN' --sql | grep -q "\$1 = 'KEN'" || say "--sql"

# A deadline ends what takes too long.
python3 - "$store" <<'P'
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
row = store.execute("SELECT * FROM events LIMIT 1").fetchone()
names = [c[1] for c in store.execute("PRAGMA table_info(events)")]
at = {name: i for i, name in enumerate(names)}
def copies():
    for n in range(300000):
        new = list(row)
        new[at["id"]] = 10000 + n
        new[at["key"]] = f"{n:032x}"
        yield new
store.executemany(f"INSERT INTO events VALUES ({','.join('?' * len(names))})", copies())
store.commit()
P
code=0
timeout 20 "$program" query "$store" --deadline 0.1 --by actor_name,recipient_name,place_name,day ' -actor:x -recipient:y -"no such"' 2>"$scratch/said" || code=$?
[ $code = 3 ] && grep -q 'took too long' "$scratch/said" || say "a deadline: $code $(cat "$scratch/said")"
