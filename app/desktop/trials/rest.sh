#!/usr/bin/env bash
# What the window costs while nothing happens, and how long its first frame takes, under a virtual display:
# app/desktop/trials/rest.sh [PROGRAM]. Needs Xvfb; prints figures, judges nothing.
set -euo pipefail
cd "$(dirname "$0")/../../.."
serpentarium=${1:-target/release/serpentarium}
home=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$home"' EXIT
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config DISPLAY=:78 LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY
Xvfb :78 -screen 0 1600x1000x24 >/dev/null 2>&1 &
sleep 2
for _ in 1 2 3 4 5; do
    SERPENTARIUM_FIRST_FRAME=1 "$serpentarium" assets/programs/cycle.py
done
"$serpentarium" assets/programs/cycle.py &
window=$!
sleep 8
ticks() { cat /proc/$window/task/*/stat | awk '{ sum += $14 + $15 } END { print sum }'; }
before=$(ticks)
sleep 10
echo "at rest: $(($(ticks) - before)) of 1000 ticks of a core in 10 s"
