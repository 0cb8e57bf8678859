#!/usr/bin/env bash
# Draws every layout, a lesson and Present at the sizes that they are made for, light and dark, to be looked at:
# screenshots/sizes.sh FOLDER [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?a folder for the pictures}
serpentarium=${2:-target/release/serpentarium}
mkdir -p "$folder"
program=assets/programs/cycle.py
lesson=lessons/01-how-python-runs-your-code/program.py
for theme in light dark; do
    for size in 900x600 1280x720 1280x720@150 1600x1000 3840x2160; do
        window=${size%@*}
        zoom=100
        [ "$size" = "$window" ] || zoom=${size#*@}
        options=(--size "$window" --zoom "$zoom" --theme "$theme")
        for layout in run compile memory objects import; do
            "$serpentarium" render $program --at "line 13" --layout $layout "${options[@]}" -o "$folder/$layout-$size-$theme.png"
        done
        "$serpentarium" render $lesson --stop 6 "${options[@]}" -o "$folder/lesson-$size-$theme.png"
        "$serpentarium" render $program --at "line 13" --present "${options[@]}" -o "$folder/present-$size-$theme.png"
    done
done
