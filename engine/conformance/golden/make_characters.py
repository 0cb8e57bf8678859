"""Writes what CPython's `str` knows of every character, for `engine/ground`.

    python3.14 make_characters.py > ../../ground/src/characters.tsv

A line `=` is a record: flags (see FLAGS), decimal value, digit value, then what `upper lower title casefold` make of it: a
difference of code points, or the code points themselves behind a `:`. The lines behind are runs: the first code
point, in hexadecimal and as a difference to the run before, and the number of its record, both in order.
"""

import sys


def final_sigma(before):
    return (before + "\u03a3").lower()[-1] == "\u03c2"


FLAGS = [
    str.isalpha,
    str.isdecimal,
    str.isdigit,
    str.isnumeric,
    str.islower,
    str.isupper,
    lambda c: c.istitle() and not c.isupper(),
    str.isspace,
    str.isprintable,
    str.isidentifier,
    lambda c: ("a" + c).isidentifier(),
    # Cased, and ignored between cased letters: the two decide the form of a small sigma.
    lambda c: (c + "a").title()[-1] == "a",
    lambda c: final_sigma("A" + c) and not final_sigma(c),
    lambda c: len(("a" + c + "b").splitlines()) > 1,
]


def mapping(c, text):
    if len(text) == 1:
        return str(ord(text) - ord(c)) if text != c else ""
    return ":" + " ".join(f"{ord(x):x}" for x in text)


def record(code):
    c = chr(code)
    flags = sum(1 << bit for bit, has in enumerate(FLAGS) if has(c))
    decimal = str(int(c)) if c.isdecimal() else ""
    digit = ""
    if c.isdigit():
        import unicodedata

        digit = str(unicodedata.digit(c))
    maps = [mapping(c, change(c)) for change in (str.upper, str.lower, str.title, str.casefold)]
    return "\t".join([f"{flags:x}", decimal, digit, *maps])


records = {}
runs = []
for code in range(0x110000):
    number = records.setdefault(record(code), len(records))
    if not runs or runs[-1][1] != number:
        runs.append((code, number))
print("# CPython", sys.version.split()[0])
for text in records:
    print("=" + text)
last = 0
for code, number in runs:
    print(f"{code - last:x} {number:x}")
    last = code
