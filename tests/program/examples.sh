# The examples' records are the expected ones. After a change that is meant: tests/update_expected, then read the diff.
set -euo pipefail
for file in examples/*.txt examples/*.html; do
  expected=examples/expected/$(basename "$file").json
  build/dragoman read --json "$file" | diff -u "$expected" - | head -n 60
done
