#!/usr/bin/env bash
# Types into the window of a real process, kills it with -9 and starts another one: app/desktop/trials/killed.sh [PROGRAM].
# Needs Xvfb, xdotool and import of ImageMagick. Fails if the text, the file or the moment is lost; leaves a picture of
# the offer in the folder that it names.
set -euo pipefail
cd "$(dirname "$0")/../../.."
serpentarium=$(realpath "${1:-target/release/serpentarium}")
home=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config DISPLAY=:79 LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY
Xvfb :79 -screen 0 1600x1000x24 >/dev/null 2>&1 &
sleep 2
begin() { # FILE…
    "$serpentarium" "$@" &
    window=$!
    sleep 5
    xdotool windowfocus "$(xdotool search --pid $window | tail -1)"
    sleep 0.5
}
file=$home/lesson.py
printf 'a = [1]\nb = a\nprint(b)\n' >"$file"
begin "$file"
xdotool mousemove 200 147 click --repeat 2 --delay 80 1
sleep 1
xdotool key ctrl+End
xdotool type --delay 30 'c = b + a'
sleep 2
xdotool key Escape mousemove 1000 700 click 1
for _ in 1 2 3 4; do xdotool key Right; sleep 0.3; done
sleep 2
kill -9 $window
wait $window 2>/dev/null || true
draft=$(find "$home" -name draft.json -exec cat {} \;)
echo "kept: $draft"
grep -q 'c = b + a' <<<"$draft" && grep -q 'lesson.py' <<<"$draft" && grep -q '"step":[1-9]' <<<"$draft"
[ "$(wc -l <"$file")" = 3 ] # The file itself is as it was saved.
begin
import -window root "$home/offer.png"
xdotool key Return
sleep 2
import -window root "$home/taken.png"
echo "looked at: $home/offer.png $home/taken.png"
