#!/usr/bin/python3
"""export_encoder.py CHECKPOINT OUT [WORDS]: the model file of src/encoder/tensor_file.h from a checkpoint.

A word's row holds its projected vector and its learnt row in one, 8 bits a number: the WORDS (default 60,000) most
frequent words of the vector list, and all learnt ones."""
import struct
import sys

import numpy
import torch

import data
from features import hash_of

FLOAT, BYTE_ROWS, NIBBLE_ROWS, BYTES = 0, 1, 2, 3


def quantised(matrix, bits):
    top = 127 if bits == 8 else 7
    scale = numpy.maximum(numpy.abs(matrix).max(axis=1, keepdims=True), 1e-9) / top
    values = numpy.clip(numpy.rint(matrix / scale), -top, top).astype(numpy.int8)
    rows = []
    for s, row in zip(scale[:, 0], values):
        if bits == 4:
            shifted = (row.astype(numpy.int16) + 8).astype(numpy.uint8)
            row = shifted[0::2] | shifted[1::2] << 4
        rows.append(struct.pack("<f", s) + row.tobytes())
    return b"".join(rows)


class Writer:
    def __init__(self):
        self.tables = []

    def floats(self, name, tensor):
        array = numpy.atleast_2d(numpy.asarray(tensor, dtype=numpy.float32))
        self.tables.append((name, FLOAT, *array.shape, array.tobytes()))

    def rows(self, name, matrix, bits=8):
        self.tables.append((name, BYTE_ROWS if bits == 8 else NIBBLE_ROWS, *matrix.shape, quantised(matrix, bits)))

    def bytes(self, name, rows, cols, content):
        self.tables.append((name, BYTES, rows, cols, content))

    def words(self, name, words):
        content = "\n".join(words).encode()
        self.bytes(name, 1, len(content), content)

    def linear(self, name, weight, bias):
        self.floats(name + ".weight", weight.T.contiguous())
        self.floats(name + ".bias", bias)

    def write(self, path):
        head = b"DRAGENC1" + struct.pack("<I", len(self.tables))
        size = len(head) + sum(1 + len(t[0].encode()) + 1 + 8 + 8 for t in self.tables)
        body, at = [], (size + 63) // 64 * 64
        start = at
        for name, kind, rows, cols, content in self.tables:
            head += struct.pack("<B", len(name.encode())) + name.encode() + struct.pack("<BIIQ", kind, rows, cols, at)
            padding = -len(content) % 64
            body.append(content + bytes(padding))
            at += len(content) + padding
        with open(path, "wb") as file:
            file.write(head + bytes(start - len(head)) + b"".join(body))


def word_tables(state, glove, learnt, limit):
    """Rows and slots of all words; the row of an unknown word."""
    known = [word for word, i in glove.items() if i <= limit]
    every = sorted(set(known) | set(learnt))
    vectors = state["encoder.glove"]
    project, bias = state["encoder.project.weight"], state["encoder.project.bias"]
    table = state["encoder.word.weight"]
    rows = numpy.empty((len(every), table.shape[1]), dtype=numpy.float32)
    unknown = (project[:, 100] + bias + table[1]).numpy()
    for i, word in enumerate(every):
        index = glove.get(word, 0)
        row = bias + table[learnt.get(word, 1)]
        row = row + (project[:, :100] @ vectors[index] if index else project[:, 100])
        rows[i] = row.numpy()
    capacity = 1
    while capacity < len(every) * 1.4:
        capacity *= 2
    slots = bytearray(capacity * 8)
    used = [False] * capacity
    for i, word in enumerate(every):
        value = hash_of(word.encode())
        at = value & (capacity - 1)
        while used[at]:
            at = (at + 1) & (capacity - 1)
        used[at] = True
        slots[at * 8:at * 8 + 8] = struct.pack("<II", value >> 32 | 1, i)
    return rows, bytes(slots), capacity, unknown


def main():
    checkpoint = torch.load(sys.argv[1], map_location="cpu")
    state = checkpoint["state"]
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 60_000
    out = Writer()
    rows, slots, capacity, unknown = word_tables(state, checkpoint["glove"], checkpoint["learnt"], limit)
    out.rows("words", rows)
    out.bytes("word_slots", capacity, 8, slots)
    out.floats("unknown_word", unknown)
    for name in ("prefix", "suffix", "tail", "shape"):
        out.rows(name, state[f"encoder.{name}.weight"].numpy())
    for k in range(3):
        out.floats(f"convolution{k}", state["encoder.convolution.weight"][:, :, k].T.contiguous())
    out.floats("convolution.bias", state["encoder.convolution.bias"])
    for name in ("norm1", "norm2"):
        out.floats(name + ".weight", state[f"encoder.{name}.weight"])
        out.floats(name + ".bias", state[f"encoder.{name}.bias"])
    for name, lstm in (("ahead", "forward_lstm"), ("back", "backward_lstm")):
        key = f"encoder.{lstm}."
        out.linear(name, state[key + "weight_ih_l0"], state[key + "bias_ih_l0"] + state[key + "bias_hh_l0"])
        out.floats(name + ".state", state[key + "weight_hh_l0"].T.contiguous())
    out.linear("join", state["encoder.join.weight"], state["encoder.join.bias"])
    for name in ("upos", "xpos", "dependent", "head", "distance", "label_dependent", "label_head", "label"):
        out.linear("trees." + name, state[f"trees.{name}.weight"], state[f"trees.{name}.bias"])
    out.floats("trees.bilinear", state["trees.bilinear"])
    out.floats("trees.head_bias", state["trees.head_bias.weight"])
    out.floats("trees.root", state["trees.root"])
    out.floats("trees.label_distance", state["trees.label_distance.weight"])
    out.words("trees.xpos.labels", checkpoint["tags"])
    out.words("trees.labels", checkpoint["labels"])
    for name, labels in (("names", data.NAMES), ("parts", data.PARTS), ("types", data.TYPES)):
        out.words(name + ".labels", labels)
        out.linear(name + ".hidden", state[f"{name}.hidden.weight"], state[f"{name}.hidden.bias"])
        out.linear(name + ".out", state[f"{name}.out.weight"], state[f"{name}.out.bias"])
    out.write(sys.argv[2])
    print(f"{len(rows)} words, {sum(len(t[4]) for t in out.tables) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
