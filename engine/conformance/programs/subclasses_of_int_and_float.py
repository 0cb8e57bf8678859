def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class I(int):
    def __repr__(self): return f"I({int(self)})"
class F(float):
    pass
class Added(int):
    def __add__(self, o): return Added(int(self) + int(o) + 100)
    __radd__ = __add__
class Named(int):
    def __new__(cls, v, name): self = super().__new__(cls, v); self.name = name; return self


i, f, a, n = I(5), F(2.5), Added(1), Named(3, "three")
t(lambda: i + 1, lambda: type(i + 1).__name__, lambda: type(-i).__name__, lambda: type(+i).__name__, lambda: type(abs(i)).__name__, lambda: i * i, lambda: str(i), lambda: f"{i} {i!r} {i:d} {i:03}", lambda: "%d %s %r" % (i, i, i), lambda: [i], lambda: {i: 1}[5], lambda: i == 5, lambda: hash(i) == hash(5), lambda: i is I(5), lambda: int(i), lambda: type(int(i)).__name__, lambda: float(i), lambda: i.real, lambda: type(i.real).__name__, lambda: i.bit_length(), lambda: I.from_bytes(b"\7"), lambda: type(I.from_bytes(b"\7")).__name__, lambda: [0, 1, 2, 3, 4, 5, 6][i], lambda: list(range(i)), lambda: "ab" * i, lambda: i // 2, lambda: divmod(i, 2), lambda: i ** 2, lambda: pow(i, 2, 3), lambda: i << 1, lambda: i & 4, lambda: ~i, lambda: bool(I(0)), lambda: round(i), lambda: type(round(i)).__name__, lambda: I("12"), lambda: I("z", 36), lambda: I(), lambda: I(3.9), lambda: I("x"), lambda: sum([i, i]), lambda: max(i, 3), lambda: sorted([I(3), I(1)]), lambda: i.as_integer_ratio(), lambda: type(i.numerator).__name__, lambda: setattr(i, "x", 1), lambda: i.x, lambda: i.__dict__, lambda: I(10**30) + 1, lambda: isinstance(i, int))
t(lambda: f + 1, lambda: type(f + 1).__name__, lambda: repr(f), lambda: type(f * 2).__name__, lambda: F("1.5"), lambda: F.fromhex("0x1p1"), lambda: type(F.fromhex("0x1p1")).__name__, lambda: f == 2.5, lambda: round(f, 1), lambda: type(round(f, 1)).__name__, lambda: f"{f:.3f}", lambda: f.is_integer(), lambda: int(f), lambda: f.hex(), lambda: type(-f).__name__, lambda: F() , lambda: F("x"), lambda: type(F.from_number(1)).__name__)
t(lambda: int(a + 1), lambda: int(1 + a), lambda: int(sum([a, a])), lambda: int(a + a), lambda: n.name, lambda: n + 1, lambda: Named(3), lambda: Named(), lambda: n.__dict__, lambda: type(n)(4, name="four").name)
