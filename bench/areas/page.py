"""page: article bodies from HTML (zyte, wcxb, snip) and article lines of flattened text (flat, flat-wcxb)."""
import os

from runner import rows_of, write_rows

GOLD = ["zyte/gold.jsonl", "wcxb/gold.jsonl", "snip/gold.jsonl", "flat/gold.jsonl", "flat-wcxb/gold.jsonl.gz"]
BODY = {"paragraph", "subheading", "list_item", "quote", "cell", "caption"}


def pages_folder(gold_path):
    return os.path.dirname(os.path.dirname(os.path.abspath(gold_path)))


def body_of(record):
    return "\n".join(block["text"] for block in record["blocks"] if block["label"] in BODY)


def row_of(gold, record):
    if gold["task"] == "flat":
        return {"id": gold["id"], "keep": [block["at"] for block in record["blocks"] if block["label"] in BODY]}
    row = {"id": gold["id"], "body": body_of(record), "title": record.get("title", "")}
    if record.get("authors"):
        row["author"] = record["authors"]
    if record.get("published"):
        row["date"] = record["published"].get("value", "")
    return row


def system(gold_path, out_path, tool):
    golds = rows_of(gold_path)
    if golds[0]["task"] == "flat":
        rows = [{"plain": gold["text"], "gold": gold} for gold in golds]
    else:
        rows = [{"path": os.path.join(pages_folder(gold_path), gold["html"]), "gold": gold} for gold in golds]
    write_rows(out_path, [row_of(row["gold"], record) for row, record in tool.read(rows, stage="article")])


def command(gold_path, out_path, bench):
    return ["python3", os.path.join(bench, "page", "score.py"), gold_path, out_path]
