class D(dict):
    def __missing__(self, key): return "missing"
    def get(self, *a): print("get", a, end=" "); return super().get(*a)


def m(v):
    match v:
        case {"kind": "a", **rest}: return "a", rest
        case {"kind": kind, "n": int(n)} if n > 5: return "big", kind, n
        case {"kind": kind, "n": n}: return "kind", kind, n
        case {1: x, -1: y, 1.5: z}: return x, y, z
        case {"inner": {"list": [first, *_]}}: return "inner", first
        case {None: n, True: t}: return n, t
        case {}: return "any mapping"
        case _: return "other"


for v in ({"kind": "a", "x": 1}, {"kind": "b", "n": 9}, {"kind": "b", "n": 3}, {"kind": "b", "n": "q"}, {1: "i", -1: "j", 1.5: "k"}, {"inner": {"list": (7, 8)}}, {"inner": {"list": []}}, {None: 0, True: 1}, {}, {"z": 1}, [], D(kind="c", n=1), type.__dict__, None, "kind"):
    if v is type.__dict__:
        print(m(v) == "any mapping")
        continue
    print(m(v))


class Key:
    one = 1
    two = "two"


def keys(v):
    match v:
        case {Key.one: a, Key.two: b}: return a, b
        case {Key.one: a, **others}: return a, others


print(keys({1: 2, "two": 3}), keys({1: 5, 6: 7}), keys({}))
try:
    exec("match {}:\n case {1: a, 1: b}: pass")
except SyntaxError as e:
    print(e.msg)


class Twice:
    a = 1
    b = 1


try:
    match {1: 2}:
        case {Twice.a: x, Twice.b: y}: print(x, y)
except ValueError as e:
    print(e)
