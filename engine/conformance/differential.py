"""Runs programs on Serpentarium and on this CPython and tells where the two part.

    PYTHON=python3.14 python3.14 differential.py SERPENTARIUM FILE...

Compared are standard output, exit status and the last line of standard error, addresses and hashes of them masked, under PYTHONHASHSEED=0
and a limit of ten seconds each. Refusals by name (status 2) and stops at a limit (status 3, or a time-out of either)
are counted apart. The rest is listed by kind: by the two last lines that differ first, names and numbers masked.
"""

import collections
import os
import re
import subprocess
import sys

PYTHON = os.environ.get("PYTHON", sys.executable)
ENV = dict(os.environ, PYTHONHASHSEED="0", NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1", PYTHONWARNINGS="ignore")


def run(*command):
    try:
        done = subprocess.run(command, env=ENV, capture_output=True, timeout=10, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None

    def text(data):
        return re.sub(r"0x[0-9a-f]{6,}", "0x0", data.decode("utf-8", "replace"))

    # The compiler's warnings, each with the line that it quotes, are no matter here.
    errors = re.sub(r"(?m)^.*: SyntaxWarning: .*\n(  .*\n)?", "", text(done.stderr))
    return done.returncode, text(done.stdout), errors.strip().splitlines()[-1:]


def same(a, b):
    """Equal, but for numbers that are addresses or hashes of them: ours lie above 10 ** 11."""
    if a == b:
        return True
    if a[0] != b[0] or re.sub(r"\d+", "N", a[1]) != re.sub(r"\d+", "N", b[1]):
        return False
    pairs = zip(re.findall(r"\d+", a[1] + "".join(a[2])), re.findall(r"\d+", b[1] + "".join(b[2])))
    return re.sub(r"\d+", "N", str(a[2])) == re.sub(r"\d+", "N", str(b[2])) and all(
        x == y or len(x) > 11 and len(y) > 5 for x, y in pairs
    )


def masked(line):
    return re.sub(r"-?\d+", "N", line)[:160]


def first_difference(a, b):
    for x, y in zip(a[1].splitlines(), b[1].splitlines()):
        if x != y:
            return x, y
    if a[1] != b[1]:
        n, m = a[1].splitlines(), b[1].splitlines()
        longer = n[len(m):] or m[len(n):]
        return ("(ends)", longer[0]) if len(n) < len(m) else (longer[0] if longer else "", "(ends)")
    return f"status {a[0]}: {a[2]}", f"status {b[0]}: {b[2]}"


def main():
    serpentarium, *files = sys.argv[1:]
    counts = collections.Counter()
    kinds = collections.defaultdict(list)
    for file in files:
        ours, theirs = run(serpentarium, "run", file), run(PYTHON, file)
        if ours is None or theirs is None or ours[0] == 3:
            counts["stopped at a limit"] += 1
            if ours is None and theirs is not None:
                kinds["ours does not end", ""].append(file)
        elif ours[0] == 2:
            counts["refused"] += 1
            kinds["refused", "".join(ours[2])].append(file)
        elif same(ours, theirs):
            counts["equal"] += 1
        else:
            counts["differ"] += 1
            kinds[tuple(map(masked, first_difference(ours, theirs)))].append(file)
    for (ours, theirs), where in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(where):5} ours: {ours}\n      CPython: {theirs}\n      {' '.join(where[:3])}")
    compared = counts["equal"] + counts["differ"]
    print(dict(counts), f"{100 * counts['equal'] / max(compared, 1):.2f} % of {compared} compared are equal")


main()
