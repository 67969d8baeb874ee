# Read by ./run, ./test and .ci/run: installs the packages of packages.txt that are missing, then builds.
# Sets nothing but functions; call install_packages and build.

install_packages() {
  local wanted missing
  wanted=$(grep -v '^#' packages.txt)
  # One query for all: dpkg-query is the slow part of a warm start.
  missing=$({ dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null || true; } |
    awk '/^ii/ {print $2}' | sort -u | comm -13 - <(printf '%s\n' $wanted | sort -u))
  command -v npm >/dev/null || missing="$missing nodejs npm"  # any Node from 18 on will do
  [ -z "$missing" ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "dragoman: missing packages: $missing; install them as root" >&2; return 1; }
    as_root=(sudo)
  fi
  echo "installing:" $missing >&2
  "${as_root[@]}" apt-get update -q >&2 &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
}

# build TARGET...: quiet when there is nothing to do; the log shows when it fails.
build() {
  if [ ! -f build/build.ninja ]; then
    cmake -S . -B build -G Ninja >build.log 2>&1 || { cat build.log >&2; return 1; }
    mv build.log build/cmake.log
  fi
  [ -t 2 ] && ninja -C build -n "$@" | grep -q '\[' && echo "building (some minutes the first time) ..." >&2
  ninja -C build "$@" >build/ninja.log 2>&1 || { tail -n 60 build/ninja.log >&2; return 1; }
}
