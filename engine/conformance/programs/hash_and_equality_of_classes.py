def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class E:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, E) and self.v == o.v


class H(E):
    def __hash__(self): return hash(self.v)


class Inherit(E): pass
class Keep(H): pass
class Override(H):
    def __eq__(self, o): return NotImplemented
class Restore(H):
    def __eq__(self, o): return super().__eq__(o)
    __hash__ = H.__hash__
class NoneHash:
    __hash__ = None
class Const:
    def __hash__(self): return 1
class Neg:
    def __hash__(self): return -1
class Big:
    def __hash__(self): return 2**64 + 5
class Str:
    def __hash__(self): return "1"


for cls in (E, H, Inherit, Keep, Override, Restore):
    t(lambda: hash(cls(1)) == hash(1), lambda: cls(1) == cls(1), lambda: cls(1) != cls(2), lambda: len({cls(1), cls(1), cls(2)}), lambda: {cls(1): "a"}[cls(1)], lambda: cls(1) in [cls(1)], lambda: cls.__hash__ is None)
t(lambda: hash(NoneHash()), lambda: {NoneHash(): 1}, lambda: hash(Const()), lambda: hash(Neg()), lambda: hash(Big()), lambda: hash(Str()), lambda: len({Const(), Const()}), lambda: hash((NoneHash(),)), lambda: hash(frozenset([Const()])) == hash(frozenset([Const()])), lambda: hash([]), lambda: hash({}), lambda: hash(set()), lambda: hash(bytearray()), lambda: hash(slice(1, 2)) == hash(slice(1, 2)), lambda: hash(slice([])), lambda: hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), lambda: hash("a") == hash(b"a"), lambda: hash(()) == hash(tuple([])), lambda: hash(None) == hash(None), lambda: hash(range(3)) == hash(range(0, 3)), lambda: hash(-1) == hash(-2), lambda: hash(float("inf")), lambda: hash(-float("inf")), lambda: hash(0.5), lambda: hash(2**61 - 1), lambda: hash(1e300), lambda: hash(1j), lambda: hash(3 + 4j))
d = {1: "int", 1.0: "float", True: "bool"}
print(d, {1, 1.0, True}, {True, 1}, {0: "a", False: "b", -0.0: "c"}, {"a": 1, b"a": 2})


class Log:
    def __init__(self, n, h): self.n, self.h = n, h
    def __hash__(self): print("hash", self.n, end=" "); return self.h
    def __eq__(self, o): print("eq", self.n, getattr(o, "n", o), end=" "); return self is o


a, b = Log("a", 1), Log("b", 1)
d = {}
d[a] = 1
d[b] = 2
print(len(d), d[a], a in d, d.get(b), d.pop(a), d.setdefault(b, 9))
s = {a, b, a}
print(len(s), a in s, s - {b} == {a})
