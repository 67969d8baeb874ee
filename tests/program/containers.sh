# Feeds, mails and exports in one folder: every document is read, every fact leads back to its bytes, what holds no
# article is told with its byte.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/in/page_files"
cp tests/containers/* "$folder/in"
echo '<p>Home</p>' >"$folder/in/page.html"
echo 'p {}' >"$folder/in/page_files/style.css"
timeout 60 build/dragoman read --ndjson "$folder/in" >"$folder/records" 2>"$folder/err"
[ $? -eq 1 ] || { echo "exit code"; cat "$folder/err"; exit 1; }
[ "$(wc -l <"$folder/records")" -eq 25 ] || { echo "$(wc -l <"$folder/records") records"; exit 1; }
[ "$(grep -cE '(lexis.txt|proquest.txt|sample.feed.json|sample.rss):[0-9]+: the (article|item)' "$folder/err")" -eq 4 ] || { cat "$folder/err"; exit 1; }
# Text of which quotes or folds were taken out on the way is no piece of its file.
grep -vE '"name":"[^"]*(sample.mbox|factiva_tags.txt|factiva.rtf|nexis_uni.docx)"' "$folder/records" | tests/check_record.py || exit 1

# Damaged copies: nothing crashes or hangs.
mkdir "$folder/damaged"
tests/mutate.py "$folder/damaged" 2 300 tests/containers/*
(ulimit -s 256; timeout 60 build/dragoman read --stop-after article --ndjson "$folder/damaged" >"$folder/records" 2>"$folder/err")
code=$?
[ $code -le 1 ] || { echo "damaged: exit $code"; exit 1; }
[ "$(wc -l <"$folder/records")" -ge 250 ] || { echo "damaged: $(wc -l <"$folder/records") records"; exit 1; }
