"""The whole record of an article: events with roles, date, place and toll, and quotations, by the record scorer."""
import os
import sys

from runner import rows_of, write_rows

GOLD = ["gold.jsonl"]


class Shape:
    """Turns a record into the shape of the gold: ids become names, spans the bytes of the text."""

    def __init__(self, row, record):
        self.bytes = row["text"].encode("utf-8")
        self.record = record

    def piece(self, at):
        return self.bytes[at[0]:at[1]].decode("utf-8", "replace")

    def name(self, entity):
        return "" if entity is None else self.record["entities"][entity]["name"]

    def mention(self, one):
        return self.piece(one["at"]) if one and "at" in one else ""

    def parties(self, listed):
        return [{"mention": self.mention(one), "name": self.name(one["entity"]), "country": one["country"],
                 "sector": one["sector"]} for one in listed]

    def place(self, number):
        if number is None:
            return None
        place = self.record["toponyms"][number]
        return {"name": place["name"], "country": place["country"]}

    def event(self, one):
        return {"type": one["type"], "mode": one["mode"], "status": one["status"],
                "actor": self.parties(one["actors"]), "recipient": self.parties(one["recipients"]),
                "date": one["date"]["value"] if one["date"] else "", "place": self.place(one["place"]),
                "reported_by": self.mention(one["reported_by"]), "denied_by": self.mention(one["denied_by"]),
                "killed": one["killed"], "injured": one["injured"],
                "evidence": [self.piece(piece["at"]) for piece in one["evidence"]]}

    def quote(self, one):
        return {"text": self.piece(one["at"]), "speaker_mention": self.mention(one.get("speaker_mention")),
                "speaker": self.name(one.get("speaker"))}


def articles_of(gold_path):
    return rows_of(os.path.join(os.path.dirname(os.path.abspath(gold_path)), "articles.jsonl"))


def system(gold_path, out_path, tool):
    out = []
    for row, record in tool.read(articles_of(gold_path)):
        shape = Shape(row, record)
        out.append({"id": row["id"], "events": [shape.event(one) for one in record["events"]],
                    "quotes": [shape.quote(one) for one in record["quotations"] if one.get("statement") is not None]})
    write_rows(out_path, out)


def command(gold_path, out_path, bench):
    articles = os.path.join(os.path.dirname(os.path.abspath(gold_path)), "articles.jsonl")
    return [sys.executable, os.path.join(bench, "record", "score.py"), "--gold", gold_path, "--articles", articles,
            "--system", out_path]
