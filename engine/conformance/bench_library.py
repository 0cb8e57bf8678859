"""Start, imports and programs that live in the library, on Serpentarium and on a python3.14 in turns.

    PYTHON=python3.14 python3.14 bench_library.py SERPENTARIUM [PATTERN]     (RUNS, default 5)

SERPENTARIUM is a command that takes `run FILE`. Times are user and system time of the whole process; CPython's `.pyc` files are
written to a folder of their own before anything is measured. Printed are medians, the median ratio of neighbouring runs, the
geometric mean over the ten programs, the peak memory of an empty program, and the processor.
"""

import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile

PYTHON = os.environ.get("PYTHON", sys.executable)
RUNS = int(os.environ.get("RUNS", "5"))

IMPORTS = {
    "start": "pass",
    "import typing": "import typing",
    "import asyncio": "import asyncio",
    "import decimal": "import decimal",
    "import dataclasses": "import dataclasses",
    "import re": "import re",
}

PROGRAMS = {
    "json": """
import json
data = {"names": ["n%d" % i for i in range(200)], "numbers": list(range(300)), "nested": [{"a": i, "b": [i, i / 2]} for i in range(100)]}
for i in range(60):
    assert json.loads(json.dumps(data)) == data
""",
    "re": """
import re
text = "The year 1999 was followed by 2000, mail to a.b@example.org or c_d@mail.example.com; end. " * 40
for i in range(20):
    re.findall(r"\\b(\\d{4})\\b", text); re.sub(r"(\\w+)@(\\w+)", r"\\2 at \\1", text); re.split(r"[,;]\\s*", text)
""",
    "collections": """
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
Point = namedtuple("Point", "x y")
for i in range(40):
    Counter("abracadabra" * 20).most_common(3)
    groups = defaultdict(list)
    for n in range(500):
        groups[n % 7].append(Point(n, n + 1).x)
    queue = deque(range(500), 100); queue.rotate(3); OrderedDict.fromkeys(range(200))
""",
    "dataclasses": """
from dataclasses import dataclass, field, replace, asdict
@dataclass(order=True)
class Item:
    price: int
    name: str = field(compare=False)
    tags: list = field(default_factory=list, compare=False)
items = [Item(i * 7919 % 1000, "item") for i in range(3000)]
items.sort()
for item in items[:600]:
    asdict(replace(item, price=1))
""",
    "datetime": """
from datetime import date, datetime, timedelta
day = datetime(2024, 2, 28, 12)
for i in range(3000):
    day += timedelta(hours=7)
    day.isoformat(); day.weekday()
for i in range(300):
    datetime.fromisoformat("2024-05-06T07:08:09").strftime("%d.%m.%Y"); date(2024, 1, 1) - date(2023, 1, 1)
""",
    "decimal": """
from decimal import Decimal, getcontext
getcontext().prec = 30
total = Decimal(0)
for i in range(1, 1500):
    total += Decimal(1) / Decimal(i)
total.sqrt(), total.quantize(Decimal("0.001"))
""",
    "random": """
import random
r = random.Random(7)
for i in range(12000):
    r.random(); r.randint(1, 6)
items = list(range(1000))
for i in range(10):
    r.shuffle(items); r.sample(items, 50); r.choices(items, k=50); r.gauss(0, 1)
""",
    "itertools": """
from itertools import accumulate, chain, combinations, groupby, islice, permutations, product
for i in range(6):
    sum(1 for _ in combinations(range(16), 4)); sum(1 for _ in permutations(range(6))); sum(1 for _ in product(range(9), repeat=3))
    list(accumulate(range(2000))); list(chain.from_iterable([[1, 2]] * 1000)); [k for k, g in groupby(sorted("mississippi" * 50))]
""",
    "strings": """
import string, textwrap
from string import Template
words = ("lorem ipsum dolor sit amet " * 60).split()
for i in range(25):
    textwrap.fill(" ".join(words), 60)
    Template("$a and ${b}").substitute(a=i, b=2)
    "".join(f"{w.title():<12}|" for w in words); string.capwords("some words here")
""",
    "functools": """
from functools import cmp_to_key, lru_cache, partial, reduce
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
for i in range(100):
    fib.cache_clear(); fib(60)
    sorted(range(60), key=cmp_to_key(lambda a, b: b - a)); reduce(lambda a, b: a + b, range(200)); partial(max, 3)(4)
""",
}


def measured(command, environment):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done


def peak(command, environment):
    """Megabytes that a command has in memory at most."""
    probe = "import resource, subprocess, sys; subprocess.run(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", probe, *command], env=environment, capture_output=True, text=True)
    return int(done.stdout.split()[-1]) / 1024


def main():
    ours, pattern = [sys.argv[1], "run"], sys.argv[2] if len(sys.argv) > 2 else ""
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONPYCACHEPREFIX=os.path.join(folder, "pyc"))
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        warm = dict(environment, PYTHONDONTWRITEBYTECODE="")
        path = os.path.join(folder, "program.py")
        for name, text in {**IMPORTS, **PROGRAMS}.items():
            if pattern not in name:
                continue
            with open(path, "w") as file:
                file.write(text)
            subprocess.run([PYTHON, path], env=warm, capture_output=True)
            rows = []
            for _ in range(RUNS):
                theirs, reference = measured([PYTHON, path], warm)
                own, done = measured([*ours, path], environment)
                if done.returncode or reference.returncode:
                    why = (done.stderr or reference.stderr).decode().strip().splitlines()[-1:]
                    print(f"{name}: does not run: {why}")
                    break
                rows.append((own / max(theirs, 1e-4), theirs, own))
            else:
                ratio, theirs, own = (statistics.median(column) for column in zip(*rows))
                print(f"{ratio:6.2f}  {name}  ({theirs * 1000:.0f} ms, ours {own * 1000:.0f} ms)", flush=True)
                if name in PROGRAMS:
                    ratios.append(ratio)
            if name == "start":
                print(f"        memory of it: {peak([PYTHON, path], warm):.1f} MB, ours {peak([*ours, path], environment):.1f} MB")
    if ratios:
        mean = math.exp(statistics.fmean(map(math.log, ratios)))
        with open("/proc/cpuinfo") as file:
            processor = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
        print(f"geometric mean {mean:.2f} of {len(ratios)} programs, worst {max(ratios):.2f}; {processor}")


main()
