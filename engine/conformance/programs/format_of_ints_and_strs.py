ints = ["", "d", "5", "<5", ">5", "^5", "=5", "05", "+", "-", " ", "+05", "x", "X", "o", "b", "#x", "#X", "#o", "#b", "#010x", "c", "n", ",", "_", "010,", "012_", "_x", "_b", ",x", "e", ".2e", "f", ".1f", "g", ".3g", "%", ".0%", "s", ".2", ".2d", "*^9", "*=+9", "0=9", "z", "zf", "#,", "5c", "+c", ",c", "E", "G", "F", "1_000", "<<5", "\u20ac>5", "r", "08.3f", ".2f,", "d5", "  5", "10 "]
for spec in ints:
    row = []
    for v in (0, 42, -7, 10**12, True):
        try:
            row.append(ascii(format(v, spec)))
        except Exception as e:
            row.append(f"{type(e).__name__}: {ascii(str(e))}")
    print(ascii(spec), row)
for spec in ("", "s", "5", "<5", ">5", "^6", "*^7", ".2", "5.1", "05", "=5", "+", " ", "#", ",", "_", "d", "x", "z", "10.3s", "\u20ac^7", "{", "0>5", "s5"):
    row = []
    for v in ("", "abc", "\xe9\u20ac"):
        try:
            row.append(ascii(format(v, spec)))
        except Exception as e:
            row.append(f"{type(e).__name__}: {ascii(str(e))}")
    print(ascii(spec), row)
for v in (None, [], (), {}, object, len, b"", 1j, ..., range(2), slice(1)):
    for spec in ("", "5", "s"):
        try:
            print(format(v, spec))
        except Exception as e:
            print(type(e).__name__, e)
for args in ((), (1, 2, 3), (1, 2), (1, None), (1, b"d")):
    try:
        print(format(*args))
    except Exception as e:
        print(type(e).__name__, e)
