class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y


class Q(P):
    pass


class Bad:
    __match_args__ = ["x"]


class BadName:
    __match_args__ = (1,)


class Prop:
    __match_args__ = ("a",)
    @property
    def a(self): raise AttributeError("none")


class PropError:
    __match_args__ = ("a",)
    @property
    def a(self): raise ValueError("fails")


class Meta(type):
    def __instancecheck__(cls, o): return o == 5


class Five(metaclass=Meta):
    pass


def m(v):
    match v:
        case bool(b): return "bool", b
        case int(n) | float(n): return "number", n
        case str() as s: return "str", s
        case P(x=0): return "origin x"
        case P(1, y): return "x is one", y
        case Q(x, y=yy): return "Q", x, yy
        case P(x, y): return "P", x, y
        case list([a, b]): return "list", a, b
        case tuple((1, *r)): return "tuple", r
        case dict(d): return "dict", d
        case bytes(b): return b
        case frozenset() | set(): return "set"
        case _: return "other"


for v in (True, 1, 2.5, "s", P(0, 1), P(1, 2), Q(3, 4), P(5, 6), [1, 2], [1], (1, 2), {}, b"x", {1}, frozenset(), None, int):
    print(m(v))


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


def two(v, cls):
    match v:
        case cls(a, b): return a, b
    return "no"


def one(v, cls):
    match v:
        case cls(a): return a
    return "no"


def keyword(v, cls):
    match v:
        case cls(a, x=b): return a, b
    return "no"


for v, cls in ((P(1, 2), P), (Bad(), Bad), (BadName(), BadName), (Prop(), Prop), (PropError(), PropError), (5, int), (5, Five), (5, 6), (5, len), ("s", object), ("s", str), (P(1, 2), Q)):
    t(lambda: one(v, cls))
    t(lambda: two(v, cls))
    t(lambda: keyword(v, cls))
