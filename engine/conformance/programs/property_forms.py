def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class C:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "doc of x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    @property
    def readonly(self): return 5
    writeonly = property(None, lambda self, v: print("wrote", v))
    empty = property()
    documented = property(doc="the doc")
    inherited = property(lambda self: self._x, doc="own doc")
    named = property(fget=lambda self: self.missing)


class D(C):
    @C.x.getter
    def x(self): return "D " + str(self._x)
    @property
    def readonly(self): return super().readonly + 1


c, d = C(), D()
t(lambda: c.x, lambda: setattr(c, "x", 9), lambda: c.x, lambda: delattr(c, "x"), lambda: c.x, lambda: c.readonly, lambda: setattr(c, "readonly", 1), lambda: delattr(c, "readonly"), lambda: c.writeonly, lambda: setattr(c, "writeonly", 3), lambda: delattr(c, "writeonly"), lambda: c.empty, lambda: setattr(c, "empty", 1), lambda: c.named,
  lambda: C.x.__doc__, lambda: C.documented.__doc__, lambda: C.inherited.__doc__, lambda: C.empty.__doc__, lambda: D.x.__doc__, lambda: d.x, lambda: setattr(d, "x", 4), lambda: d.x, lambda: d.readonly, lambda: C.x.fget.__name__, lambda: C.x.fset.__name__, lambda: C.empty.fget, lambda: C.x.__name__, lambda: C.empty.__name__, lambda: C.writeonly.__name__, lambda: property().__name__, lambda: C.x.__isabstractmethod__, lambda: type(C.x).__name__, lambda: setattr(C.x, "fget", 1), lambda: C.x.foo,
  lambda: property(1).__get__(c), lambda: property(1, 2, 3, 4, 5), lambda: property(x=1), lambda: property(fget=1, bogus=2), lambda: property().getter(5).fget, lambda: property().setter(), lambda: property(doc=5).__doc__, lambda: property(len).__doc__ == len.__doc__)


class P(property):
    "class doc"


class E:
    @P
    def y(self):
        "doc of y"
        return 6
    z = P(lambda s: 1, doc="given")


t(lambda: E().y, lambda: E.y.__doc__, lambda: E.z.__doc__, lambda: type(E.y.setter(None)).__name__, lambda: setattr(E(), "y", 1), lambda: P.__doc__)
try:
    d.x = d.nothing
except AttributeError as e:
    print(e)


class Loop:
    @property
    def a(self): return self.b
    @property
    def b(self): raise AttributeError("b fails", name="b", obj=self)


t(lambda: Loop().a, lambda: getattr(Loop(), "a", "default"), lambda: hasattr(Loop(), "b"))
