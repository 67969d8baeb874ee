#!/usr/bin/python3
"""Lands invented events with unpleasant words, exports them in every format and reads each back by another program, cell
for cell: Python's csv and json, DuckDB and hyparquet. tests/check_exports.py PROGRAM SCRATCH EVENTS"""
import csv
import hashlib
import json
import os
import random
import subprocess
import sys

PROGRAM, SCRATCH, EVENTS = sys.argv[1], sys.argv[2], int(sys.argv[3])
HERE = os.path.dirname(os.path.abspath(__file__))
UNPLEASANT = ["", "plain", "a,b", 'he said "no"', "two\nlines", "tab\there", "=HYPERLINK(\"x\")", "+1", "-2", "@cmd", " blank ",
              "back\\slash", "Ünïcödé", "שלום עולם", "日本", "😀", "'", "\r", "a;b", "None", "NULL", "1e5", "<b>&amp;", "\u2028x",
              "\x01\x1f", "%s%n", "; DROP TABLE events", "x" * 3000]
FLAT = ("type mode cameo status actor actor_words actor_country actor_sector recipient recipient_words recipient_country place "
        "evidence sentence title publisher authors address reported_by frame").split()


def make(draw):
    """Records, and for each event what its flat row has to hold."""
    records, wanted = [], {}
    word = lambda: draw.choice(UNPLEASANT)
    while len(wanted) < EVENTS:
        digest = hashlib.sha256(str(draw.random()).encode()).hexdigest()
        sentences, entities, toponyms, events, rows = [], [], [], [], []
        at = 0
        for _ in range(draw.randrange(1, 5)):
            text = word() + " sentence " + word()
            sentences.append({"at": [at, at + 50], "text": text})
            at += 60
        record = {"schema": "dragoman/1", "source": {"name": word() or "a", "sha256": digest, "bytes": at, "encoding": "utf-8",
                  "media_type": "text/plain"}, "published": {"value": "2025-05-06", "how": "given"}, "language": "en",
                  "title": word(), "authors": [word()], "publisher": word(), "address": word(), "sentences": sentences,
                  "entities": entities, "toponyms": toponyms, "events": events}
        for n in range(draw.randrange(0, 6)):
            parties = []
            for _ in range(2):
                entities.append({"id": len(entities), "name": word(), "country": draw.choice(["", "RUS", "KEN"]),
                                 "sector": draw.choice(["", "GOV", "UNK"]), "code": word()})
                parties.append([{"entity": len(entities) - 1, "at": [n, n + 1], "text": word(),
                                 "country": entities[-1]["country"], "sector": entities[-1]["sector"]}]
                               if draw.random() < 0.8 else [])
            place = None
            if draw.random() < 0.7:
                place = len(toponyms)
                known = draw.random() < 0.8
                toponyms.append({"name": word(), "country": "UKR", "lat": round(draw.uniform(-90, 90), 5) if known else None,
                                 "lon": round(draw.uniform(-180, 180), 5) if known else None,
                                 "geonameid": draw.randrange(1, 10**7) if known else None})
            inside = draw.randrange(len(sentences))
            begin = sentences[inside]["at"][0] + n
            value = draw.choice([None, ("2024-02", "month", "2024-02-01", "2024-02-29"), ("1999", "year", "1999-01-01", "1999-12-31"),
                                 ("2025-03-04", "day", "2025-03-04", "2025-03-04")])
            killed = draw.choice([None, 0, 7])
            event = {"id": n, "type": draw.choice(["ASSAULT", "AID"]), "mode": draw.choice([None, "aerial"]), "cameo": "195",
                     "contexts": draw.sample(["military", "election"], draw.randrange(3)), "status": "actual", "actors": parties[0],
                     "recipients": parties[1], "date": value and {"value": value[0], "grain": value[1], "from": None},
                     "place": place, "killed": killed, "injured": None, "score": round(draw.random(), 3),
                     "intensity": draw.choice([None, -9.5, 3]), "frame": word(),
                     "reported_by": {"entity": None, "text": word()}, "denied_by": None,
                     "evidence": [{"at": [begin, begin + 1], "text": word()}]}
            events.append(event)
            one, two = (parties[0] or [None])[0], (parties[1] or [None])[0]
            spot = toponyms[place] if place is not None else {}
            rows.append({
                "type": event["type"], "mode": event["mode"] or "", "cameo": "195", "contexts": ";".join(event["contexts"]),
                "status": "actual", "date": value and value[2], "date_last": value and value[3], "date_grain": value[1] if value else "",
                "actor": entities[one["entity"]]["name"] if one else "", "actor_words": one["text"] if one else "",
                "actor_country": one["country"] if one else "", "actor_sector": one["sector"] if one else "",
                "actor_code": entities[one["entity"]]["code"] if one else "",
                "recipient": entities[two["entity"]]["name"] if two else "", "recipient_words": two["text"] if two else "",
                "recipient_country": two["country"] if two else "", "recipient_sector": two["sector"] if two else "",
                "place": spot.get("name", ""), "place_country": spot.get("country", ""), "latitude": spot.get("lat"),
                "longitude": spot.get("lon"), "geonameid": spot.get("geonameid"), "killed": killed, "injured": None,
                "score": event["score"], "intensity": event["intensity"], "reported_by": event["reported_by"]["text"],
                "denied_by": "", "evidence": event["evidence"][0]["text"], "sentence": sentences[inside]["text"],
                "trigger_begin": begin, "trigger_end": begin + 1, "frame": event["frame"], "document": digest,
                "source": record["source"]["name"], "published": "2025-05-06", "title": record["title"],
                "authors": record["authors"][0], "publisher": record["publisher"], "address": record["address"],
                "language": "en", "verdict": "", "analyst": ""})
        records.append(record)
        for row in rows:
            wanted[(row["document"], row["trigger_begin"], row["type"])] = row
    return records, wanted


