#!/usr/bin/python3
"""train_encoder.py: the shared encoder of English and its heads (models/en.encoder.card.md).

  train_encoder.py --vectors VECTORS.json --bench BENCH --program build/dragoman --out encoder.pt [--epochs 12]

Words (GloVe, learnt rows, prefix, suffix, tail and shape buckets) -> 128; one convolution of width 3; one BiLSTM of 96
units a direction; heads for tags, arcs and labels (Dozat and Manning 2017, with buckets of distance), names, parts of
attributions and event triggers. Trained on all tasks in turn; export_encoder.py writes the model file."""
import argparse
import json
import math
import random
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

import data
from features import PREFIXES, SHAPES, SUFFIXES, TAILS, features

WIDTH, UNITS, ARC, LABEL = 128, 96, 96, 96
DISTANCES = 17
UPOS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
        "SYM", "VERB", "X"]


def bucket(offset):
    """Signed distance head - dependent in 17 buckets; 0 is the artificial root."""
    size = abs(offset)
    step = size if size <= 4 else 5 if size <= 6 else 6 if size <= 10 else 7 if size <= 20 else 8
    return 8 + step if offset > 0 else 8 - step


class Vocabulary:
    def __init__(self, vectors, counts, limit):
        self.glove = {word: i + 1 for i, word in enumerate(list(vectors)[:limit])}
        self.matrix = numpy.zeros((len(self.glove) + 1, 100), dtype=numpy.float32)
        for word, i in self.glove.items():
            self.matrix[i] = vectors[word][:100]
        self.learnt = {word: i + 2 for i, word in enumerate(sorted(w for w, n in counts.items() if n >= 3))}


class Encoder(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.register_buffer("glove", torch.from_numpy(vocabulary.matrix))
        self.project = nn.Linear(101, WIDTH)  # 100 dimensions and "not in the list"
        self.word = nn.Embedding(len(vocabulary.learnt) + 2, WIDTH)
        self.prefix, self.suffix = nn.Embedding(PREFIXES, WIDTH), nn.Embedding(SUFFIXES, WIDTH)
        self.tail, self.shape = nn.Embedding(TAILS, WIDTH), nn.Embedding(SHAPES, WIDTH)
        for table in (self.word, self.prefix, self.suffix, self.tail, self.shape):
            nn.init.normal_(table.weight, std=0.05)
        self.convolution = nn.Conv1d(WIDTH, WIDTH, 3, padding=1)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.forward_lstm = nn.LSTM(WIDTH, UNITS, batch_first=True)
        self.backward_lstm = nn.LSTM(WIDTH, UNITS, batch_first=True)
        self.join = nn.Linear(2 * UNITS, WIDTH)

    def forward(self, ids, mask):
        known = self.glove[ids[..., 0]]
        flag = (ids[..., 0] == 0).float().unsqueeze(-1)
        learnt = ids[..., 1]
        if self.training:
            learnt = learnt.masked_fill((torch.rand(learnt.shape) < 0.15) & (learnt > 1), 1)
        x = (self.project(torch.cat([known, flag], -1)) + self.word(learnt) + self.prefix(ids[..., 2]) +
             self.suffix(ids[..., 3]) + self.tail(ids[..., 4]) + self.shape(ids[..., 5]))
        x = functional.dropout(x, 0.25, self.training) * mask.unsqueeze(-1)
        c = functional.relu(self.convolution(x.transpose(1, 2)).transpose(1, 2))
        c = self.norm1(x + functional.dropout(c, 0.2, self.training)) * mask.unsqueeze(-1)
        length = mask.sum(1).long()
        there = torch.arange(mask.shape[1]).unsqueeze(0)
        turned = torch.where(there < length.unsqueeze(1), length.unsqueeze(1) - 1 - there, there)
        index = turned.unsqueeze(-1).expand(-1, -1, WIDTH)
        ahead, _ = self.forward_lstm(c)
        back, _ = self.backward_lstm(c.gather(1, index))
        back = back.gather(1, turned.unsqueeze(-1).expand(-1, -1, UNITS))
        joined = self.join(functional.dropout(torch.cat([ahead, back], -1), 0.2, self.training))
        return self.norm2(c + joined) * mask.unsqueeze(-1)


class Trees(nn.Module):
    def __init__(self, tags, labels):
        super().__init__()
        self.upos, self.xpos = nn.Linear(WIDTH, len(UPOS)), nn.Linear(WIDTH, tags)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.dependent, self.head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.bilinear = nn.Parameter(torch.empty(ARC, ARC))
        nn.init.orthogonal_(self.bilinear, 0.5)
        self.head_bias = nn.Linear(ARC, 1)
        self.distance = nn.Linear(WIDTH, DISTANCES)
        self.label_dependent, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label_distance = nn.Embedding(DISTANCES, LABEL)
        self.label = nn.Linear(LABEL, labels)

    def with_root(self, h):
        return torch.cat([self.root.expand(h.shape[0], 1, WIDTH), h], 1)

    def arcs(self, h):
        """scores[b, dependent, head]; head 0 is the root."""
        size = h.shape[1]
        every = self.with_root(h)
        dependent = functional.dropout(functional.relu(self.dependent(h)), 0.25, self.training)
        head = functional.dropout(functional.relu(self.head(every)), 0.25, self.training)
        scores = dependent @ self.bilinear @ head.transpose(1, 2) + self.head_bias(head).transpose(1, 2)
        table = torch.tensor([[8 if j == 0 else bucket(j - i - 1) for j in range(size + 1)] for i in range(size)])
        scores = scores + self.distance(h).gather(2, table.unsqueeze(0).expand(h.shape[0], -1, -1))
        scores[:, torch.arange(size), torch.arange(size) + 1] = -1e4
        return scores

    def labels(self, h, heads):
        every = self.with_root(h)
        chosen = every.gather(1, heads.unsqueeze(-1).expand(-1, -1, WIDTH))
        own = torch.arange(1, h.shape[1] + 1).unsqueeze(0)
        offset = (heads - own).tolist()
        table = torch.tensor([[8 if head == 0 else bucket(off) for off, head in zip(row, hs)]
                              for row, hs in zip(offset, heads.tolist())])
        mixed = functional.relu(self.label_dependent(h) + self.label_head(chosen) + self.label_distance(table))
        return self.label(functional.dropout(mixed, 0.2, self.training))


class Tagging(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.hidden, self.out = nn.Linear(WIDTH, 64), nn.Linear(64, size)

    def forward(self, h):
        return self.out(functional.dropout(functional.relu(self.hidden(h)), 0.3, self.training))


def batches(items, words, shuffle):
    """Batches of about `words` words of sentences of like length."""
    keyed = sorted(((len(s["words"]) + (random.random() * 3 if shuffle else 0), i) for i, s in enumerate(items)))
    out, batch, longest = [], [], 0
    for _, i in keyed:
        longest = max(longest, len(items[i]["words"]))
        if batch and longest * (len(batch) + 1) > words:
            out.append(batch)
            batch, longest = [], len(items[i]["words"])
        batch.append(items[i])
    if batch:
        out.append(batch)
    if shuffle:
        random.shuffle(out)
    return out


def ids_of(vocabulary, word):
    small, prefix, suffix, tail, shape = features(word)
    return [vocabulary.glove.get(small, 0), vocabulary.learnt.get(small, 1), prefix, suffix, tail, shape]


def tensors(batch):
    longest = max(len(s["words"]) for s in batch)
    ids = torch.zeros(len(batch), longest, 6, dtype=torch.long)
    mask = torch.zeros(len(batch), longest)
    for b, sentence in enumerate(batch):
        size = len(sentence["words"])
        ids[b, :size] = sentence["ids"]
        mask[b, :size] = 1
    return ids, mask


def padded(batch, key, fill=-100):
    longest = max(len(s["words"]) for s in batch)
    return torch.tensor([s[key] + [fill] * (longest - len(s["words"])) for s in batch])


def entropy(scores, gold, weight=None):
    return functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), weight=weight,
                                    ignore_index=-100)


