# The examples' records fit the schema, and every fact's bytes give its words.
set -euo pipefail
build/dragoman read --ndjson --tokens examples/*.txt examples/*.html | tests/check_record.py
