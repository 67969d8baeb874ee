# zip, tar and WARC of articles: every document is read, every fact leads back to its bytes, a summary says what was left
# out; many files need no more memory than few; a name in an archive writes nothing.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$folder" <<'END'
import gzip, io, pathlib, sys, tarfile, zipfile
folder = pathlib.Path(sys.argv[1])
(folder / "in").mkdir()
page = pathlib.Path("examples/harbour.html").read_bytes()
with zipfile.ZipFile(folder / "in/pages.zip", "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("../escaped.html", page)
    out.writestr("pictures/quay.png", b"\x89PNG\r\n\x1a\n")
with tarfile.open(folder / "in/pages.tar.gz", "w:gz") as out:
    member = tarfile.TarInfo("day/harbour.html")
    member.size = len(page)
    out.addfile(member, io.BytesIO(page))
    link = tarfile.TarInfo("link.html")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    out.addfile(link)
def record(uri, status):
    block = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" % status + page
    return gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-03-02T07:15:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (uri, len(block))
        + block + b"\r\n\r\n")
(folder / "in/crawl.warc.gz").write_bytes(record(b"https://a.example/1", b"200 OK") + b"junk"
                                          + record(b"https://a.example/2", b"404 Not Found"))
for name, count in ("few", 100), ("many", 10000):
    (folder / name).mkdir()
    for i in range(count):
        (folder / name / f"{i}.txt").write_text(f"The board met the crews of ferry {i} on Monday.\n")
END
timeout 60 build/dragoman read --ndjson "$folder/in" >"$folder/records" 2>"$folder/err"
[ $? -eq 1 ] || { echo "exit code"; cat "$folder/err"; exit 1; }
[ "$(wc -l <"$folder/records")" -eq 3 ] || { cat "$folder/err"; exit 1; }
tests/check_record.py <"$folder/records" || exit 1
for line in 'crawl.warc.gz: 2 records: 1 read, 1 skipped (1 HTTP status 404), 4 bytes skipped' \
  'pages.tar.gz: 2 records: 1 read, 1 skipped (1 link)' 'pages.zip: 2 records: 1 read, 1 skipped (1 PNG picture)' \
  '4 bytes are skipped up to the next member'; do
  grep -qF "$line" "$folder/err" || { echo "no line: $line"; cat "$folder/err"; exit 1; }
done
[ ! -e "$folder/escaped.html" ] && grep -q '"name":"[^"]*pages.zip/../escaped.html"' "$folder/records" || exit 1
grep -q '"fetched":"2026-03-02T07:15:00Z"' "$folder/records" || { echo "no date of fetching"; exit 1; }

kilobytes() {
  python3 -c 'import resource, subprocess, sys
subprocess.run(["build/dragoman", "extract", sys.argv[1]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$1"
}
few=$(kilobytes "$folder/few") many=$(kilobytes "$folder/many")
[ "$many" -lt $((few + 20000)) ] || { echo "memory grows from $few to $many kB"; exit 1; }
