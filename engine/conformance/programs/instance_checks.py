class M(type):
    def __instancecheck__(c, o): print('ic', o); return o == 1
    def __subclasscheck__(c, o): print('sc', o); return True
class A(metaclass=M): pass
print(isinstance(1, A), isinstance(2, A), isinstance(A(), A), issubclass(int, A), isinstance(1,(str,A)))
class P:
    __class__ = int
print(isinstance(P(), int), isinstance(P(), P), isinstance(P(), str))
class Q:
    @property
    def __class__(self): print('asked'); return str
print(isinstance(Q(), str), isinstance(Q(), int))
class F:
    def __init__(s,b): s.__bases__=b
print(issubclass(int, F(()))) if 0 else None
class Fake: 
    __bases__ = (int,)
try: print(issubclass(Fake(), int))
except TypeError as e: print(e)
try: print(issubclass(5, int))
except TypeError as e: print(e)
try: print(isinstance(5, 5))
except TypeError as e: print(e)
f=Fake(); 
print(isinstance(3, f))
