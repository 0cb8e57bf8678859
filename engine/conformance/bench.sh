#!/usr/bin/env bash
# Runs programs beside CPython on this machine, in turns, and prints user time: medians, and the median of the
# ratios of neighbouring runs, which a machine that changes its speed disturbs least.
# usage: [RUNS=5] bench.sh PYTHON FILE...     (build first: cargo build --release -p modules --example run)
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,4p' "$0"; exit 2; }
python=$1; shift
runs=${RUNS:-5}
ours=$(cd "$(dirname "$0")/../.." && pwd)/target/release/examples/run
[ -x "$ours" ] || { echo "$ours is missing: cargo build --release -p modules --example run" >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
user() { # user seconds of a command, its output kept in $1
  local out=$1 t; shift; TIMEFORMAT=%U
  t=$({ time "$@" >"$out" 2>/dev/null; } 2>&1) || true
  echo "$t"
}
median() { sort -n | awk '{ row[NR] = $1 } END { print row[int((NR + 1) / 2)] }'; }
printf '%-24s %8s %8s %6s\n' program CPython ours ratio
for file in "$@"; do
  : >"$folder/times"
  for _ in $(seq "$runs"); do
    a=$(user "$folder/theirs" "$python" "$file")
    b=$(user "$folder/ours" "$ours" "$file")
    echo "$a $b" >>"$folder/times"
  done
  cmp -s "$folder/theirs" "$folder/ours" || { echo "$file: outputs differ" >&2; exit 1; }
  printf '%-24s %8s %8s %6.2f\n' "$(basename "$file")" "$(cut -d' ' -f1 "$folder/times" | median)" \
    "$(cut -d' ' -f2 "$folder/times" | median)" "$(awk '{ print $2 / $1 }' "$folder/times" | median)"
done
