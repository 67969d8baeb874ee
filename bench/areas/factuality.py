"""Did it happen, according to the author: a value for given event words, and macro F1 of three classes."""
import json
import os
import sys

from runner import rows_of, write_rows

GOLD = ["uw.dev.jsonl", "meantime.dev.jsonl"]
TOGETHER = True


def system(gold_paths, out_path, tool):
    out = []
    for path in gold_paths:
        rows = rows_of(path)
        lines = [json.dumps({"id": str(number), "text": row["text"], "date": row.get("dct", "")})
                 for number, row in enumerate(rows)]
        words = sum(len(row["text"].split()) for row in rows)
        printed = tool.run(["certainty", "-"], "\n".join(lines).encode(), len(rows), words)
        for line in printed.splitlines():
            said = json.loads(line)
            row = rows[int(said["id"])]
            text = row["text"]
            events = []
            bytes_before = [0]
            for char in text:
                bytes_before.append(bytes_before[-1] + len(char.encode("utf-8")))
            at = 0
            values = said["words"]
            for event in sorted(row["events"], key=lambda e: e["start"]):
                begin, end = bytes_before[event["start"]], bytes_before[event["end"]]
                while at < len(values) and values[at][1] <= begin:
                    at += 1
                if at < len(values) and values[at][0] < end:
                    events.append({"start": event["start"], "end": event["end"], "value": values[at][2]})
            out.append({"id": row["id"], "events": events})
    write_rows(out_path, out)


def command(gold_paths, out_path, bench):
    return [sys.executable, os.path.join(bench, "factuality", "score.py"), *gold_paths, out_path]