class Model(nn.Module):
    def __init__(self, vocabulary, tags, labels):
        super().__init__()
        self.encoder, self.trees = Encoder(vocabulary), Trees(len(tags), len(labels))
        self.names, self.parts = Tagging(len(data.NAMES)), Tagging(len(data.PARTS))
        self.types = Tagging(len(data.TYPES))

    def loss(self, task, batch):
        ids, mask = tensors(batch)
        h = self.encoder(ids, mask)
        if task == "trees":
            heads = padded(batch, "heads")
            chosen = heads.clamp(min=0)
            return (entropy(self.trees.arcs(h), heads) + entropy(self.trees.labels(h, chosen), padded(batch, "rels")) +
                    0.5 * entropy(self.trees.upos(h), padded(batch, "upos")) +
                    0.5 * entropy(self.trees.xpos(h), padded(batch, "xpos")))
        if task == "names":
            return entropy(self.names(h), padded(batch, "tags"))
        if task == "parts":
            return entropy(self.parts(h), padded(batch, "tags"))
        return 2 * entropy(self.types(h), padded(batch, "tags"))


def number(items, key, names):
    index = {name: i for i, name in enumerate(names)}
    for item in items:
        item[key] = [index.get(value, -100) for value in item[key]]


def measure_trees(model, items):
    model.eval()
    right = labelled = total = tag = 0
    with torch.no_grad():
        for batch in batches(items, 3000, False):
            ids, mask = tensors(batch)
            h = model.encoder(ids, mask)
            heads = model.trees.arcs(h).argmax(-1)
            rels = model.trees.labels(h, heads).argmax(-1)
            gold, gold_rel, there = padded(batch, "heads"), padded(batch, "rels"), mask.bool()
            good = (heads == gold) & there
            right += int(good.sum())
            labelled += int((good & (rels == gold_rel)).sum())
            tag += int(((model.trees.xpos(h).argmax(-1) == padded(batch, "xpos")) & there).sum())
            total += int(there.sum())
    model.train()
    return f"UAS {100 * right / total:.2f} LAS {100 * labelled / total:.2f} XPOS {100 * tag / total:.2f}"


