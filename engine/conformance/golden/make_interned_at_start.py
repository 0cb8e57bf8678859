"""Writes which words a fresh `python3.14 FILE` has interned before it compiles FILE, one a line, sorted by their bytes,
and with a star behind it if it is immortal.

    cat $(find LIBRARY -name '*.py') EXECUTABLE HEADERS... | grep -aoE '[A-Za-z0-9_]+' | sort -u >words
    PYTHONHASHSEED=0 python3.14 make_interned_at_start.py words >../../compiler/src/interned_at_start.txt

A word is asked with a string of its own: `sys.intern` answers with another object if the word was known.
"""

import sys

known = []
with open(sys.argv[1], "rb") as file:
    for word in file.read().split():
        text = word.decode()
        if len(text) > 1 and sys.intern(text) is not text:
            known.append(text + "*" * sys._is_immortal(sys.intern(text)))
print("\n".join(sorted(set(known), key=lambda text: text.rstrip("*"))))
