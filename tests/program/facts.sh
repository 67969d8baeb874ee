# What a page states about its article: each fact with how and bytes; what contradicts itself is noted, and nothing else.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
body='<p>The harbour of Lindum was closed on Monday after a storm tore the roof from the customs hall, the mayor said.</p>
<p>Ships were sent to the port of Garth, where crews worked through the night to unload grain and machine parts.</p>
<p>The insurers have sent two experts, who are to report on the damage before the end of the month, he added.</p>'
page() {  # NAME HEAD LANGUAGE
  printf '<!doctype html><html lang="%s"><head><title>Storm closes harbour of Lindum | Lindum Post</title>%s</head><body><article><h1>Storm closes harbour of Lindum</h1>%s</article></body></html>' \
    "$3" "$2" "$body" >"$folder/$1.html"
}
good='<meta property="og:title" content="Storm closes harbour of Lindum - Lindum Post"><meta property="og:site_name" content="Lindum Post">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Storm closes Lindum harbour","datePublished":"2026-03-02T22:30:00-05:00","dateModified":"2026-05-09","author":{"name":"Ada Fenn"}}</script>
<meta property="article:published_time" content="2026-03-03T03:30:00Z"><link rel="canonical" href="https://post.example/storm">'
page agrees "$good" en
page title "${good/Storm closes harbour of Lindum - Lindum Post/Ten recipes with apples and cinnamon}" en
page date "${good/2026-03-03T03:30/2025-11-20T03:30}" en
page language "$good" fr
build/dragoman read --ndjson --stop-after article "$folder"/{agrees,title,date,language}.html | python3 -c '
import json, os, sys
records = {os.path.basename(r["source"]["name"])[:-5]: r for r in map(json.loads, sys.stdin)}
notes = {name: [n["what"] for n in r["notes"] if ", but " in n["what"]] for name, r in records.items()}
assert notes["agrees"] == [], notes
for name, words in {"title": ("title is", "Ten recipes"), "date": ("day of publication is", "2025-11-20"),
                    "language": ("language is \"en\" by text", "\"fr\" by html lang")}.items():
    assert len(notes[name]) == 1 and all(word in notes[name][0] for word in words), (name, notes[name])
record = records["agrees"]
source = open(record["source"]["name"], "rb").read()
for fact, value in {"title": "Storm closes harbour of Lindum", "publisher": "Lindum Post",
                    "address": "https://post.example/storm", "authors": "Ada Fenn"}.items():
    begin, end = record[fact + "_at"]
    assert source[begin:end].decode() == value, (fact, source[begin:end])
    assert record[fact + "_how"], fact
assert record["published"]["value"] == "2026-03-02T22:30-05:00", record["published"]
' || exit 1
one() { printf '<article><h2>%s</h2><p class="date">%s</p><p>%s</p><p>%s</p></article>' "$1" "$2" \
  'The council of Garth voted on Monday to rebuild the northern quay, which a storm had broken in two, and to close the road beside it until the work is done, the mayor told reporters after a meeting of four hours.' \
  'Fishermen said they had been promised another place to land, but that nobody had told them where it would be, and they threatened to block the entry to the harbour with their boats if they were not heard before Friday.'; }
printf '<html><head><title>Garth Herald</title></head><body>%s%s</body></html>' "$(one 'Council votes to rebuild quay' '2 March 2026')" \
  "$(one 'Fishermen threaten to block harbour' '1 March 2026')" >"$folder/two.html"
build/dragoman read --ndjson --stop-after article "$folder/two.html" | python3 -c '
import json, sys
record = json.loads(sys.stdin.readline())
notes = [n for n in record["notes"] if "another article" in n["what"]]
body = [b["text"] for b in record["blocks"] if b["label"] == "paragraph"]
assert len(notes) == 1 and notes[0]["at"][1] > notes[0]["at"][0], record["notes"]
assert len(body) == 2, body
' || exit 1