def export(name, *options):
    path = os.path.join(SCRATCH, "out." + name + "".join(options))
    subprocess.run([PROGRAM, "export", os.path.join(SCRATCH, "a.db"), "--format", name, "-o", path, *options], check=True,
                   stderr=subprocess.DEVNULL)
    return path


def compare(name, rows, wanted, read=lambda cell, column: cell):
    seen = {}
    for row in rows:
        seen[(row["document"], int(row["trigger_begin"]), row["type"])] = row
    assert len(seen) == len(rows) == len(wanted), (name, len(rows), len(seen), len(wanted))
    for key, want in wanted.items():
        for column, value in want.items():
            got = read(seen[key][column], column)
            if isinstance(value, float) and got is not None and got != "":
                assert abs(float(got) - value) < 1e-6, (name, column, value, got)
            else:
                assert got == value, (name, column, value, got)
    print(f"{name}: {len(rows)} rows equal in {len(want)} columns")


def from_text(cell, column):
    numbers = {"latitude", "longitude", "score", "intensity"}
    integers = {"geonameid", "killed", "injured", "trigger_begin", "trigger_end", "reports", "sources"}
    if column in numbers:
        return float(cell) if cell else None
    if column in integers:
        return int(cell) if cell else None
    if column in ("date", "date_last"):
        return cell or None
    return cell


def main():
    records, wanted = make(random.Random(4))
    with open(os.path.join(SCRATCH, "records.ndjson"), "w") as file:
        for record in records:
            file.write(json.dumps(record, separators=(",", ":")) + "\n")
    subprocess.run([PROGRAM, "land", os.path.join(SCRATCH, "records.ndjson"), "--store", os.path.join(SCRATCH, "a.db")], check=True,
                   stderr=subprocess.DEVNULL)
    with open(export("csv"), newline="", encoding="utf-8") as file:
        compare("csv", list(csv.DictReader(file)), wanted, from_text)
    squeezed = {key: {c: v.translate({9: 32, 10: 32, 13: 32}) if isinstance(v, str) else v for c, v in row.items()}
                for key, row in wanted.items()}
    with open(export("tsv"), newline="", encoding="utf-8") as file:
        names, *lines = [line.split("\t") for line in file.read().split("\n")[:-1]]
    compare("tsv", [dict(zip(names, line, strict=True)) for line in lines], squeezed, from_text)
    with open(export("ndjson"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file.read().split("\n")[:-1]]
    compare("ndjson", rows, wanted)
    with open(export("csv", "--spreadsheet"), newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for column, cell in row.items():
                number = from_text(cell, column) is None or not isinstance(from_text(cell, column), str)
                assert number or cell[:1] not in ("=", "+", "-", "@", "\t", "\r"), (column, cell)
    print("csv --spreadsheet: no cell begins a formula")
    parquet = export("parquet")
    for reader in ("duckdb", "hyparquet"):
        out = subprocess.run(["node", os.path.join(HERE, "readers", "parquet.mjs"), reader, parquet], check=True, capture_output=True)
        rows = [json.loads(line) for line in out.stdout.decode().split("\n")[:-1]]
        compare("parquet by " + reader, rows, wanted)
    with open(export("geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    rows = [{**f["properties"], "longitude": (f["geometry"] or {}).get("coordinates", [None, None])[0],
             "latitude": (f["geometry"] or {}).get("coordinates", [None, None])[1]} for f in features]
    compare("geojson", rows, wanted)
    for name, count in (("gdelt", 61), ("icews", 20), ("polecat", 40), ("petrarch", 7)):
        with open(export(name), newline="", encoding="utf-8") as file:
            lines = [line.split("\t") for line in file.read().split("\n")[:-1]]
        heads = 0 if name in ("gdelt", "petrarch") else 1
        assert len(lines) == len(wanted) + heads and all(len(line) == count for line in lines), name
        assert name != "polecat" or all(cell for line in lines for cell in line)
        print(f"{name}: {len(lines) - heads} lines of {count} columns")
    with open(export("ngec"), encoding="utf-8") as file:
        assert len([json.loads(line)["attributes"]["ACTOR"] for line in file.read().split("\n")[:-1]]) == len(wanted)
    print("ngec: every line is an object with attributes")
    for name in ("csv", "parquet"):  # the same events, the same bytes
        with open(export(name), "rb") as one:
            before = one.read()
        with open(export(name), "rb") as two:
            assert before == two.read(), name


main()
