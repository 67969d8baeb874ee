# Damaged copies of the examples: nothing crashes or hangs, every record fits the schema, every fact leads back to its bytes.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/in"
tests/mutate.py "$folder/in" 1 400 examples/*.txt examples/*.html
(ulimit -s 1024; timeout 120 build/dragoman read --ndjson "$folder/in" >"$folder/records" 2>"$folder/err")
code=$?
[ $code -le 1 ] || { echo "exit $code after $(wc -l <"$folder/records") records"; exit 1; }
[ $(($(wc -l <"$folder/records") + $(wc -l <"$folder/err"))) -eq 400 ] || { echo "some inputs gave neither record nor message"; exit 1; }
tests/check_record.py --damaged <"$folder/records"