def measure_tags(model, head, items):
    model.eval()
    found = gold_count = both = 0
    with torch.no_grad():
        for batch in batches(items, 3000, False):
            ids, mask = tensors(batch)
            best = head(model.encoder(ids, mask)).argmax(-1)
            gold, there = padded(batch, "tags"), mask.bool()
            found += int(((best > 0) & there).sum())
            gold_count += int((gold > 0).sum())
            both += int(((best == gold) & (gold > 0) & there).sum())
    model.train()
    precision, recall = both / max(found, 1), both / max(gold_count, 1)
    return f"{200 * precision * recall / max(precision + recall, 1e-9):.2f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--resume", help="a checkpoint to go on from; the rate then starts lower")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    begin = time.time()
    folder = options.bench + "/syntax/train"
    trees = list(data.trees(folder))
    names, held_names = [], []
    for i, (kind, (words, tags)) in enumerate(data.names(folder)):
        if len(words) <= 120:
            (held_names if kind == "gmb" and i % 40 == 0 else names).append({"words": words, "tags": tags})
    parts, held_parts = ([{"words": w, "tags": t} for w, t in data.attributions(options.program, f"{options.bench}/quotes/polnear.{p}.jsonl")
                          if len(w) <= 120] for p in ("train", "dev"))
    types = [{"words": w, "tags": t} for w, t in data.events(options.program, options.bench + "/events/voa.train.jsonl")]
    held_types = types[::12]
    types = [item for i, item in enumerate(types) if i % 12]
    print(f"{len(trees)} trees, {len(names)} names, {len(parts)} parts, {len(types)} events, {time.time() - begin:.0f} s", flush=True)
    tags = sorted({tag for item in trees for tag in item["xpos"]})
    labels = sorted({label for item in trees for label in item["rels"]})
    for items, key, values in ((trees, "upos", UPOS), (trees, "xpos", tags), (trees, "rels", labels),
                               (names, "tags", data.NAMES), (held_names, "tags", data.NAMES),
                               (parts, "tags", data.PARTS), (held_parts, "tags", data.PARTS),
                               (types, "tags", data.TYPES), (held_types, "tags", data.TYPES)):
        number(items, key, values)
    counts = {}
    for items in (trees, names, parts, types):
        for item in items:
            for word in item["words"]:
                small = features(word)[0]
                counts[small] = counts.get(small, 0) + 1
    with open(options.vectors, encoding="utf-8") as file:
        vocabulary = Vocabulary(json.load(file)["vectors"], counts, options.words)
    if options.resume:  # the rows of learnt words keep their numbers
        vocabulary.learnt = torch.load(options.resume)["learnt"]
    for items in (trees, names, held_names, parts, held_parts, types, held_types):
        for item in items:
            item["ids"] = torch.tensor([ids_of(vocabulary, word) for word in item["words"]])
    held_trees = trees[::25]
    trees = [item for i, item in enumerate(trees) if i % 25]
    model = Model(vocabulary, tags, labels)
    rate = 2e-3
    if options.resume:
        model.load_state_dict(torch.load(options.resume)["state"])
        rate = 1.2e-3
    optimiser = torch.optim.Adam(model.parameters(), lr=rate, betas=(0.9, 0.98))
    per_epoch = None
    for epoch in range(options.epochs):
        random.shuffle(names)
        random.shuffle(parts)
        some_names = names[:len(names) // 4]
        some_parts = parts[:len(parts) // 3]
        steps = ([("trees", b) for b in batches(trees, 1200, True)] + [("names", b) for b in batches(some_names, 1500, True)] +
                 [("parts", b) for b in batches(some_parts, 1500, True)] + [("types", b) for b in batches(types, 1000, True)])
        random.shuffle(steps)
        per_epoch = per_epoch or len(steps)
        total = {}
        for i, (task, batch) in enumerate(steps):
            done = (epoch + i / len(steps)) / options.epochs
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1, (epoch * per_epoch + i + 1) / 300) * (1 - done) + 1e-6
            optimiser.zero_grad()
            loss = model.loss(task, batch)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            total.setdefault(task, []).append(loss.item())
        print(f"epoch {epoch + 1} {time.time() - begin:.0f} s", {k: round(sum(v) / len(v), 3) for k, v in total.items()},
              measure_trees(model, held_trees), "names", measure_tags(model, model.names, held_names), "parts",
              measure_tags(model, model.parts, held_parts), "types", measure_tags(model, model.types, held_types), flush=True)
        torch.save({"state": model.state_dict(), "glove": vocabulary.glove, "learnt": vocabulary.learnt, "tags": tags,
                    "labels": labels, "epoch": epoch + 1}, options.out)
    assert math.isfinite(loss.item())
    return 0


if __name__ == "__main__":
    sys.exit(main())
