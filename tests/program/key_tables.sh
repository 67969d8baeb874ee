# The key tables that the build made of xkb-data, beside those of the benchmark, key by key.
set -uo pipefail
python3 - <<'PYTHON'
import json, os, re, sys
keymaps = os.path.join(os.environ.get("DRAGOMAN_BENCH", "../shared/bench"), "mend", "keymaps.json")
rows = ["TLDE"] + [f"AE{i:02}" for i in range(1, 13)] + [f"AD{i:02}" for i in range(1, 13)] + ["BKSL"]
rows += [f"AC{i:02}" for i in range(1, 12)] + ["LSGT"] + [f"AB{i:02}" for i in range(1, 11)]
places = [f"{key}/{level}" for level in (0, 1) for key in rows]
made = open("build/generated/key_tables.cpp", encoding="utf-8").read()
tables = {}
for name, body in re.findall(r'\{"([\w-]+)",\n     \{(.*)\}\},', made):
    keys = [re.sub(r"\\(.)", r"\1", key) for key in re.findall(r'"((?:\\.|[^"\\])*)", ', body)]
    assert len(keys) == 96, (name, len(keys))
    tables[name] = dict(zip(places, keys))
assert len(tables) >= 24, sorted(tables)
assert tables["ru"]["AD01/0"] == "й" and tables["en"]["AB09/1"] == ">", "a key that everybody knows is wrong"
if not os.path.exists(keymaps):
    print(f"no {keymaps}: the tables are not compared")
    sys.exit(0)
bench = json.load(open(keymaps, encoding="utf-8"))
wrong = [(name, place, key, bench[name].get(place, "")) for name, table in tables.items() if name in bench
         for place, key in table.items() if key != bench[name].get(place, "")]
assert not wrong, wrong[:10]
PYTHON
