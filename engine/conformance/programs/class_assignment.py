# Assignment to __class__: what may become what, the words where it may not, and what the object keeps
import sys


class A:
    def __init__(self): self.x, self.y = 1, 2
    def who(self): return "A", self.x
class B:
    def who(self): return "B", self.y
class C(A): pass
class S:
    __slots__ = ("a", "b")
class T:
    __slots__ = ("a", "b")
class U:
    __slots__ = ("a",)
class V:
    __slots__ = ("b", "c")
class W(S):
    __slots__ = ()
class X(S): pass
class L(list): pass
class M(list): pass
class D(dict): pass
class E(Exception): pass
class F(Exception): pass
class Meta(type): pass
class N(metaclass=Meta): pass
class I(int): pass
class J(int): pass


o = A()
print(o.who(), sys.getrefcount(A))
o.__class__ = B
print(o.who(), type(o) is B, o.__dict__, isinstance(o, A), isinstance(o, B))
o.__class__ = C
o.z = 3
print(o.who(), o.__dict__)
values = [A(), B(), C(), S(), T(), U(), V(), W(), X(), L([1]), M(), D(), E("e"), F(), N(), I(5), J(), 5, "s", None, [1], (), object(), A, print, lambda: 1]
for v in values:
    for to in A, B, S, T, U, V, W, X, L, M, D, E, F, N, I, J, int, list, object, type, 7, None, "A":
        before = type(v)
        try:
            v.__class__ = to
            print(before.__name__, "becomes", type(v).__name__)
            v.__class__ = before
        except TypeError as e:
            print(before.__name__, e)
        except AttributeError as e:
            print(before.__name__, "attribute", e)
s = S()
s.a, s.b = "first", "second"
s.__class__ = T
print(s.a, s.b)
try: del o.__class__
except TypeError as e: print(e)
class P(A):
    def __del__(self): print("gone", self.x)
p = A()
p.__class__ = P
del p
q = P()
q.__class__ = A
del q
for i in range(4):
    o = A()
    o.__class__ = (A, B, C, P)[i]
    print(o.x, o.who())
