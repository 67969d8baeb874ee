# Every path that a document names exists, and every command of the tour runs.
set -uo pipefail
faults=0
for page in README.md CONTRIBUTING.md doc/*.md models/*.md; do
  for path in $(grep -oE '`[a-zA-Z0-9_./-]+/[a-zA-Z0-9_.-]+`' "$page" | tr -d '`' | grep -E '^(src|include|doc|knowledge|tests|train|models|examples)/' | grep -vE 'TYPE|STAGE|AREA|NAME|LANGUAGE' | sort -u); do
    [ -e "$path" ] || { echo "$page names $path, which does not exist"; faults=1; }
  done
  for link in $(grep -oE '\]\([a-zA-Z0-9_./-]+\)' "$page" | tr -d '])(' ); do
    [ -e "$(dirname "$page")/$link" ] || { echo "$page links to $link, which does not exist"; faults=1; }
  done
done
while read -r line; do
  bash -c "$line" >/dev/null 2>&1 || { echo "doc/tour.md: fails: $line"; faults=1; }
done < <(grep -E '^    build/dragoman' doc/tour.md)
exit $faults
