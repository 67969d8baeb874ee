# Reading opens nothing but its inputs, the program's data and the system's libraries, and no connection, whatever a
# document points at; a document that takes too long is given up and the rest is read.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$PWD/build/dragoman
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
say() { echo "closed: $*" >&2; exit 1; }

echo secret >"$scratch/secret.txt"
mkdir "$scratch/in"
cat >"$scratch/in/feed.xml" <<F
<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file://$scratch/secret.txt"><!ENTITY net SYSTEM "http://127.0.0.1:9/x">]>
<rss version="2.0"><channel><title>&file;</title><item><title>Talks resume &net;</title><link>http://127.0.0.1:9/a</link>
<description>The delegations met on Monday in the border town and agreed to meet again. &file;</description></item></channel></rss>
F
cat >"$scratch/in/page.html" <<F
<html><head><link rel="stylesheet" href="file://$scratch/secret.txt"><base href="http://127.0.0.1:9/">
<script src="http://127.0.0.1:9/s.js"></script><meta http-equiv="refresh" content="0;url=file://$scratch/secret.txt"></head>
<body><iframe src="file://$scratch/secret.txt"></iframe><img src="../secret.txt"><p>The two governments signed an accord on
fishing rights on Tuesday, officials said, ending a dispute of several years.</p></body></html>
F
cat >"$scratch/in/mail.eml" <<F
From: desk@example.org
Subject: Accord
MIME-Version: 1.0
Content-Type: message/external-body; access-type=local-file; name="$scratch/secret.txt"

Content-Type: text/plain

F
cat >"$scratch/in/lines.jsonl" <<F
{"id":"../../secret.txt","url":"file://$scratch/secret.txt","text":"Rebels freed twelve prisoners on Sunday, the army said."}
F
command -v strace >/dev/null || say "strace is missing"
for command in "read --ndjson" "extract" "mend" "land --store $scratch/a.db"; do
  strace -f -qq -e trace=open,openat,openat2,socket,connect,execve -o "$scratch/trace" \
    "$program" $command "$scratch/in" >"$scratch/out" 2>"$scratch/err" || true
  grep -q 'secret' "$scratch/out" && grep -v 'secret.txt' "$scratch/out" | grep -q '\bsecret\b' && say "$command shows a file that it was not given"
  grep -E 'socket\(|connect\(' "$scratch/trace" && say "$command opens a connection"
  [ "$(grep -c 'execve(' "$scratch/trace")" -le 1 ] || say "$command starts another program"
  grep -oE 'open(at2?)?\([^"]*"[^"]*"' "$scratch/trace" | cut -d'"' -f2 | sort -u |
    grep -vE "^($scratch/in|$scratch/a\.db|$scratch\$|$PWD/|/lib|/usr/lib|/usr/share/(locale|zoneinfo)|/etc/(ld\.so|localtime|ssl/openssl\.cnf|gcrypt|krb5|host|nsswitch)|/proc/self/|/proc/sys/|/sys/|/dev/(null|urandom|random)|[^/.][^/]*$)" \
    >"$scratch/others" || true
  [ ! -s "$scratch/others" ] || say "$command opens $(tr '\n' ' ' <"$scratch/others")"
  grep -q "$scratch/secret" <(grep 'open' "$scratch/trace") && say "$command opens what a document names"
done

# Without a network at all the answer is the same.
if unshare -n true 2>/dev/null; then
  unshare -n "$program" read --ndjson "$scratch/in" >"$scratch/alone" 2>/dev/null || true
  "$program" read --ndjson "$scratch/in" >"$scratch/out" 2>/dev/null || true
  cmp "$scratch/alone" "$scratch/out" || say "the network changes the record"
fi

# One document of two megabytes among small ones, with little time.
mkdir "$scratch/many"
for n in 1 2 3; do cp examples/valley.txt "$scratch/many/$n.txt"; done
for _ in $(seq 700); do cat examples/sanctions.txt; echo; done >"$scratch/many/2-slow.txt"
code=0
"$program" read --ndjson --time-limit 0.3 "$scratch/many" >"$scratch/out" 2>"$scratch/err" || code=$?
[ $code = 1 ] && [ "$(wc -l <"$scratch/out")" = 3 ] && grep -q '2-slow.txt.*took longer than 0.3 s' "$scratch/err" ||
  say "a time limit: $code, $(wc -l <"$scratch/out") records, $(cat "$scratch/err")"
