"""One feature a loop, on Serpentarium and on a python3.14 in turns: user time, and the ratio of neighbouring runs.

    python3.14 bench_features.py SERPENTARIUM [PATTERN]     (PYTHON names the command to compare with; RUNS, default 3)

Printed are the median ratio of each loop, sorted, their geometric mean, and the processor. Loops take a fifth to two fifths of a
second under CPython; the time of an empty program is taken away from both sides.
"""

import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile

PYTHON = os.environ.get("PYTHON", sys.executable)
RUNS = int(os.environ.get("RUNS", "3"))
ENV = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")

# name: (what is set up once, the loop's body, how often)
LOOPS = {
    "str find": ("s = 'abcdefgh' * 100 + 'needle'", "s.find('needle')", 1_000_000),
    "str in": ("s = 'x' * 200 + 'yz'", "'yz' in s", 5_000_000),
    "str count": ("s = 'abca' * 100", "s.count('a')", 3_000_000),
    "str slice": ("s = 'hello world'", "s[2:7]", 8_000_000),
    "str index": ("s = 'hello world'", "s[3]", 20_000_000),
    "str split": ("s = 'a,b,c,d,e,f,g,h'", "s.split(',')", 4_000_000),
    "str split words": ("s = 'the quick brown fox jumps over it'", "s.split()", 2_500_000),
    "str join": ("p = ['alpha', 'beta', 'gamma', 'delta'] * 3", "','.join(p)", 2_500_000),
    "str replace": ("s = 'the cat sat on the mat'", "s.replace('at', 'og')", 4_000_000),
    "str lower": ("s = 'Hello World And All'", "s.lower()", 8_000_000),
    "str strip": ("s = '   padded   '", "s.strip()", 8_000_000),
    "str startswith": ("s = 'prefix-rest'", "s.startswith('prefix')", 10_000_000),
    "str encode": ("s = 'plain text ' * 5", "s.encode()", 8_000_000),
    "str format": ("a, b = 3, 'x'", "'{} and {}'.format(a, b)", 2_500_000),
    "str percent": ("a, b = 3, 'x'", "'%d and %s' % (a, b)", 3_000_000),
    "f-string": ("a, b = 3, 'x'", "f'{a} and {b}'", 4_000_000),
    "f-string spec": ("a, b = 3, 2.5", "f'{a:5d} {b:.2f}'", 1_000_000),
    "str concat": ("a, b = 'hello', 'world'", "a + b", 10_000_000),
    "str append": ("s = ''", "s += 'x'", 10_000_000),
    "str compare": ("a, b = 'hello', 'help'", "a < b", 15_000_000),
    "str equal": ("a, b = 'hello world', 'hello ' + 'world'[:5]", "a == b", 20_000_000),
    "str isdigit": ("s = '1234567'", "s.isdigit()", 10_000_000),
    "str iterate": ("s = 'hello world and all'", "for c in s: pass", 2_000_000),
    "str to int": ("s = '12345'", "int(s)", 8_000_000),
    "int to str": ("", "str(i)", 6_000_000),
    "dict get": ("d = {'a': 1, 'b': 2}", "d['b']", 15_000_000),
    "dict set": ("d = {'a': 1}", "d['a'] = i", 15_000_000),
    "dict get method": ("d = {'a': 1}", "d.get('z', 0)", 10_000_000),
    "dict in": ("d = {'a': 1}", "'z' in d", 15_000_000),
    "dict int keys": ("d = {}", "d[i & 1023] = i", 8_000_000),
    "dict items": ("d = dict.fromkeys(range(20), 1)", "for k, v in d.items(): pass", 1_000_000),
    "dict build": ("", "{'a': i, 'b': 2, 'c': 3}", 4_000_000),
    "dict comprehension": ("r = range(20)", "{k: k for k in r}", 600_000),
    "dict update": ("d = {1: 2}; e = {3: 4, 5: 6}", "d.update(e)", 5_000_000),
    "set add": ("s = set()", "s.add(i & 255)", 10_000_000),
    "set in": ("s = set(range(100))", "i in s", 15_000_000),
    "set algebra": ("a, b = set(range(30)), set(range(15, 45))", "a & b; a | b; a - b", 300_000),
    "set build": ("r = range(20)", "set(r)", 1_000_000),
    "list append": ("l = []", "l.append(i)", 5_000_000),
    "list pop": ("l = [None] * 8_000_001", "l.pop()", 8_000_000),
    "list index get": ("l = [1, 2, 3, 4]", "l[2]", 20_000_000),
    "list set item": ("l = [1, 2, 3, 4]", "l[2] = i", 20_000_000),
    "list slice": ("l = list(range(20))", "l[3:12]", 6_000_000),
    "list in": ("l = list(range(50))", "49 in l", 2_000_000),
    "list comprehension": ("r = range(20)", "[k for k in r]", 1_500_000),
    "list extend": ("a = [1, 2, 3]", "l = []; l.extend(a)", 6_000_000),
    "list build": ("a, b, c = 1, 2, 3", "[a, b, c]", 8_000_000),
    "list concat": ("a, b = [1, 2], [3, 4]", "a + b", 8_000_000),
    "list compare": ("a, b = [1, 2, 3], [1, 2, 4]", "a < b", 8_000_000),
    "sort ints": ("import random_ as r; base = r.ints(2000)", "l = base[:]; l.sort()", 2000),
    "sort strings": ("import random_ as r; base = [str(x) for x in r.ints(2000)]", "l = base[:]; l.sort()", 2000),
    "sort key": ("import random_ as r; base = r.ints(1000)", "sorted(base, key=lambda x: -x)", 2500),
    "sum list": ("l = list(range(100))", "sum(l)", 1_000_000),
    "min max list": ("l = list(range(100))", "min(l); max(l)", 200_000),
    "any all list": ("l = [1] * 100", "all(l)", 500_000),
    "sum generator": ("l = list(range(100))", "sum(x for x in l)", 150_000),
    "any generator": ("l = list(range(100))", "any(x < 0 for x in l)", 150_000),
    "map list": ("l = list(range(50))", "list(map(str, l))", 150_000),
    "zip": ("a, b = list(range(50)), list(range(50))", "for x, y in zip(a, b): pass", 400_000),
    "enumerate": ("a = list(range(50))", "for x, y in enumerate(a): pass", 500_000),
    "call python": ("def f(a, b): return a", "f(i, 2)", 10_000_000),
    "call default": ("def f(a, b=1): return a", "f(i)", 10_000_000),
    "call keyword": ("def f(a, b=1): return a", "f(i, b=2)", 8_000_000),
    "call star": ("def f(*a): return a\nt = (1, 2)", "f(*t)", 6_000_000),
    "call kwargs": ("def f(**k): return k", "f(a=1, b=2)", 4_000_000),
    "call builtin": ("l = [1, 2]", "len(l)", 15_000_000),
    "call isinstance": ("", "isinstance(i, int)", 15_000_000),
    "method call": ("class A:\n    def m(self): return 1\na = A()", "a.m()", 10_000_000),
    "attribute get": ("class A: pass\na = A(); a.x = 1", "a.x", 20_000_000),
    "attribute set": ("class A: pass\na = A()", "a.x = i", 25_000_000),
    "property": ("class A:\n    @property\n    def p(self): return 1\na = A()", "a.p", 10_000_000),
    "instance": ("class A:\n    def __init__(self, x): self.x = x", "A(i)", 4_000_000),
    "dunder add": ("class A:\n    def __add__(self, o): return self\na = A()", "a + a", 6_000_000),
    "dunder getitem": ("class A:\n    def __getitem__(self, k): return k\na = A()", "a[i]", 10_000_000),
    "dunder eq": ("class A:\n    def __eq__(self, o): return True\na, b = A(), A()", "a == b", 8_000_000),
    "dunder len": ("class A:\n    def __len__(self): return 3\na = A()", "len(a)", 6_000_000),
    "dunder iter": ("class A:\n    def __iter__(self): return iter((1, 2))\na = A()", "for x in a: pass", 4_000_000),
    "getattr": ("class A:\n    def __getattr__(self, n): return n\na = A()", "a.zzz", 5_000_000),
    "super": ("class A:\n    def m(self): return 1\nclass B(A):\n    def m(self): return super().m()\nb = B()", "b.m()", 5_000_000),
    "generator": ("def g():\n    for k in range(50): yield k", "for x in g(): pass", 400_000),
    "yield from": ("def g(): yield from range(50)", "for x in g(): pass", 400_000),
    "with": ("class C:\n    def __enter__(self): pass\n    def __exit__(self, *a): pass\nc = C()", "with c: pass", 4_000_000),
    "try": ("", "try: pass\n    except ValueError: pass", 30_000_000),
    "raise": ("", "try: raise ValueError\n    except ValueError: pass", 4_000_000),
    "raise deep": ("def f(n):\n    if n: f(n - 1)\n    else: raise ValueError", "try: f(20)\n    except ValueError: pass", 150_000),
    "big add": ("a, b = 10 ** 60, 10 ** 59", "a + b", 10_000_000),
    "big multiply": ("a, b = 3 ** 200, 7 ** 150", "a * b", 1_500_000),
    "big power": ("", "3 ** 200", 1_500_000),
    "int arithmetic": ("", "(i * 3 + 1) // 2 % 7", 5_000_000),
    "float arithmetic": ("x = 1.5", "x * 2.0 + i / 3.0", 8_000_000),
    "closure": ("def m():\n    n = 0\n    def f():\n        nonlocal n\n        n += 1\n    return f\nf = m()", "f()", 8_000_000),
    "lambda": ("f = lambda x: x + 1", "f(i)", 8_000_000),
    "tuple build": ("a, b = 1, 2", "(a, b)", 15_000_000),
    "tuple unpack": ("t = (1, 2, 3)", "a, b, c = t", 20_000_000),
    "tuple hash": ("t = (1, 'a', 2.5); d = {t: 1}", "d[t]", 15_000_000),
    "while": ("n = 0", "n = n + 1 if n < 5 else 0", 15_000_000),
    "match": ("v = [(1, 2), {'a': 1}, 'x', 5]", "match v[i & 3]:\n        case (a, b): pass\n        case {'a': c}: pass\n        case str(): pass\n        case _: pass", 4_000_000),
    "global": ("g = 0\ndef f():\n    global g\n    g = g + 1", "f()", 6_000_000),
    "bytes index": ("b = b'hello'", "b[2]", 15_000_000),
    "isinstance tuple": ("", "isinstance(i, (str, int))", 6_000_000),
    "chained compare": ("", "0 <= i < 10_000_000", 10_000_000),
    "ternary truth": ("l = []", "1 if l else 2", 20_000_000),
    "del cycle": ("class A: pass", "a = A(); a.s = a", 2_500_000),
}

