"""Calls every native that is built with arguments of all kinds, here and under CPython, and prints where the two part.

usage: python3.14 natives_beside_python.py OURS [--seed N] [--only REGEX]

OURS is the example `run` of the crate `modules` (cargo build -p modules --example run). Each native is one program: its
method on values of its type, with no argument, with one of each kind, with random twos and threes. Lines `ref` and `our`
are answers that differ; `crash`, `timeout` and `halt` (refused by name) say how a program ended. The last line has the
figures; the exit status is 1 if anything crashed or hung.
"""

import argparse
import concurrent.futures
import os
import random
import re
import subprocess
import sys
import tempfile

VALUES = {
    "int": ["0", "-7", "10**20"], "bool": ["True"], "float": ["1.5", "-0.0", 'float("nan")', "1e300"],
    "complex": ["(1+2j)"], "str": ['"ab"', '""', '"h\u00e9\u00df\u65e5"', '"a,b c"'], "bytes": ['b"ab"', 'b""'],
    "tuple": ["(1, 2)", "()"], "list": ["[1, 2, 1]", "[]"], "dict": ['{1: 2, "a": 3}', "{}"],
    "set": ["{1, 2}", "set()"], "frozenset": ["frozenset([1, 2])"], "range": ["range(5)", "range(0)", "range(10, 0, -3)"],
    "slice": ["slice(1, 5, 2)", "slice(None)"], "type": ["int", 'type("Q", (), {})'], "object": ["object()"],
    "property": ["property(lambda s: 1)"], "enumerate": ["enumerate([1])"], "zip": ["zip([1], [2])"],
    "map": ["map(str, [1])"], "reversed": ["reversed([1])"], "ValueError": ["ValueError(1, 2)"],
    "StopIteration": ["StopIteration(3)"], "OSError": ['OSError(1, "a")'], "staticmethod": ["staticmethod(len)"],
}
EXPRESSIONS = {
    "type(None)": ["None"], "type(lambda: 0)": ["(lambda x=1: x)"], "type(i for i in ())": ["(i for i in (1, 2))"],
    "type({}.keys())": ["{1: 2}.keys()"], "type({}.items())": ["{1: 2}.items()"], "type({}.values())": ["{1: 2}.values()"],
    "type(type.__dict__)": ['type("Q", (), {}).__dict__'], "type([].append)": ["[].append"],
}
ARGUMENTS = [
    "None", "0", "-1", "2", "10**20", "1.5", 'float("nan")', '"ab"', '""', 'b"ab"', "[1, 2]", "(1,)", "{1: 2}", "{3}",
    "range(3)", "int", "len", "iter([1])", "slice(1, 2)", "True", "Obj()", "I(3)", 'S("ab")',
]
# What depends on the run (addresses, streams, namespaces), and what ends a program.
SKIP = set("""__class__ __new__ __init_subclass__ __dict__ __doc__ __hash__ __getattribute__ __setattr__ __delattr__ __del__
__dir__ __sizeof__ input print id breakpoint open exec eval compile exit quit help vars locals globals dir __build_class__
__loader__ copyright credits license""".split())
HEAD = '''
class Obj:
    def __repr__(self): return "<Obj>"
class I(int): pass
class S(str): pass
def masked(t):
    out = ""
    while " at 0x" in t:
        i = t.index(" at 0x")
        out += t[:i]
        t = t[i + 6:]
        while t and t[0] in "0123456789abcdef": t = t[1:]
    return out + t
def call(f, label):
    try:
        v = f()
        print(label, "->", type(v).__name__, masked(repr(v))[:80])
    except RecursionError: print(label, "-> RecursionError")
    except BaseException as e: print(label, "->", type(e).__name__, masked(str(e))[:150])
'''


def program(receivers, name, chance, imports=""):
    lines = [imports + HEAD]
    for receiver in receivers:
        calls = [()] + [(a,) for a in ARGUMENTS]
        calls += [tuple(chance.choices(ARGUMENTS, k=n)) for n in (2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3)]
        for arguments in calls:
            text = f"{receiver}{name}({', '.join(arguments)})"
            lines.append(f"call(lambda: {text}, {text!r})")
    return "\n".join(lines) + "\n"


def run(command, path):
    try:
        env = {"PYTHONHASHSEED": "0"}
        done = subprocess.run([command, path], capture_output=True, text=True, errors="replace", timeout=30, env=env)
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        return None, "", ""


def names_of(ours, folder, expression, imports=""):
    path = os.path.join(folder, "names.py")
    with open(path, "w") as out:
        out.write(f"{imports}print(' '.join({expression}))\n")
    return [n for n in run(ours, path)[1].split() if n not in SKIP]


def jobs(ours, folder, chance):
    for expression, receivers in {**VALUES, **EXPRESSIONS}.items():
        for name in names_of(ours, folder, f"vars({expression})"):
            yield f"{expression}.{name}", program([r + "." for r in receivers], name, chance)
    for name in names_of(ours, folder, "vars(__builtins__)"):
        if not name[0].isupper():
            yield name, program([""], name, chance)
    for name in names_of(ours, folder, "vars(math)", "import math\n"):
        if not name.startswith("_"):
            yield f"math.{name}", program(["math."], name, chance, "import math\n")


def compare(ours, folder, job):
    key, source = job
    path = os.path.join(folder, re.sub(r"\W", "_", key) + ".py")
    with open(path, "w", encoding="utf-8") as out:
        out.write(source)
    _, theirs, _ = run(sys.executable, path)
    status, text, errors = run(ours, path)
    if status is None:
        end = "timeout"
    elif "panicked" in errors or status < 0 or status > 3:
        end = "crash: " + errors.strip()[-200:]
    elif "not supported" in errors:
        end = "halt: " + errors.strip()[-80:]
    else:
        end = ""
    pairs = list(zip(theirs.split("\n"), text.split("\n")))
    return key, end, len(pairs), [pair for pair in pairs if pair[0] != pair[1]]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("ours")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="")
    options = options.parse_args()
    ours = os.path.abspath(options.ours)
    calls = differ = broken = programs = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        chosen = [job for job in jobs(ours, folder, random.Random(options.seed)) if re.search(options.only, job[0])]
        for key, end, n, pairs in pool.map(lambda job: compare(ours, folder, job), chosen):
            programs, calls, differ = programs + 1, calls + n, differ + len(pairs)
            broken += end.startswith(("crash", "timeout"))
            if end:
                print(key, end)
            for theirs, mine in pairs:
                print(f"  ref {theirs}\n  our {mine}")
    print(f"{programs} natives, {calls} calls, {differ} differ, {broken} crashed or hung")
    sys.exit(1 if broken else 0)


main()
