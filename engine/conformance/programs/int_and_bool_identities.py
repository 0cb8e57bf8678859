def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


print(True + True, True * 3, -True, ~True, True / 2, True // 2, True ** 2, True << 3, True & 1, True & True, True | 2, True ^ True, True ^ 1, not True, bool(2), bool([]), bool("0"), int(True), float(True), complex(True), str(True), repr(False), hash(True), True == 1, True is 1 if False else "", True in [1], [True] == [1], {True: "a", 1: "b", 1.0: "c"}, {1: "a", True: "b"}, "ab"[True], [5, 6][False], range(5)[True], True < 2, isinstance(True, int), type(True).__mro__, bool.__bases__)
t(lambda: bool(), lambda: bool(1, 2), lambda: bool(x=1), lambda: True.real, lambda: True.bit_length(), lambda: True.to_bytes(), lambda: bool.from_bytes(b"\0"), lambda: bool.from_bytes(b"\1"), lambda: True.conjugate(), lambda: True.numerator, lambda: type(True.real).__name__, lambda: type(+True).__name__, lambda: type(True & 1).__name__, lambda: type(True & False).__name__, lambda: True.as_integer_ratio(), lambda: f"{True:d}", lambda: f"{True}", lambda: f"{True:>6}", lambda: f"{True:s}", lambda: "%d" % True, lambda: "%s" % True, lambda: format(True, "x"), lambda: round(True), lambda: abs(True), lambda: divmod(True, 2), lambda: pow(True, 2), lambda: sum([True, True]), lambda: max(True, 1), lambda: max(1, True), lambda: sorted([True, False]), lambda: True.__and__(1), lambda: True.__and__("a"), lambda: True.__or__(False), lambda: bool.__new__(bool), lambda: bool.__new__(int), lambda: int.__new__(bool), lambda: setattr(True, "x", 1), lambda: type("B", (bool,), {}))
class Odd:
    def __bool__(self): return 1
class Len:
    def __len__(self): return 0
class Both:
    def __bool__(self): return True
    def __len__(self): return 0
class Neg:
    def __len__(self): return -1
class NoBool:
    __bool__ = None


t(lambda: bool(Odd()), lambda: bool(Len()), lambda: bool(Both()), lambda: bool(Neg()), lambda: bool(NoBool()), lambda: not Odd(), lambda: Odd() and 1, lambda: 1 if Neg() else 2, lambda: [x for x in [1] if Odd()], lambda: any([Neg()]), lambda: not NoBool(), lambda: Len() or "or else", lambda: Both() and "and then")
print([x for x in range(-6, 258) if x is int(str(x))][:3], 256 is int("256"), 257 is int("257"), -5 is int("-5"), -6 is int("-6"))
print((1).__class__, 5 .real, 5..real, 0b101, 0o17, 0xfF, 1_000_000, 0_0, 00, 0xdead_beef, 1e3, 1_0e1_0, 0.5j, 1_0j)