# What `import random_` above stands for: numbers that are the same everywhere.
RANDOM = """
class r:
    @staticmethod
    def ints(n):
        out, x = [], 12345
        for _ in range(n):
            x = (x * 1103515245 + 12345) % 2147483648
            out.append(x)
        return out
"""


def program(setup, body, count):
    if setup.startswith("import random_"):
        setup = RANDOM + setup.split("; ", 1)[1]
    setup = "\n".join("    " + line for line in setup.splitlines()) or "    pass"
    if "global g" in setup:
        setup, head = "    pass", "\n".join(line[4:] for line in setup.splitlines())
    else:
        head = ""
    return f"{head}\ndef main():\n{setup}\n    for i in range({count}):\n        {body.replace(chr(10), chr(10) + '    ')}\nmain()\n"


def user_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, env=ENV, capture_output=True)
    time = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return time, done


def main():
    # `run` of the machine alone needs no word before the file.
    ours_command = [sys.argv[1]] if sys.argv[1].endswith("examples/run") else [sys.argv[1], "run"]
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        empty = os.path.join(folder, "empty.py")
        open(empty, "w").close()
        base = [min(user_time(c)[0] for _ in range(5)) for c in ([*ours_command, empty], [PYTHON, empty])]
        for name, (setup, body, count) in LOOPS.items():
            if pattern not in name:
                continue
            path = os.path.join(folder, "loop.py")
            with open(path, "w") as file:
                file.write(program(setup, body, count))
            ratios, times = [], []
            for _ in range(RUNS):
                ours, done = user_time([*ours_command, path])
                theirs, reference = user_time([PYTHON, path])
                if done.returncode or reference.returncode:
                    why = (done.stderr or reference.stderr).decode().strip().splitlines()[-1:]
                    print(f"{name}: does not run: {why}", file=sys.stderr)
                    break
                ratios.append((ours - base[0]) / max(theirs - base[1], 0.001))
                times.append(theirs - base[1])
            if ratios:
                rows.append((statistics.median(ratios), statistics.median(times), name))
    for ratio, time, name in sorted(rows):
        print(f"{ratio:6.2f}  {name}  ({time:.2f} s)")
    mean = math.exp(statistics.fmean(math.log(max(ratio, 0.01)) for ratio, _, _ in rows))
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), platform.processor())
    print(f"geometric mean {mean:.2f} of {len(rows)} loops; {sum(r > 2 for r, _, _ in rows)} above 2.0; {cpu}")


main()
