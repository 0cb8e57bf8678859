"""Writes what CPython's marshal and py_compile do: damaged data, hash-based .pyc files, headers, cache paths.

    python3.14 make_compiler_marshal.py > compiler_marshal.tsv

Columns, after the kind of the row:
    load    data (hexadecimal), `ok` or the exception
    pyc     `checked` or `unchecked`, source, the file (hexadecimal)
    header  data (hexadecimal), `ok` or the exception of importlib for a module named m
    cache   path of a source, level of optimisation, path of its .pyc
Texts are Python string literals.
"""

import importlib._bootstrap_external as external
import importlib.util
import marshal
import os
import py_compile
import random
import resource
import sys
import tempfile

SOURCES = [
    "x = 1\n",
    "def f(a, b=2, *, c: int = 3):\n    return a + b * 1.5\n",
    "class C:\n    x = (1, 2, 'é', b'ab', 3j, None, ...)\n    def g(self): return [i for i in self]\n",
    "x = {1, 2}\nif a in {1, 'b'}: y = 10 ** 30\nz = s[1:2]\n",
]
VALUES = [1, 2**40, -(2**70), 1.5, 2j, "abc", "é\ud800", b"xyz", (1, (2,)), [1, 2], {1: 2}, {1, 2}]
VALUES += [frozenset([1, 2]), slice(1, 2, 3), True, None, ..., StopIteration]
KINDS = b"0NFTS.iIlfgxyst()[{u<>?RczZaAr:"
CASES = 3000


def damage(data, rng):
    data = bytearray(data)
    if rng.random() < 0.2:
        return bytes(data[: rng.randrange(len(data) + 1)])
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        at = rng.randrange(len(data) + 1)
        what = rng.random()
        if what < 0.5 and at < len(data):
            kind = rng.choice(KINDS) | rng.choice([0, 128])
            data[at] = rng.choice([rng.randrange(256), kind, kind])
        elif what < 0.75:
            del data[at : at + rng.randrange(1, 6)]
        else:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 5)))
    return bytes(data)


def outcome(function, *arguments):
    """In a process of its own: damaged code objects may crash when they go."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        try:
            function(*arguments)
            text = "ok"
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(writer, text.encode("utf-8", "backslashreplace"))
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        text = file.read().decode("utf-8")
    _, status = os.waitpid(child, 0)
    # What a machine with more memory would say is not known.
    return None if status or text.startswith("MemoryError") else text


def row(*columns):
    print("\t".join(columns))


def main():
    print(f"# CPython {sys.version.split()[0]}, written by {os.path.basename(__file__)}")
    rng = random.Random(314)
    datas = [marshal.dumps(compile(source, "x", "exec")) for source in SOURCES]
    datas += [marshal.dumps(value) for value in VALUES]
    seen = set()
    for data in datas + [damage(rng.choice(datas), rng) for _ in range(CASES)]:
        if data in seen:
            continue
        seen.add(data)
        sys.stdout.flush()
        if text := outcome(marshal.loads, data):
            row("load", data.hex(), ascii(text))

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for source in SOURCES:
            with open("m.py", "w", encoding="utf-8") as file:
                file.write(source)
            for mode in ("checked", "unchecked"):
                invalidation = py_compile.PycInvalidationMode[f"{mode.upper()}_HASH"]
                py_compile.compile("m.py", "m.pyc", invalidation_mode=invalidation)
                with open("m.pyc", "rb") as file:
                    row("pyc", mode, ascii(source), file.read().hex())

    good = importlib.util.MAGIC_NUMBER + bytes(12)
    headers = [b"", b"a", b"+\r\n\0", good[:3], good[:4], good[:15], good, b"\0\r\r\n" + bytes(12), b"'\"\\\xff" * 4]
    headers += [good[:4] + bytes([flags]) + good[5:] for flags in (1, 2, 3, 4, 7, 128)]
    headers += [good[:7] + b"\xff" + good[8:]]
    for data in headers:
        sys.stdout.flush()
        row("header", data.hex(), ascii(outcome(external._classify_pyc, data, "m", {})))

    paths = ["m.py", "a/m.py", "/m.py", "/a/b.c/m.d.py", "m", "a/.py", ".py", "a.b/m", "m.pyw", "a//m.py"]
    for path in paths:
        for level in (0, 1, 2):
            # A relative path is left relative, as importlib does.
            row("cache", ascii(path), str(level), ascii(importlib.util.cache_from_source(path, optimization=level or "")))


main()
