#!/usr/bin/env python3
"""mutate.py FOLDER SEED COUNT FILE...: damaged copies of files, for tests of hostile input. The same seed gives the same
bytes."""
import os
import random
import sys

PIECES = [b"<", b"</p>", b"<!--", b"<script>", b"<td><td>", b"&#x", b"&amp", b"\xff\xfe", b"\x00", b"\xe2\x80\x9c", b'"', b"\n\n",
          b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xcc\x81" * 40, b"(" * 60, b"\xd1\x8e", "ерфе".encode(), b"A" * 3000, b". " * 300,
          b"and the and " * 100, b"<div>" * 700, b"1,000 " * 50, b"</html>", b"<p hidden>", b"`` ''", b"\x1b[31m"]


def mutated(data, source):
    data = bytearray(data)
    for _ in range(source.randint(1, 12)):
        at = source.randint(0, len(data))
        kind = source.randint(0, 5)
        if kind == 0:
            data[at:at] = source.choice(PIECES)
        elif kind == 1 and data:
            data[at % len(data)] = source.randint(0, 255)
        elif kind == 2:
            del data[at:at + source.randint(1, 200)]
        elif kind == 3:
            del data[at:]
        elif kind == 4:
            begin = source.randint(0, len(data))
            data[at:at] = data[begin:begin + source.randint(1, 400)]
        else:
            data[at:at] = bytes(source.randint(0, 255) for _ in range(source.randint(1, 30)))
    return bytes(data)


def main():
    folder, seed, count, files = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    source = random.Random(seed)
    for number in range(count):
        name = source.choice(files)
        with open(name, "rb") as file:
            data = mutated(file.read(), source)
        with open(os.path.join(folder, f"{number:05}{os.path.splitext(name)[1]}"), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
