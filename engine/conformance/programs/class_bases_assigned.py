def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    def who(self): return "A"
    only_a = 1


class B:
    def who(self): return "B"


class C(A):
    def me(self): return "C", self.who()


class D(C): pass
class S:
    __slots__ = ("q",)


c, d = C(), D()
print(c.me(), d.me(), C.__mro__ == (C, A, object), A.__subclasses__(), B.__subclasses__())
C.__bases__ = (B,)
print(c.me(), d.me(), [k.__name__ for k in D.__mro__], A.__subclasses__(), B.__subclasses__(), C.__base__.__name__, isinstance(d, B), isinstance(d, A))
C.__bases__ = (A, B)
print(c.me(), [k.__name__ for k in D.__mro__], d.only_a)


def put(bases): return lambda: setattr(C, "__bases__", bases)


t(put(()), put(5), put((5,)), put((D,)), put((C,)), put((S,)), put((int,)), put((object,)), put((A, A)), put((A, object, B)), put([A]), lambda: delattr(C, "__bases__"), lambda: setattr(int, "__bases__", (object,)), lambda: [k.__name__ for k in C.__bases__], lambda: d.me())


class Loud(A):
    def __init_subclass__(cls): print("init_subclass", cls.__name__)


C.__bases__ = (Loud,)
print([k.__name__ for k in D.__mro__])


class X(A, B): pass
class Y(B): pass


class Z(X, Y): pass


t(lambda: setattr(Y, "__bases__", (B, A)), lambda: [k.__name__ for k in Z.__mro__], lambda: [k.__name__ for k in Y.__mro__])
