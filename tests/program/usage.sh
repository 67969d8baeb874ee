# What a person meets who types a wrong line, gives a bad file among good ones, or pipes.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dragoman=$PWD/build/dragoman
faults=0
fault() { echo "$1"; faults=$((faults + 1)); }

# expect CODE TEXT COMMAND...: exit code and a text on standard error, in one line.
expect() {
  local code=$1 text=$2 got
  shift 2
  "$@" >"$folder/out" 2>"$folder/err" </dev/null
  got=$?
  [ $got -eq "$code" ] || fault "$*: exit $got, not $code: $(cat "$folder/err")"
  grep -qF -- "$text" "$folder/err" || fault "$*: no \"$text\" in: $(cat "$folder/err")"
  [ "$(wc -l <"$folder/err")" -eq 1 ] || fault "$*: not one line: $(cat "$folder/err")"
}
expect 2 "see dragoman --help" "$dragoman" reed
expect 2 "--stop-after" "$dragoman" read --stop-after lunch examples/valley.txt
expect 2 "is no date" "$dragoman" read --date tomorrow examples/valley.txt
expect 1 "no such file" "$dragoman" read "$folder/none.txt"
expect 3 "no such file" "$dragoman" --data "$folder" read examples/valley.txt

printf 'The army said it had shelled the town.\n' >"$folder/good.txt"
"$dragoman" read --ndjson "$folder/none.txt" "$folder/good.txt" >"$folder/out" 2>"$folder/err"
[ $? -eq 1 ] || fault "one bad input among good ones: exit code is not 1"
[ "$(wc -l <"$folder/out")" -eq 1 ] || fault "the good input beside a bad one was not read"

# The same answer from a file, from standard input and from gzip.
gzip -k "$folder/good.txt"
"$dragoman" code "$folder/good.txt" >"$folder/a"
"$dragoman" code - <"$folder/good.txt" >"$folder/b"
"$dragoman" code "$folder/good.txt.gz" >"$folder/c"
cmp -s "$folder/a" "$folder/b" && cmp -s "$folder/a" "$folder/c" || fault "file, pipe and gzip differ"

# A reader that goes away ends the run quietly.
for i in $(seq 200); do cat examples/valley.txt; done >"$folder/long.txt"
"$dragoman" read --json "$folder/long.txt" 2>"$folder/err" | head -c 10 >/dev/null
[ -s "$folder/err" ] && fault "a closed pipe is reported: $(cat "$folder/err")"

# No escape codes when the output is no terminal, none from the input ever.
printf 'Kenya \033[31mred\033[0m said no.\n' | "$dragoman" read - | grep -q "$(printf '\033')" && fault "escape codes in the report"
for help in "" read mend extract parse mentions statements code; do
  "$dragoman" $help --help >/dev/null || fault "$help --help fails"
done
[ $faults -eq 0 ]
