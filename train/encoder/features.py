"""The encoder's word features, the same as in src/syntax/encoder.cpp (its test compares the two)."""

PREFIXES, SUFFIXES, TAILS, SHAPES = 4096, 8192, 2048, 512
MASK = (1 << 64) - 1
NORMAL = {"\u201c": '"', "\u201d": '"', "``": '"', "''": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-",
          "\u2014": "--", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


def hash_of(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & MASK
    value = ((value ^ value >> 30) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ value >> 27) * 0x94D049BB133111EB) & MASK
    return value ^ value >> 31


def normal(word):
    """Quotes and dashes in one form; a curly apostrophe inside a word made straight."""
    return NORMAL.get(word) or word.replace("\u2019", "'")


def lower(data):
    return bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in data)


def shape(data):
    """A letter a kind of byte, runs of over two cut to two: "Xxx-00" -> "Xxx-00"."""
    out = bytearray()
    for byte in data[:24]:
        if 65 <= byte <= 90:
            kind = 88  # X
        elif 97 <= byte <= 122:
            kind = 120  # x
        elif 48 <= byte <= 57:
            kind = 48  # 0
        elif byte >= 128:
            kind = 117  # u
        else:
            kind = byte
        if len(out) < 2 or out[-1] != kind or out[-2] != kind:
            out.append(kind)
    return bytes(out)


CACHE = {}


def features(word):
    """(lower-case word, prefix, suffix, tail, shape buckets)"""
    found = CACHE.get(word)
    if found:
        return found
    data = normal(word).encode()
    small = lower(data)
    found = (small.decode("utf-8", "replace"), hash_of(b"p" + small[:3]) % PREFIXES, hash_of(b"s" + small[-3:]) % SUFFIXES,
             hash_of(b"t" + small[-2:]) % TAILS, hash_of(b"h" + shape(data)) % SHAPES)
    CACHE[word] = found
    return found
