"""Words, sentences, tags and trees: once with the gold's words given, once from the raw text.

The scorer is called twice and printed unchanged; the raw system file stands beside the other under NAME.raw."""
import json
import os
import subprocess
import sys

GOLD = ["dev/ewt.jsonl", "dev/gum.jsonl"]


def conllu_of(doc):
    """The gold's words and sentences as CoNLL-U, nothing else."""
    lines, at = [], 0
    for _, end in doc["sents"]:
        number = 0
        while at < len(doc["words"]) and doc["words"][at][1] <= end:
            number += 1
            form = doc["words"][at][2].replace(" ", "\u00a0")
            lines.append("\t".join([str(number), form, *"________"]))
            at += 1
        lines.append("")
    return lines


def words_given(gold, tool):
    text = "\n".join(line for doc in gold for line in conllu_of(doc)) + "\n"
    out = tool.run(["parse", "--words", "-"], text.encode(), len(gold), sum(len(doc["words"]) for doc in gold))
    sentences = [[row.split("\t") for row in part.split("\n") if row] for part in out.decode().split("\n\n")]
    sentences = iter([sentence for sentence in sentences if sentence])
    for doc in gold:
        words = []
        while len(words) < len(doc["words"]):
            base = len(words)
            for row in next(sentences):
                begin, end = doc["words"][len(words)][:2]
                head = base + int(row[6]) - 1 if row[6] != "0" else -1
                words.append([begin, end, row[1], row[2], row[3], row[4], row[5], head, row[7]])
        yield {"doc": doc["doc"], "sents": doc["sents"], "tokens": doc["tokens"], "words": words}


def from_text(gold, tool):
    rows = [{"id": doc["doc"], "text": doc["text"]} for doc in gold]
    for row, record in tool.read(rows, stage="syntax", args=["--tokens"]):
        sents, tokens, words = [], [], []
        for sentence in record["sentences"]:
            sents.append(sentence["at"])
            base = len(words)
            for token in sentence["tokens"]:
                begin, end = token["at"]
                if token.get("joined") and tokens:
                    tokens[-1][1] = end
                else:
                    tokens.append([begin, end])
                head = base + token["head"] - 1 if token["head"] else -1
                words.append([begin, end, token["text"], token["lemma"], token["upos"], token["xpos"], "_", head,
                              token["deprel"]])
        yield {"doc": row["id"], "sents": sents, "tokens": tokens, "words": words}


def system(gold_path, out_path, tool):
    with open(gold_path, encoding="utf-8") as file:
        gold = [json.loads(line) for line in file if line.strip()]
    for path, docs in ((out_path, words_given(gold, tool)), (out_path + ".raw", from_text(gold, tool))):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(doc) + "\n" for doc in docs)


def command(gold_path, out_path, bench):
    return [sys.executable, os.path.abspath(__file__), os.path.join(bench, "syntax", "score.py"), gold_path, out_path]


def main():
    scorer, gold, out = sys.argv[1:]
    for title, path in (("words given", out), ("raw text", out + ".raw")):
        print(f"-- {title}", flush=True)
        subprocess.run([sys.executable, scorer, "--layers", "dep", "--gold", gold, "--sys", path], check=True)


if __name__ == "__main__":
    main()
