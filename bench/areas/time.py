"""Time expressions: spans and TIMEX3 values, against the date the gold gives for each document."""
import os
import sys

from runner import rows_of, write_rows

GOLD = ["dev-tbaq.jsonl", "dev-meantime.jsonl"]


def system(gold_path, out_path, tool):
    gold = rows_of(gold_path)
    rows = [{"id": row["id"], "text": row["text"], "date": row["dct"]} for row in gold]
    out = []
    for row, record in tool.read(rows, stage="mentions"):
        out.append({"id": row["id"], "timex": [
            {"start": timex["at"][0], "end": timex["at"][1], "type": timex["type"], "value": timex["value"]}
            for timex in record.get("timexes", [])]})
    write_rows(out_path, out)


def command(gold_path, out_path, bench):
    return [sys.executable, os.path.join(bench, "time", "score.py"), gold_path, out_path]
