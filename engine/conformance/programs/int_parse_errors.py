def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


texts = ["0", "-0", "+5", " 12 ", "1_000", "_1", "1_", "1__0", "0x1f", "0b101", "0o17", "", " ", "-", "+-1", "1.0", "1e3", "\u0661\u0662", "\xb2", "a", "0_7", "00", "007", "1 2", "12\x00", "\t7\n", "z"]
for text in texts:
    for base in (None, 0, 2, 16, 36):
        try:
            print(ascii(text), base, int(text) if base is None else int(text, base))
        except Exception as e:
            print(ascii(text), base, type(e).__name__, ascii(str(e)))
t(lambda: int("1", 1), lambda: int("1", 37), lambda: int("1", -1), lambda: int("1", "2"), lambda: int("1", 2.0), lambda: int(1, 2), lambda: int(base=2), lambda: int("1", base=2), lambda: int(x="1"),
  lambda: int(None), lambda: int([]), lambda: int(object()), lambda: int(1j), lambda: int(b"12"), lambda: int(b"1a"), lambda: int(bytearray(b"-3")), lambda: int(memoryview(b"8")), lambda: int(b"\xb2"),
  lambda: int(float("nan")), lambda: int(float("inf")), lambda: int(-float("inf")), lambda: int(1e30), lambda: int(-1.9), lambda: int("1", 2, 3), lambda: int(), lambda: int("9" * 30), lambda: int("a" * 300))


class Index:
    def __index__(self):
        return 5


class Int:
    def __int__(self):
        return "no"


class Trunc:
    def __trunc__(self):
        return 3


t(lambda: int(Index()), lambda: int(Int()), lambda: int(Trunc()), lambda: int("11", Index()), lambda: float(Index()), lambda: complex(Index()), lambda: hex(Index()), lambda: chr(Index()), lambda: [1] * Index())
