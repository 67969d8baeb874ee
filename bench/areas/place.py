"""Place names with coordinates and GeoNames ids."""
import os
import sys

from runner import rows_of, write_rows

GOLD = ["dev-geowebnews.jsonl", "dev-lgl.jsonl"]


def system(gold_path, out_path, tool):
    rows = [{"id": row["id"], "text": row["text"], "date": row.get("date")} for row in rows_of(gold_path)]
    out = []
    for row, record in tool.read(rows, stage="mentions"):
        out.append({"id": row["id"], "toponyms": [
            {"start": place["at"][0], "end": place["at"][1], "lat": place.get("lat"), "lon": place.get("lon"),
             "geonameid": place.get("geonameid")} for place in record.get("toponyms", [])]})
    write_rows(out_path, out)


def command(gold_path, out_path, bench):
    return [sys.executable, os.path.join(bench, "place", "score.py"), gold_path, out_path]
