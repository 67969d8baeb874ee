#!/usr/bin/python3
"""Checks records against the schema and their sources: every fact's bytes, read from the source and passed through the
repairs, give its words.

  dragoman read --ndjson FILE... | tests/check_record.py [--damaged]

Sources are found by source.name (files, members of archives; gzip undone), records of containers by
source.record_offset and their digest.
The way back is written anew here on purpose: entities and tags are undone by Python, not by the program.
--damaged leaves HTML and legacy charsets out of this: two readers of damaged markup or bytes need not agree."""
import email
import gzip
import hashlib
import html
import io
import json
import os
import re
import sys
import xml.etree.ElementTree
import zipfile
import zlib

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.S)


def source_bytes(source):
    path = source["name"]
    while not os.path.isfile(path) and "/" in path:  # a member of an archive
        path = path[:path.rindex("/")]
    with open(path, "rb") as file:
        data = file.read()
    if path.endswith(".warc.gz"):  # a member a record
        data, source = zlib.decompressobj(31).decompress(data[source["record_offset"]:]), {**source, "record_offset": 0}
    elif data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if path != source["name"]:
        return member_bytes(data, source["record_offset"])
    if "record_offset" not in source:
        return data
    for piece in pieces(data, source["record_offset"], source["bytes"]):
        if hashlib.sha256(piece).hexdigest() == source["sha256"]:
            return piece
    raise AssertionError("no piece of the container has the digest of the source")


def member_bytes(data, offset):
    if data[offset:offset + 2] != b"PK":
        return data[offset + 512:offset + 512 + int(data[offset + 124:offset + 135], 8)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return next(archive.read(member) for member in archive.infolist() if member.header_offset == offset)


def pieces(data, offset, size):
    """What the record at `offset` may hold: a line of JSON, a stretch of the file, the parts of a message, the elements
    of a feed. The digest says which it is."""
    rest = data[offset:]
    try:
        row = json.JSONDecoder().raw_decode(rest.decode("utf-8", "replace"))[0]
        yield from (row[key].encode() for key in ("text", "html", "content_html", "content_text", "summary") if row.get(key))
    except (ValueError, AttributeError):
        pass
    for start in range(min(len(rest), 5000)):
        yield rest[start:start + size]
    for message in (rest, re.split(rb"\r?\n--", rest)[0]):  # a message, or a part up to its boundary
        for part in email.message_from_bytes(message).walk():
            if not part.is_multipart():
                yield part.get_payload(decode=True)
                yield part.get_payload(decode=True).rstrip(b"\r\n")
    try:
        for element in xml.etree.ElementTree.fromstring(data).iter():
            yield (element.text or "").encode()
    except xml.etree.ElementTree.ParseError:
        pass


class Source:
    def __init__(self, record):
        self.data = source_bytes(record["source"])
        self.encoding = record["source"]["encoding"]
        self.is_html = record["source"]["media_type"] == "text/html"
        self.repairs = sorted((repair for repair in record["repairs"] if repair.get("made", True)), key=lambda repair: repair["at"])

    def visible(self, begin, end):
        text = self.data[begin:end].decode(self.encoding, "replace")
        return html.unescape(MARKUP.sub(" ", text)) if self.is_html else text

    def words(self, at):
        """The words behind the bytes, and whether a repair reaches over their border."""
        begin, end = at
        out, partial = "", False
        for repair in self.repairs:
            first, last = repair["at"]
            if last <= begin and first < begin or first >= end:
                continue
            partial = partial or first < begin or last > end or (first, last) in ((begin, last), (first, end))
            out += self.visible(begin, max(begin, first)) + repair["to"]
            begin = max(begin, last)
        return out + self.visible(begin, end), partial


def facts(value):
    """Every object that has both `at` and its words."""
    if isinstance(value, dict):
        if "at" in value and isinstance(value.get("text"), str):
            yield value
        for part in value.values():
            yield from facts(part)
    elif isinstance(value, list):
        for part in value:
            yield from facts(part)


# Blanks, and signs that decoders of legacy charsets do not agree on, do not count.
UNSURE = re.compile("[\\s\x00-\x1f\x7f-\x9f\xad\ufffd]")


# Of a tower of combining marks the program reads the first thirty.
TOWER = re.compile("([\u0300-\u036f]{30})[\u0300-\u036f]+")


def same(wanted, got, partial):
    wanted, got = (TOWER.sub(r"\1", UNSURE.sub("", words)) for words in (wanted, got))
    return wanted in got if partial else wanted == got


def check(record, schema, is_damaged):
    jsonschema.validate(record, schema)
    source = Source(record)
    assert hashlib.sha256(source.data).hexdigest() == record["source"]["sha256"], "digest of the source differs"
    count = 0
    if is_damaged and (source.is_html or source.encoding != "utf-8"):
        return 0
    for fact in facts(record):
        got, partial = source.words(fact["at"])
        assert same(fact["text"], got, partial), f"bytes {fact['at']} give {got!r}, the record says {fact['text']!r}"
        count += 1
    for repair in record["repairs"]:
        before = source.visible(*repair["at"])
        assert same(repair["from"], before, True), f"repair {repair} is not there"
    for event in record.get("events", []):
        assert event["evidence"], "an event without evidence"
        for name in ("actors", "recipients"):
            for party in event[name]:
                assert party["entity"] is None or party["entity"] < len(record["entities"])
    return count


def main():
    with open(os.path.join(ROOT, "doc", "record.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    records = total = failed = 0
    for line in sys.stdin:
        record = json.loads(line)
        records += 1
        try:
            total += check(record, schema, "--damaged" in sys.argv)
        except (AssertionError, jsonschema.ValidationError) as fault:
            failed += 1
            print(f"{record['source']['name']}: {fault}"[:400])
    print(f"{records} records, {total} facts lead back to their bytes, {failed} records with faults")
    return 1 if failed or not records else 0


if __name__ == "__main__":
    sys.exit(main())
