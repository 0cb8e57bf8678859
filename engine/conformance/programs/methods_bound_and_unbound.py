def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    def m(self, *a): return self.__class__.__name__, a
    @classmethod
    def c(cls, *a): return cls.__name__, a
    @staticmethod
    def s(*a): return a
    def __repr__(self): return "A()"


class B(A): pass


a, b = A(), B()
t(lambda: a.m, lambda: A.m.__qualname__, lambda: a.m(1), lambda: A.m(a, 1), lambda: A.m(b), lambda: A.m(5) if False else A.m.__get__(5, int)(), lambda: a.m.__self__ is a, lambda: a.m.__func__ is A.m, lambda: a.m == a.m, lambda: a.m is a.m, lambda: hash(a.m) == hash(a.m), lambda: a.m == b.m, lambda: A.c, lambda: a.c(), lambda: B.c(1), lambda: B.c.__self__, lambda: A.c.__func__.__name__, lambda: A.s is A.s, lambda: a.s(1), lambda: A.s.__name__, lambda: A.__dict__["c"].__func__.__name__, lambda: A.__dict__["s"].__wrapped__.__name__, lambda: A.__dict__["c"], lambda: A.__dict__["s"].__isabstractmethod__, lambda: A.__dict__["s"](5), lambda: A.__dict__["c"](5), lambda: a.m.__name__, lambda: a.m.__doc__, lambda: a.m.__module__, lambda: a.m.foo, lambda: setattr(a.m, "foo", 1), lambda: setattr(A.m, "foo", 1), lambda: a.m.foo, lambda: delattr(a.m, "foo"), lambda: a.m.__code__.co_name, lambda: a.m.__defaults__, lambda: type(a.m).__name__, lambda: type(a.m)(len, [1, 2])(), lambda: type(a.m)(5, 1), lambda: type(a.m)(len, None), lambda: type(a.m)(len), lambda: type(a.m)(A.m, 5)(6))
a.own = lambda *x: ("own", x)
a.bound = A.m.__get__(b)
t(lambda: a.own(1), lambda: a.bound(2), lambda: a.m.__eq__(5), lambda: a.m < a.m, lambda: [].append.__self__, lambda: [].append.__name__, lambda: [].append.__qualname__, lambda: list.append.__qualname__, lambda: list.append.__objclass__, lambda: str.upper("a"), lambda: str.upper(5), lambda: str.join(",", "ab"), lambda: list.append(1, 2), lambda: list.__len__([1]), lambda: int.__add__(1, 2), lambda: int.__add__(1, "a"), lambda: int.__add__("a", 1), lambda: (1).__add__.__self__, lambda: (1).__add__.__name__, lambda: (1).__add__, lambda: int.__add__, lambda: object.__repr__(5)[:7], lambda: object.__str__(5), lambda: dict.fromkeys.__self__, lambda: len.__self__.__name__, lambda: len.__module__, lambda: len.__name__, lambda: print.__qualname__, lambda: type.mro(int), lambda: int.mro(), lambda: type.__call__(int, "5"), lambda: object.__init__(a), lambda: object.__new__(A), lambda: object.__new__(int), lambda: int.__new__(A), lambda: int.__new__(bool, 1), lambda: object.__new__(5), lambda: object.__new__(), lambda: object.__new__(A, 1), lambda: A.__init__(a, 1), lambda: A.__subclasses__(), lambda: A.__base__, lambda: B.__bases__, lambda: A.__call__.__name__ if hasattr(A, "__call__") else "")
