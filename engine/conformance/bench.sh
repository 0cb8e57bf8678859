#!/usr/bin/env bash
# Runs programs beside CPython on this machine and prints user time and their ratio, medians of three.
# usage: bench.sh PYTHON FILE...     (build first: cargo build --release -p vm --example run)
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,3p' "$0"; exit 2; }
python=$1; shift
ours=$(cd "$(dirname "$0")/../.." && pwd)/target/release/examples/run
[ -x "$ours" ] || { echo "$ours is missing: cargo build --release -p vm --example run" >&2; exit 1; }
user() { # user seconds of a command, its output kept in $out
  local t; TIMEFORMAT=%U
  t=$({ time "$@" >"$out" 2>/dev/null; } 2>&1) || true
  echo "$t"
}
median() { sort -n | sed -n 2p; }
out=$(mktemp); theirs=$(mktemp); trap 'rm -f "$out" "$theirs"' EXIT
printf '%-24s %8s %8s %6s\n' program CPython ours ratio
for file in "$@"; do
  a=$(for _ in 1 2 3; do user "$python" "$file"; done | median); cp "$out" "$theirs"
  b=$(for _ in 1 2 3; do user "$ours" "$file"; done | median)
  cmp -s "$out" "$theirs" || { echo "$file: outputs differ" >&2; exit 1; }
  printf '%-24s %8s %8s %6s\n' "$(basename "$file")" "$a" "$b" "$(awk "BEGIN{printf \"%.2f\", $b/$a}")"
done
