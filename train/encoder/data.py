"""The training data of the encoder: trees, names, attributions, events. Every reader yields sentences of one task."""
import glob
import gzip
import json
import subprocess

NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-NORP", "I-NORP"]
PARTS = ["O", "B-SOURCE", "I-SOURCE", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT"]
TYPES = ["O", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
         "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
TITLES = set("president mr. mrs. ms. dr. minister prime foreign defense secretary general gen. sen. senator rep. king "
             "queen pope prince vice chancellor premier spokesman ambassador envoy chief colonel col. major lt. captain "
             "ayatollah sheikh sheik judge justice governor gov. mayor former u.s. deputy state".split())


def conllu(path):
    words, out = [], []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line:
                if words:
                    yield words
                words = []
            elif not line.startswith("#"):
                fields = line.split("\t")
                if fields[0].isdigit():
                    words.append((fields[1], fields[3], fields[4], int(fields[6]), fields[7]))
    del out


def trees(folder, names=("ewt", "gum")):
    for name in names:
        for words in conllu(f"{folder}/{name}.conllu.gz"):
            if len(words) <= 120:
                yield {"words": [w[0] for w in words], "upos": [w[1] for w in words], "xpos": [w[2] for w in words],
                       "heads": [w[3] for w in words], "rels": [w[4] for w in words]}


def iob(path):
    words, tags, pos = [], [], []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t") if "\t" in line else line.split()
            if len(fields) < 2:
                if words:
                    yield words, pos, tags
                words, tags, pos = [], [], []
                continue
            words.append(fields[0])
            tags.append(fields[-1])
            pos.append(fields[1])


def split_hyphens(words, tags):
    """Hyphened words in the treebanks' way: three words. A B- tag stays on the first."""
    out, marks = [], []
    for word, tag in zip(words, tags):
        parts = word.split("-")
        if len(parts) > 1 and all(part.isalpha() for part in parts):
            for i, part in enumerate(parts):
                if i:
                    out.append("-")
                    marks.append(tag.replace("B-", "I-"))
                out.append(part)
                marks.append(tag if i == 0 else tag.replace("B-", "I-"))
        else:
            out.append(word)
            marks.append(tag)
    return out, marks


def gmb_tags(words, pos, tags):
    kinds = {"per": "PER", "org": "ORG", "geo": "LOC"}
    out = []
    for word, penn, tag in zip(words, pos, tags):
        if tag == "O":
            out.append("O")
            continue
        begin, kind = tag.split("-")
        if kind == "gpe":
            people = penn.startswith("JJ") or penn == "NNS" or penn == "NNPS" or word.endswith(("ans", "is", "ian", "ish"))
            kind = "NORP" if people else "LOC"
        elif word in ("US", "U.S.", "United", "States") and kind == "org":
            kind = "LOC"
        else:
            kind = kinds.get(kind)
        out.append(f"{begin}-{kind}" if kind else "O")
    for i, tag in enumerate(out):  # titles are no part of a person's name
        if tag.endswith("PER") and words[i].lower() in TITLES:
            out[i] = "O"
    return legal(out)


def legal(tags):
    """An I- that continues nothing becomes a B-."""
    out = []
    for tag in tags:
        if tag.startswith("I-") and (not out or out[-1][2:] != tag[2:]):
            tag = "B-" + tag[2:]
        out.append(tag)
    return out


OTHER_NAMES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "politician": "PER", "person": "PER", "politicalparty": "ORG",
               "organisation": "ORG", "country": "LOC", "location": "LOC"}


def names(folder):
    for words, pos, tags in iob(f"{folder}/ner/gmb_voa.iob2.gz"):
        yield "gmb", split_hyphens(words, gmb_tags(words, pos, tags))
    for path in [f"{folder}/ner/wikigold.iob2.gz", *sorted(glob.glob(f"{folder}/ner/crossner_politics_*.gz"))]:
        for words, _, tags in iob(path):
            mapped = [tag if tag == "O" else f"{tag[:2]}{OTHER_NAMES[tag[2:]]}" if tag[2:] in OTHER_NAMES else "O"
                      for tag in tags]
            yield "other", split_hyphens(words, legal(mapped))


def parsed(program, rows):
    """Sentences of the program's own words: (row, [(begin, end, word), ...]) with byte offsets."""
    lines = "\n".join(json.dumps({"id": str(i), "text": row["text"]}) for i, row in enumerate(rows))
    done = subprocess.run([program, "read", "--ndjson", "--tokens", "--stop-after", "syntax", "-"], input=lines.encode(),
                          stdout=subprocess.PIPE, check=True)
    for line in done.stdout.splitlines():
        record = json.loads(line)
        row = rows[int(record["source"]["id"])]
        for sentence in record["sentences"]:
            yield row, [(*token["at"], token["text"]) for token in sentence["tokens"]]


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def attributions(program, path):
    rows = rows_of(path)
    for row in rows:
        offsets, at = [], 0  # code points to bytes
        for char in row["text"]:
            offsets.append(at)
            at += len(char.encode())
        offsets.append(at)
        row["parts"] = sorted((offsets[begin], offsets[end], part.upper())
                              for item in row["attributions"] for part in ("source", "cue", "content")
                              for begin, end in item[part])
    for row, tokens in parsed(program, rows):
        tags = []
        for begin, end, _ in tokens:
            tag = "O"
            for first, last, part in row["parts"]:
                if first < end and begin < last:
                    tag = ("B-" if first >= begin else "I-") + part
                    break
            tags.append(tag)
        yield [token[2] for token in tokens], tags


def events(program, path):
    rows = rows_of(path)
    for row, tokens in parsed(program, rows):
        tags = ["O"] * len(tokens)
        for event in row["events"]:
            begin, end = event["trigger_at"]
            inside = [i for i, token in enumerate(tokens) if token[0] < end and begin < token[1]]
            if inside:
                tags[inside[0]] = event["type"]
        yield [token[2] for token in tokens], tags
