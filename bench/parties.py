"""How often the mentions of the program carry the country and sector that the gold of events and records gives a party.

    python3 bench/parties.py [voa|record|plover ...] [--miss FILE]

For each party with words: is there a mention over its words (the one that shares most with them)?
Are country and sector of its entity right? voa: ten sentences of a run at a time, as one article."""
import collections
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from runner import Tool, rows_of  # noqa: E402

BENCH = os.environ.get("DRAGOMAN_BENCH", "../shared/bench")
TOGETHER = 10
SECTORS = {"REF": "CVL", "AGR": "CVL", "LAB": "CVL", "EDU": "CVL", "REL": "CVL", "SPY": "COP", "JRN": "MED", "UAF": "REB"}


def voa():
    rows = rows_of(f"{BENCH}/events/voa.train.jsonl")
    begin = 0
    while begin < len(rows):
        end = begin
        text, parties = b"", []
        while end < len(rows) and end < begin + TOGETHER and rows[end]["run"] == rows[begin]["run"]:
            row = rows[end]
            for event in row["events"]:
                for party in event["actor"] + event["recipient"]:
                    if party.get("at"):
                        a, b = party["at"]
                        parties.append(((len(text) + a, len(text) + b), party["country"], party["sector"], ""))
            text += row["text"].encode() + b" "
            end += 1
        yield {"id": rows[begin]["id"], "text": text.decode(), "parties": parties}
        begin = end


def record():
    articles = {row["id"]: row for row in rows_of(f"{BENCH}/record/articles.jsonl")}
    for row in rows_of(f"{BENCH}/record/gold.jsonl"):
        article = articles[row["id"]]
        text = article["text"]
        parties = []
        for event in row["events"]:
            near = max(0, text.find(event["evidence"][0])) if event["evidence"] else 0
            for party in event["actor"] + event["recipient"]:
                if not party["mention"]:
                    continue
                places = [i for i in range(len(text)) if text.startswith(party["mention"], i)]
                if not places:
                    continue
                at = min(places, key=lambda i: abs(i - near))
                begin = len(text[:at].encode())
                parties.append(((begin, begin + len(party["mention"].encode())), party["country"], party["sector"], party["name"]))
        yield {"id": row["id"], "text": text, "title": article["title"], "date": article["date"], "parties": parties}


def plover():
    for row in rows_of(f"{BENCH}/events/plover.dev.jsonl"):
        parties = []
        for event in row["events"]:
            for party in event["actor"] + event["recipient"]:
                for span in event.get("spans", []):
                    if span["role"] in ("actor", "recipient", "both") and span["text"] == party["text"]:
                        parties.append(((span["start"], span["end"]), party.get("country") or party.get("code", ""),
                                        SECTORS.get(party.get("sector", ""), party.get("sector", "")), ""))
                        break
        yield {"id": row["id"], "text": row["text"], "parties": parties}


def pick(at, mentions):
    """The mention that stands for the gold words: the one that shares most with them."""
    best, score = None, 0.0
    for m in mentions:
        begin, end = m["at"]
        common = min(end, at[1]) - max(begin, at[0])
        if common <= 0:
            continue
        value = common / (max(end, at[1]) - min(begin, at[0]))
        if begin >= at[0]:  # what hangs behind a phrase ("a girl in the south") counts little
            value = common / (at[1] - at[0]) - 0.001 * (end - begin)
        if value > score:
            best, score = m, value
    return best


def last_name(name):
    words = name.replace("-", " ").split()
    return words[-1].lower() if words else ""


def measure(name, rows, tool, miss):
    count = collections.Counter()
    for row, reading in tool.read(list(rows), stage="mentions"):
        mentions = [dict(m, entity=i) for i, e in enumerate(reading["entities"]) for m in e["mentions"]]
        text = row["text"].encode()
        for at, country, sector, full in row["parties"]:
            count["gold"] += 1
            found = pick(at, mentions)
            words = text[at[0]:at[1]].decode()
            if not found:
                count["none"] += 1
                miss.append((name, row["id"], "none", words, country, sector, "", "", "", text[max(0, at[0] - 80):at[1] + 60].decode("utf-8", "replace")))
                continue
            entity = reading["entities"][found["entity"]]
            right, same = False, False
            for entity in [entity] + [reading["entities"][i] for i in entity.get("members", [])]:
                right = right or entity["country"] == country or (country in ("UNO", "EUR") and entity["country"] == "IGO")
                same = same or entity["sector"] == sector or {entity["sector"], sector} == {"CVL", "UNK"} or sector == ""
            count["country"] += right
            entity = reading["entities"][found["entity"]]
            if sector:
                count["sector"] += same
                count["sector exactly"] += entity["sector"] == sector
            else:
                count["no sector"] += 1
            if full:
                count["named"] += 1
                count["name"] += last_name(entity["name"]) == last_name(full)
            if not right or not same:
                miss.append((name, row["id"], ("" if right else "C") + ("" if same else "S"), words, country, sector,
                             entity["country"], entity["sector"], found["text"] + " = " + entity["name"], text[max(0, at[0] - 80):at[1] + 60].decode("utf-8", "replace")))
    with_mention = count["gold"] - count["none"]
    out = [f"{name}: {count['gold']} parties", f"mention {100 * with_mention / count['gold']:.1f}%",
           f"country {100 * count['country'] / with_mention:.1f}%"]
    told = with_mention - count["no sector"]
    if told > 0:
        out.append(f"sector {100 * count['sector'] / told:.1f}% (CVL and UNK apart {100 * count['sector exactly'] / told:.1f}%)")
    if count["named"]:
        out.append(f"last word of the name {100 * count['name'] / count['named']:.1f}%")
    print(", ".join(out))


def main():
    args = sys.argv[1:]
    miss_file = None
    if "--miss" in args:
        at = args.index("--miss")
        miss_file = args[at + 1]
        del args[at:at + 2]
    tool = Tool(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "build", "dragoman"))
    miss = []
    for name in args or ["voa", "record", "plover"]:
        measure(name, {"voa": voa, "record": record, "plover": plover}[name](), tool, miss)
    if miss_file:
        with open(miss_file, "w", encoding="utf-8") as file:
            for row in miss:
                file.write("\t".join(str(field).replace("\n", " ").replace("\t", " ") for field in row) + "\n")
    tool.report()


if __name__ == "__main__":
    main()
