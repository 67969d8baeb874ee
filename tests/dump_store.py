#!/usr/bin/python3
"""All that a store knows, in an order that does not depend on how it was landed: tests/dump_store.py FILE.db | postgresql://...

Row numbers and the time of landing are left out; a cluster is named by its key."""
import sqlite3
import subprocess
import sys

QUERIES = [
    "SELECT sha256, name, media_type, bytes FROM documents ORDER BY sha256",
    "SELECT d.sha256, u.engine, r.current, r.published, r.language, r.title, r.publisher FROM readings r "
    "JOIN documents d ON d.id = r.document JOIN runs u ON u.id = r.run ORDER BY d.sha256, u.engine, u.knowledge",
    "SELECT d.sha256, s.number, s.source_begin, s.source_end, s.text FROM sentences s JOIN readings r ON r.id = s.reading "
    "JOIN documents d ON d.id = r.document ORDER BY d.sha256, r.current, s.number",
    "SELECT d.sha256, e.key, e.current, e.number, c.key, e.type, e.mode, e.status, e.day, e.actor, e.actor_country, "
    "e.recipient, e.recipient_country, e.place, e.killed, s.number FROM events e JOIN documents d ON d.id = e.document "
    "LEFT JOIN clusters c ON c.id = e.cluster LEFT JOIN sentences s ON s.id = e.sentence "
    "ORDER BY d.sha256, e.current, e.number",
    "SELECT e.key, p.role, p.number, p.name, p.country FROM parties p JOIN events e ON e.id = p.event "
    "ORDER BY e.key, p.role, p.number, p.name",
    "SELECT d.sha256, t.number, t.current, t.speaker, t.stance, t.content FROM statements t "
    "JOIN documents d ON d.id = t.document ORDER BY d.sha256, t.current, t.number",
]


def rows(address, query):
    if address.startswith("postgres"):
        done = subprocess.run(["psql", "-X", "-At", "-F", "\t", "-d", address, "-c", query], capture_output=True, check=True)
        return done.stdout.decode()
    lines = sqlite3.connect(f"file:{address}?mode=ro", uri=True).execute(query)
    return "".join("\t".join("" if value is None else str(value) for value in row) + "\n" for row in lines)


for query in QUERIES:
    sys.stdout.write(rows(sys.argv[1], query))
