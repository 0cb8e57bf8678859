def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    attr = "A.attr"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c", cls.__name__
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
    def __getitem__(self, k): return "A", k
    def __init_subclass__(cls, **kw): print("init_subclass", cls.__name__, kw)


class B(A, tag=1):
    attr = "B.attr"
    def f(self): return "B.f", super().f()
    @classmethod
    def c(cls): return "B.c", super().c()
    @staticmethod
    def s(): return "B.s", super(B, B).s()
    @property
    def p(self): return "B.p", super().p
    def __getitem__(self, k): return "B", super().__getitem__(k)
    def inner(self):
        def g(): return __class__.__name__, super(B, self).attr
        return g()
    def comprehension(self): return [super(B, self).f() for _ in (1,)]


class X(A):
    def f(self): return "X.f", super().f()


class Y(B, X):
    def f(self): return "Y.f", super().f()


y = Y()
print(y.f(), y.c(), y.s(), y.p, y[1], y.inner(), y.comprehension())
su = super(B, y)
print(su, su.__self__ is y, su.__thisclass__, su.__self_class__, su.attr, su.f(), super(B, Y).c(), super(B).__self__)
t(lambda: super(), lambda: super(1, 2), lambda: super(B, 5), lambda: super(B, A()), lambda: super(B, A), lambda: super(B, y).missing, lambda: su.__class__, lambda: su[1], lambda: super(B, y, 1), lambda: super(x=1), lambda: super(B).f, lambda: super(A, y).f(), lambda: setattr(su, "z", 1), lambda: y.z, lambda: delattr(su, "z"), lambda: repr(super(B)), lambda: super(object, y).f, lambda: super(B, y).__init__(), lambda: super(type, Y).mro())


def no_args(): return super().x
def no_class(self): return super().x
def deleted(self):
    del self
    return super().f()


class Z(A):
    def deleted(self):
        del self
        return super().f()
    def changed(self):
        self = 5
        return super().f()
    late = lambda self: super().f()
    def star(*args): return super().f()
    def gen(self): yield super().f()


z = Z()
t(lambda: no_args(), lambda: no_class(z), lambda: z.deleted(), lambda: z.changed(), lambda: z.late(), lambda: z.star(), lambda: list(z.gen()), lambda: Z.late(5))


class Meta(type):
    def __call__(cls, *a): return super().__call__(*a), "made"


class Made(metaclass=Meta):
    def __new__(cls, *a): return super().__new__(cls)
    def __init__(self, *a): super().__init__()


print(type(Made(1)[0]).__name__)
sub = super(B).__get__(y, Y)
print(sub.f(), super(B).__get__(None, Y), type(super(B).__get__(y)).__name__)
