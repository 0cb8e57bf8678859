"""Writes which encodings CPython knows: engine/vm/src/objects/unicodeobject/codecs/codecs.tsv.

Run it under the CPython that the project follows:

    python3.14 engine/conformance/golden/make_codecs.py

A line `name` has an encoding's name as it is looked up and the module that it means; a line `other` a module that is no
text encoding; a line `charmap` a module that maps single bytes, and the characters of its 256 bytes in hexadecimal, four
digits each, `fffe` for none. A byte that means several characters by turns has the one that decoding gives.
"""

import encodings
import encodings.aliases
import importlib
import os
import pkgutil

# Written in C, or of more than one byte a character by rules of their own.
BUILT = """ascii charmap latin_1 utf_8 utf_8_sig utf_7 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be unicode_escape
raw_unicode_escape idna punycode undefined mbcs oem""".split()


def modules():
    for module in pkgutil.iter_modules(encodings.__path__):
        found = importlib.import_module(f"encodings.{module.name}") if module.name not in ("mbcs", "oem") else None
        if found is not None and hasattr(found, "getregentry"):
            yield module.name, found.getregentry()


def table(name):
    """The characters of all bytes, or None if it is no encoding of single bytes."""
    try:
        points = []
        for byte in range(256):
            try:
                text = bytes([byte]).decode(name)
            except UnicodeDecodeError:
                points.append(0xFFFE)
                continue
            if len(text) != 1:
                return None
            points.append(ord(text))
        return points
    except Exception:
        return None


def lines():
    names = dict(encodings.aliases.aliases)
    for name, entry in modules():
        names.setdefault(name, name)
        if not entry._is_text_encoding:
            yield f"other\t{name}"
        # Those that are C in a module of their own have a `codec`.
        elif name not in BUILT and not hasattr(importlib.import_module(f"encodings.{name}"), "codec"):
            points = table(name)
            if points is not None:
                yield "charmap\t" + name + "\t" + "".join(f"{point:04x}" for point in points)
    for name, module in sorted(names.items()):
        yield f"name\t{name}\t{module}"


def main():
    path = os.path.join(os.path.dirname(__file__), "../../vm/src/objects/unicodeobject/codecs/codecs.tsv")
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("\n".join(lines()) + "\n")


main()
