def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def f0(): return "f0"
def f1(a): return a
def f2(a, b=2): return a, b
def pos(a, b, /, c): return a, b, c
def kw(*, k, l=1): return k, l
def star(a, *args, k=0, **kws): return a, args, k, sorted(kws)
def many(a, b, c, d, e): return a


t(lambda: f0(1), lambda: f0(1, 2), lambda: f0(x=1), lambda: f0(*[1]), lambda: f0(**{"y": 1}), lambda: f1(), lambda: f1(1, 2), lambda: f1(1, a=2), lambda: f1(b=1), lambda: f1(a=1, b=2), lambda: f2(), lambda: f2(1, 2, 3), lambda: f2(b=1), lambda: f2(1, c=3), lambda: f2(1, 2, b=3),
  lambda: pos(1), lambda: pos(1, 2), lambda: pos(a=1, b=2, c=3), lambda: pos(1, b=2, c=3), lambda: pos(1, 2, 3, 4), lambda: pos(1, 2, c=3), lambda: pos(), lambda: kw(), lambda: kw(1), lambda: kw(1, k=2), lambda: kw(k=1, m=2), lambda: kw(l=2), lambda: kw(1, 2, k=1), lambda: kw(k=1, l=2),
  lambda: star(), lambda: star(1, 2, 3, k=4, z=5), lambda: star(k=1), lambda: star(1, a=2), lambda: star(*"ab", **{"a": 1}), lambda: star(1, **{"k": 2}, k=3), lambda: star(1, **{1: 2}), lambda: star(1, **[1]), lambda: star(1, *5), lambda: star(*None), lambda: star(**None), lambda: star(1, **{"x": 1}, **{"x": 2}),
  lambda: many(), lambda: many(1), lambda: many(1, 2, 3), lambda: many(1, 2, 3, 4), lambda: many(1, 2, 3, 4, 5, 6), lambda: many(1, 2, 3, 4, 5, 6, 7, e=1), lambda: many(e=1), lambda: many(1, c=3), lambda: many(1, 2, 3, 4, f=5), lambda: many(1, 2, 3, 4, 5, ee=5), lambda: (lambda x: x)(), lambda: (lambda x, *, y: x)(1), lambda: (lambda *, aa, bb, cc: 1)())


class C:
    def __init__(self, a): self.a = a
    def m(self, x): return x
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x): return x
    def __call__(self, y): return y


class D:
    pass


t(lambda: C(), lambda: C(1, 2), lambda: C(b=1), lambda: C(1).m(), lambda: C(1).m(1, 2), lambda: C.m(1), lambda: C.m(), lambda: C.s(), lambda: C.c(), lambda: C.c(1, 2), lambda: C(1)(), lambda: C(1)(1, 2), lambda: D(1), lambda: D(x=1), lambda: D()(), lambda: 1(), lambda: "a"(), lambda: None(), lambda: [](1), lambda: D.x(), lambda: D().x(), lambda: (1, 2)(3), lambda: {}())
