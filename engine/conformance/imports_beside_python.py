"""Imports each module of the standard library alone, here and in CPython, and prints what became of it.

usage: python3.14 imports_beside_python.py RUN [MODULE …]     (RUN: the example `run` of the crate `modules`, built)

Its table is `imports.tsv`. One line a module: `imports`, `refuses` with what it needs, `left out` with the error that is meant, `fails` with the last line of
what went wrong. Modules that CPython cannot import here are left away. The last line counts.
"""

import collections
import os
import pkgutil
import subprocess
import sys
import tempfile

SKIP = {"antigravity", "this", "idlelib", "turtledemo", "ensurepip", "test", "lib2to3", "__main__", "sitecustomize"}
SECONDS = 30


def names():
    found = set(sys.stdlib_module_names) - SKIP
    root = os.path.dirname(os.__file__)
    for module in pkgutil.walk_packages([root], onerror=lambda name: None):
        top = module.name.split(".")[0]
        last = module.name.rsplit(".", 1)[-1]
        if top in found and "test" not in module.name.split(".") and last != "__main__" and not last.startswith("_pyrepl"):
            found.add(module.name)
    return sorted(found)


def run(command, name, folder):
    path = os.path.join(folder, "one.py")
    with open(path, "w") as file:
        file.write(f"import {name}\n")
    try:
        done = subprocess.run([*command, path], capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return -1, "no answer in time"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, lines[-1] if lines else ""


def verdict(status, line):
    if status == 0:
        return "imports", ""
    if line.startswith("not supported yet: "):
        return "refuses", line.removeprefix("not supported yet: ").rsplit(" (line", 1)[0]
    if line.startswith("ModuleNotFoundError: ") and ". " in line:
        return "left out", line.removeprefix("ModuleNotFoundError: ")
    return "fails", line


def main():
    ours, wanted = sys.argv[1], sys.argv[2:] or names()
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            if run([sys.executable], name, folder)[0] != 0:
                continue
            what, why = verdict(*run([ours], name, folder))
            counts[what] += 1
            print(f"{name}\t{what}\t{why}".rstrip(), flush=True)
    print("total", sum(counts.values()), *(f"{what} {n}" for what, n in sorted(counts.items())), sep="\t")


main()
