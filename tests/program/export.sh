# Exports: every format is read back by another program, cell for cell (tests/check_exports.py).
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$PWD/build/dragoman
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
say() { echo "export: $*" >&2; exit 1; }
if [ ! -d tests/readers/node_modules ] || [ tests/readers/package-lock.json -nt tests/readers/node_modules ]; then
  (cd tests/readers && npm ci --no-audit --no-fund --loglevel=error >/dev/null && touch node_modules) || say "npm could not fetch the readers of tests/readers"
fi
python3 tests/check_exports.py "$program" "$scratch" "${EVENTS:-3000}"

# Standard output, a selection, mistakes, an unwritable file.
[ "$("$program" export "$scratch/a.db" 'type:AID' --format petrarch 2>/dev/null | wc -l)" -gt 0 ] || say "a selection"
"$program" export "$scratch/a.db" --format csv 2>/dev/null | head -c 10 >/dev/null || true
code=0
"$program" export "$scratch/a.db" 'tpe:x' 2>"$scratch/said" || code=$?
[ $code = 2 ] && grep -q 'no field "tpe"' "$scratch/said" || say "a wrong query"
code=0
"$program" export "$scratch/a.db" -o "$scratch/no/such/folder.csv" 2>"$scratch/said" || code=$?
[ $code = 3 ] && grep -q 'cannot be written' "$scratch/said" || say "an unwritable file: $(cat "$scratch/said")"
if [ -w /dev/full ]; then
  code=0
  "$program" export "$scratch/a.db" >/dev/full 2>"$scratch/said" || code=$?
  [ $code != 0 ] || say "a full disk goes unnoticed"
fi
