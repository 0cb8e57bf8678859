"""Writes what CPython's `unicodedata` knows of every character, for the module of that name.

    python3.14 make_unicodedata.py > ../../modules/src/unicodedata/characters.tsv

Two parts, of today's version and of 3.2.0, each begun by a line `@` with the version. A line `=` is a record: category, class of
bidirectional text, combining class, whether it is mirrored, east asian width, decimal, digit, numeric value, where there is one.
The lines behind are runs: the first code point, in hexadecimal and as a difference to the run before, and the number of its
record. Lines `:` are the decompositions, but for Hangul syllables: a code point and what it is made of, with a `!` where the
pair is never composed again; of 3.2.0 only those that differ or are not there. Lines `;` are the characters that 3.2.0
normalizes to another one than it says that they are made of.
"""

import sys
import unicodedata


def record(data, c):
    values = [data.category(c), data.bidirectional(c), data.combining(c), data.mirrored(c), data.east_asian_width(c)]
    for value in (data.decimal(c, None), data.digit(c, None), data.numeric(c, None)):
        values.append("" if value is None else value)
    return "\t".join(str(value) for value in values)


def write(data, before):
    print("@", data.unidata_version, sep="\t")
    records, runs, last = {}, [], None
    for point in range(sys.maxunicode + 1):
        number = records.setdefault(record(data, chr(point)), len(records))
        if number != last:
            runs.append((point, number))
            last = number
    for text in records:
        print("=", text, sep="\t")
    at = 0
    for point, number in runs:
        print(f"{point - at:x}\t{number}")
        at = point
    made = {}
    for point in range(sys.maxunicode + 1):
        text = data.decomposition(chr(point))
        if text and not 0xAC00 <= point <= 0xD7A3:
            pair = not text.startswith("<") and " " in text
            excluded = pair and unicodedata.normalize("NFC", chr(point)) != chr(point)
            made[point] = text + "!" * excluded
    for point in sorted({*made, *before}):
        text = made.get(point, "")
        if before.get(point) != text:
            print(f":\t{point:x}\t{text}")
    for point in sorted(made):
        today, then = (version.normalize("NFD", chr(point)) for version in (unicodedata, data))
        if today != then and before.get(point) == made[point]:
            print(f";\t{point:x}\t{ord(then):x}")
    return made


write(unicodedata.ucd_3_2_0, write(unicodedata, {}))
