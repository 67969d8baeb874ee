# A span of the source given where a span of the text is wanted does not compile; the same with the right span does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
compiles() {
  printf '#include "dragoman/text.h"\nauto f(const dragoman::Text& text) { return text.source_of(dragoman::%s{0, 1}); }\n' "$1" >"$folder/$1.cpp"
  g++ -std=c++20 -fsyntax-only -Iinclude "$folder/$1.cpp" 2>"$folder/err"
}
compiles TextSpan || { cat "$folder/err"; exit 1; }
if compiles SourceSpan; then echo "a SourceSpan passes for a TextSpan"; exit 1; fi
