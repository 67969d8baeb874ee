"""Who said what: attributions with source, cue and content, and quotations with their speaker.

The gold marks no attribution inside another, so statements held by another are left out here."""
import os
import sys

from runner import rows_of, write_rows

GOLD = ["polnear.dev.jsonl", "direct.dev.jsonl"]


def code_points(text):
    """byte -> code point, for every byte of the UTF-8 text and its end."""
    out = []
    for number, char in enumerate(text):
        out.extend([number] * len(char.encode("utf-8")))
    out.append(len(text))
    return out


def spans(evidence, points):
    return [[points[a], points[b]] for a, b in (piece["at"] for piece in evidence) if a < b]


def system(gold_path, out_path, tool):
    out = []
    for row, record in tool.read(rows_of(gold_path), stage="statements"):
        points = code_points(row["text"])
        statements = {one["id"]: one for one in record["statements"]}
        attributions, quotes = [], []
        for one in statements.values():
            if one.get("within") is not None:
                continue
            attribution = {"source": spans(one["source_at"], points), "cue": spans(one["cue"], points),
                           "content": spans(one["content"], points)}
            if one.get("source") is not None:
                attribution["speaker"] = record["entities"][one["source"]]["name"]
            attributions.append(attribution)
        for one in record["quotations"]:
            if one.get("statement") is not None:
                quotes.append({"quote": spans([one], points)[0],
                               "source": spans(statements[one["statement"]]["source_at"], points)})
        out.append({"id": row["id"], "attributions": attributions, "quotes": quotes})
    write_rows(out_path, out)


def command(gold_path, out_path, bench):
    direct = ["--direct"] if os.path.basename(gold_path).startswith("direct") else []
    return [sys.executable, os.path.join(bench, "quotes", "score.py"), *direct, gold_path, out_path]
