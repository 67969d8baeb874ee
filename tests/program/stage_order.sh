# The include check fails on an include that points forward, and names both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src/page" "$folder/src/mend"
printf 'page\nmend\n' >"$folder/src/STAGES"
printf '#include "mend/mend.h"\n' >"$folder/src/page/page.cpp"
if out=$(tests/check_includes "$folder"); then echo "a forward include passes"; exit 1; fi
[[ $out == *page.cpp*mend/mend.h* ]] || { echo "does not name both: $out"; exit 1; }
