class C:
    colour = 1
    def __init__(self): self.length = 2
    def method(self): pass
    @property
    def size(self): return self.sise


class S:
    __slots__ = ("alpha", "beta")


import sys


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, "|", getattr(e, "name", None), "|", type(getattr(e, "obj", None)).__name__)


c = C()
for f in (lambda: c.color, lambda: c.lenght, lambda: c.methd, lambda: c.size, lambda: C.colr, lambda: C.length, lambda: S().alpha, lambda: S().gamma, lambda: [].push, lambda: "".tolower, lambda: (1).real_, lambda: None.foo, lambda: sys.path_, lambda: sys.Exit, lambda: len.foo, lambda: t.foo, lambda: (x for x in ()).foo, lambda: C.__foo__, lambda: int.foo, lambda: type.foo, lambda: object().foo, lambda: super(C, c).colour, lambda: ().foo, lambda: {}.foo, lambda: {}.key, lambda: c.__dict__.foo, lambda: C.__mro__.foo, lambda: range(3).foo, lambda: (1).__foo__, lambda: c.method.foo, lambda: c.method.__func__.foo, lambda: f.__code__.foo, lambda: [].__iter__().foo, lambda: Exception().foo, lambda: KeyError("a").msg):
    t(f)


def put(o, name, value=1):
    return lambda: setattr(o, name, value)


def drop(o, name):
    return lambda: delattr(o, name)


for o in (c, C, S(), S, 1, "a", [], None, len, t, int, object(), c.method, sys, (x for x in ()), Exception(), range(3), super(C, c), C.__dict__, property(), slice(1)):
    for name in ("foo", "__class__", "__dict__", "__doc__", "__name__", "alpha", "size"):
        if name == "__dict__" and o in (C, S, sys, t): continue
        t(put(o, name))
        t(drop(o, name))
