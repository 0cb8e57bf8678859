"""Writes the sequences of characters that have a name and that CPython's `unicodedata.lookup` knows.

    python3.14 make_named_sequences.py NamedSequences.txt > ../../modules/src/unicodedata/sequences.tsv

The names come from the file of that name of the Unicode Character Database, as nobody lists them. A line: name, code points.
"""

import sys
import unicodedata


def main():
    for line in open(sys.argv[1], encoding="utf-8"):
        name = line.split("#")[0].split(";")[0].strip()
        try:
            found = unicodedata.lookup(name)
        except KeyError:
            continue
        print(name, " ".join(f"{ord(c):x}" for c in found), sep="\t")


main()
