#!/usr/bin/env bash
# Draws every picture in this folder anew: screenshots/render.sh, or with another build of the program as its argument.
set -euo pipefail
cd "$(dirname "$0")/.."
serpentarium=${1:-target/release/serpentarium}
[ -x "$serpentarium" ] || { echo "$serpentarium is missing: cargo build --release makes it" >&2; exit 1; }

picture() { # NAME FILE OPTION…
    local name=$1
    shift
    "$serpentarium" render "$@" -o "screenshots/$name.png"
}

programs=assets/programs
picture welcome-light $programs/welcome.py --step 46
picture welcome-dark $programs/welcome.py --step 46 --theme dark
picture aliasing $programs/aliasing.py --step 16 --layout objects
picture cycle-before $programs/cycle.py --at "line 14" --layout memory
picture cycle-after $programs/cycle.py --at "line 15" --layout memory
picture compile screenshots/programs/first.py --at "compile 131" --layout compile
picture compile-dark screenshots/programs/first.py --at "compile 188" --layout compile --theme dark
picture flow-graph screenshots/programs/first.py --at "pass remove_redundant_nops_and_pairs in first" --pane "flow graph" --size 760x1180
picture syntax-error screenshots/programs/broken.py --layout compile
lesson=lessons/01-how-python-runs-your-code/program.py
picture lesson $lesson --stop 6
picture lesson-dark $lesson --stop 6 --theme dark
picture present lessons/interview/03-is-and-equals/program.py --at "opcode IS_OP" --present --size 1280x720
picture interview lessons/interview/05-reference-counting/program.py --stop 3 --size 1280x720
picture hierarchy lessons/interview/14-mro-and-super/program.py --at "opcode LOAD_SUPER_ATTR #2" --layout objects
picture unwinding lessons/08-exceptions-from-the-inside/program.py --at "opcode PUSH_EXC_INFO"
picture suspended-coroutine lessons/10-async-without-magic/program.py --at "line 23" --layout objects
picture heap-large screenshots/programs/tree.py --at "line 15" --layout memory
imports=lessons/11-how-import-works/program.py
picture import-search $imports --at "call FileFinder.find_spec" --layout import
picture import-search-dark $imports --at "call FileFinder.find_spec" --layout import --theme dark
picture module-graph screenshots/programs/dataclass.py --at end --pane modules --modules graph --size 1400x900
picture module-costs screenshots/programs/dataclass.py --at "line 4" --layout import
picture stale-pyc lessons/interview/19-when-a-pyc-is-used/program.py --touch /home/learner/config.py --at "line 1" --layout import
picture flame-graph lessons/13-where-does-the-time-go/program.py --at "call distance #40" --pane profile --size 1200x640
