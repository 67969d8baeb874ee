# `mend` as a filter and `extract` alone: what they change, what they leave, and the files they write.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dragoman=$PWD/build/dragoman
faults=0
fault() { echo "$1"; faults=$((faults + 1)); }

# White space, line ends and a missing last one stay; only the repair changes.
printf '\xef\xbb\xbfDear all,\r\n\r\n\tthe  mayor   said ерфе the bridge\r\n\r\n\r\nwould open.  ' >"$folder/a.txt"
"$dragoman" mend <"$folder/a.txt" >"$folder/a.out"
printf '\xef\xbb\xbfDear all,\r\n\r\n\tthe  mayor   said that the bridge\r\n\r\n\r\nwould open.  ' | cmp -s - "$folder/a.out" ||
  fault "mend changed more than the repair: $(od -c "$folder/a.out" | head -20)"
"$dragoman" mend --refuse 0 "$folder/a.txt" | cmp -s - "$folder/a.txt" || fault "a refused repair was made"
"$dragoman" mend --flag-only "$folder/a.txt" | cmp -s - "$folder/a.txt" || fault "--flag-only changed the text"
"$dragoman" mend --flag-only --json "$folder/a.txt" | python3 -c '
import json, sys
repair, = json.load(sys.stdin)["repairs"]
assert repair["made"] is False and repair["from"] == "ерфе" and repair["to"] == "that", repair
assert repair["detail"] == "ru>en" and 0 < repair["runner_up"]["behind"] <= repair["score"], repair
' || fault "a flagged repair is not in the record"
"$dragoman" mend "$folder/a.out" | cmp -s - "$folder/a.out" || fault "mending twice changes something"
for text in examples/valley.txt examples/sanctions.txt; do
  "$dragoman" mend "$text" | cmp -s - "$text" || fault "mend changed $text, which is clean"
done

# The diff is one that patch applies, also with two repairs in a line and without a last line end.
{
  cat examples/pasted.txt
  printf 'He said ерфе it was ерфе and no more.\nTwo ерфе here\nthe end ерфе'
} >"$folder/b.txt"
"$dragoman" mend "$folder/b.txt" >"$folder/b.out"
(cd "$folder" && "$dragoman" mend --diff b.txt >b.diff)
grep -q '^@@ .* \[0\] layout .* at 390-396$' "$folder/b.diff" || fault "no repair at its hunk: $(cat "$folder/b.diff")"
(cd "$folder" && patch -s b.txt <b.diff) && cmp -s "$folder/b.txt" "$folder/b.out" || fault "patch does not give the mended text"
[ -z "$("$dragoman" mend --diff "$folder/b.out")" ] || fault "a diff of clean text is not empty"

# Markdown: marks of the text are escaped, those of the page made.
cat >"$folder/c.html" <<'PAGE'
<html><head><title>Council votes on *new* tram line</title></head><body><article><h1>Council votes on *new* tram line</h1>
<p>The city council of Lakeview voted on Monday to build a tram line to the harbour, ending a dispute of ten years.</p>
<h2># What it costs</h2>
<p>1. May is the day on which the work begins, the mayor said, and the first trams shall run three years later.</p>
<blockquote>We have waited <i>long</i> enough for this_line and for that one, said a woman in the gallery.</blockquote>
<p>The opposition said it would appeal to the regional court because the costs had doubled since the first plan.</p>
</article></body></html>
PAGE
"$dragoman" extract --markdown "$folder/c.html" >"$folder/c.md"
for line in '# Council votes on \*new\* tram line' '## \# What it costs' '1\. May is' 'for this\_line'; do
  grep -qF -- "$line" "$folder/c.md" || fault "Markdown lacks \"$line\": $(cat "$folder/c.md")"
done
"$dragoman" extract --json "$folder/c.html" | python3 -c '
import json, sys
record = json.load(sys.stdin)
source = open(sys.argv[1], "rb").read()
body = record["blocks"]
assert len(body) >= 5, body
for block in body:
    begin, end = block["at"]
    words = source[begin:end].decode().replace("<i>", "").replace("</i>", "")
    assert block["label"] in {"paragraph", "subheading", "quote"} and words == block["text"], block
' "$folder/c.html" || fault "extract --json: blocks are not the body or their bytes not its words"

# One file an article; the index leads from one to the other. Twice the same bytes are two files.
mkdir "$folder/in"
cp examples/valley.txt "$folder/in/1.txt"
cp examples/valley.txt "$folder/in/2.txt"
cp examples/harbour.html "$folder/in/3.html"
"$dragoman" extract --out "$folder/out" "$folder/in" || fault "extract --out fails"
[ "$(wc -l <"$folder/out/index.tsv")" -eq 4 ] || fault "index.tsv: $(cat "$folder/out/index.tsv")"
tail -n +2 "$folder/out/index.tsv" | while IFS=$'\t' read -r name source rest; do
  "$dragoman" extract "$source" | cmp - "$folder/out/$name" || echo "differs: $name"
done >"$folder/differences" 2>&1
[ -s "$folder/differences" ] && fault "$(cat "$folder/differences")"
"$dragoman" extract --out /proc/none examples/valley.txt >"$folder/said" 2>&1 && fault "a folder that cannot be made: exit 0"
grep -q "cannot be written" "$folder/said" || fault "no word of the folder that cannot be written"

# Many failures in one file are told a few times.
for i in $(seq 50); do echo '{"text": 1'; done >"$folder/bad.jsonl"
"$dragoman" mend "$folder/bad.jsonl" 2>"$folder/said" && fault "bad lines: exit 0"
[ "$(wc -l <"$folder/said")" -eq 6 ] && grep -q "45 more" "$folder/said" || fault "fifty failures: $(cat "$folder/said")"
[ $faults -eq 0 ]
