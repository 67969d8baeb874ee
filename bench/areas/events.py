"""Political events of single texts: type, countries and sectors of actors and recipients, by the events scorer."""
import os
import sys

from runner import rows_of, write_rows

GOLD = ["plover.dev.jsonl", "plv.dev.jsonl", "case.dev.jsonl"]


def parties(listed):
    return [{"country": one["country"], "sector": one["sector"]} for one in listed]


def system(gold_path, out_path, tool):
    out = []
    rows = [{"id": row["id"], "text": row["text"]} for row in rows_of(gold_path)]
    for row, record in tool.read(rows):
        events = [{"type": one["type"], "mode": one["mode"], "status": one["status"], "score": one["score"],
                   "actor": parties(one["actors"]), "recipient": parties(one["recipients"])}
                  for one in record["events"]]
        events.sort(key=lambda event: -event["score"])
        out.append({"id": row["id"], "events": events})
    write_rows(out_path, out)


def command(gold_path, out_path, bench):
    first = ["--first", "1"] if os.path.basename(gold_path).startswith("plv") else []
    return [sys.executable, os.path.join(bench, "events", "score.py"), gold_path, out_path, *first]
