"""Repairs of damaged text: layout slips and look-alikes by their edits, mojibake by the whole mended text.

The scorer may read nothing but id and text, and so may the program: other fields are not passed on."""
import os
import sys

from runner import rows_of, write_rows

GOLD = ["layout/gold.jsonl", "lookalike/gold.jsonl", "mojibake/made.jsonl", "mojibake/ftfy.jsonl"]


def system(gold_path, out_path, tool):
    rows = [{"id": row["id"], "text": row.get("text", row.get("original"))} for row in rows_of(gold_path)]
    whole = "mojibake" in gold_path
    out = []
    for row, record in tool.read(rows, stage="mend"):
        edits = [{"start": repair["at"][0], "end": repair["at"][1], "replacement": repair["to"]}
                 for repair in record.get("repairs", [])]
        if whole:
            out.append({"id": row["id"], "text": mended(row["text"], edits)})
        else:
            out.append({"id": row["id"], "edits": edits})
    write_rows(out_path, out)


def mended(text, edits):
    source, parts, at = text.encode(), [], 0
    for edit in sorted(edits, key=lambda edit: edit["start"]):
        parts += [source[at:edit["start"]], edit["replacement"].encode()]
        at = edit["end"]
    return b"".join(parts + [source[at:]]).decode("utf-8", "replace")


def command(gold_path, out_path, bench):
    return [sys.executable, os.path.join(bench, "mend", "score.py"), gold_path, out_path]
