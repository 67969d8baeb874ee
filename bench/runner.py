"""What the areas need to run the program over a gold file: inputs in, records out, and the cost measured.

Counts documents, words, seconds and peak memory of the program (children of this process)."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time


class Tool:
    def __init__(self, program):
        self.program = program
        self.documents = 0
        self.words = 0
        self.seconds = 0.0

    def run(self, args, data=b"", documents=0, words=0):
        """The standard output of `dragoman ARGS` with `data` on standard input; a failure ends the benchmark."""
        begin = time.perf_counter()
        done = subprocess.run([self.program, *args], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.seconds += time.perf_counter() - begin
        self.documents += documents
        self.words += words
        if done.stderr:
            sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        if done.returncode not in (0, 1):
            sys.exit(f"bench/score: {' '.join([self.program, *args])} ended with {done.returncode}")
        return done.stdout

    def read(self, rows, stage=None, args=()):
        """Yields (row, record). A row has "text" (read as a line of JSON), "plain" (read as a text file) or "path"."""
        rows = list(rows)
        args = ["read", "--ndjson", *(["--stop-after", stage] if stage else []), *args]
        with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
            names = {}
            lines = []
            for number, row in enumerate(rows):
                if "text" in row:
                    fields = {key: row[key] for key in ("text", "title", "date", "url") if row.get(key)}
                    lines.append(json.dumps({"id": str(number), **fields}))
                    self.words += len(row["text"].split())
                elif "plain" in row:
                    names[number] = os.path.join(folder, f"{number:06}.txt")
                    with open(names[number], "w", encoding="utf-8", newline="") as file:
                        file.write(row["plain"])
                    self.words += len(row["plain"].split())
                else:
                    names[number] = row["path"]
            records = {}
            if lines:
                out = self.run([*args, "-"], "\n".join(lines).encode())
                for line in out.splitlines():
                    record = json.loads(line)
                    records[int(record["source"]["id"])] = record
            numbers = list(names)
            for at in range(0, len(numbers), 200):
                part = {names[number]: number for number in numbers[at:at + 200]}
                for line in self.run([*args, *part]).splitlines():
                    record = json.loads(line)
                    records[part[record["source"]["name"]]] = record
        self.documents += len(rows)
        for number, row in enumerate(rows):
            if number in records:
                yield row, records[number]

    def report(self):
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rate = f", {self.words / self.seconds:,.0f} words/s" if self.words and self.seconds else ""
        print(f"{self.documents} documents, {self.words:,} words, {self.seconds:.2f} s with start{rate}, "
              f"peak memory of any program run {peak:.0f} MB", file=sys.stderr)


def rows_of(path):
    """The rows of a gold file of lines of JSON, gzip or not."""
    import gzip
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rb") as file:
        return [json.loads(line) for line in file.read().split(b"\n") if line.strip()]


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
