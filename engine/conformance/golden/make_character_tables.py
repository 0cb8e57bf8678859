"""Prints tables of characters for engine/syntax, as CPython has them.

    python3.14 make_character_tables.py xid             ranges in xid.rs
    python3.14 make_character_tables.py charset         code pages in charset.rs
    python3.14 make_character_tables.py aliases FILE    the aliases in name_aliases.rs, of Unicode's NameAliases.txt
"""

import encodings.aliases
import sys
import unicodedata

PAGES = """iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_13 iso8859_14
iso8859_15 iso8859_16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1257 cp437 cp850 cp866 koi8_r koi8_u mac_roman""".split()


def print_ranges(name, predicate):
    ranges = []
    for code in range(128, 0x110000):
        if not predicate(code):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    print("#[rustfmt::skip]")
    print(f"const {name}: [(u32, u32); {len(ranges)}] = [")
    line = "   "
    for first, last in ranges:
        item = f" (0x{first:X}, 0x{last:X}),"
        if len(line) + len(item) > 118:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];")


def is_identifier(prefix, code):
    return not 0xD800 <= code < 0xE000 and (prefix + chr(code)).isidentifier()


def print_pages():
    for page in PAGES:
        text = ""
        for byte in range(128, 256):
            try:
                char = bytes([byte]).decode(page)
            except UnicodeDecodeError:
                char = "\ufffd"
            text += char if char.isprintable() and char not in '\\"' else "\\u{%x}" % ord(char)
        aliases = {alias for alias, name in encodings.aliases.aliases.items() if name == page}
        if page.startswith("iso8859_"):
            aliases.add(page.replace("iso8859", "iso_8859"))
        print('    ("%s", &[%s],' % (page, ", ".join(f'"{alias}"' for alias in sorted(aliases))))
        print(f'     "{text}"),')


def print_aliases(path):
    aliases = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.split("#")[0].strip().split(";")
            if len(fields) == 3:
                # The file may be newer than this Python.
                try:
                    aliases[fields[1]] = ord(unicodedata.lookup(fields[1]))
                except KeyError:
                    pass
    print("#[rustfmt::skip]")
    print(f"const ALIASES: [(&str, u32); {len(aliases)}] = [")
    line = "   "
    for name in sorted(aliases):
        item = f' ("{name}", 0x{aliases[name]:X}),'
        if len(line) + len(item) > 118:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];")


match sys.argv[1:]:
    case ["xid"]:
        print_ranges("START", lambda code: is_identifier("", code))
        print_ranges("CONTINUE", lambda code: is_identifier("a", code))
    case ["aliases", path]:
        print_aliases(path)
    case ["charset"]:
        print_pages()
    case _:
        sys.exit(__doc__)
