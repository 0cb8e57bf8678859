import sys
def f[T, *Ts, **P](x: T) -> T: return x
print(f.__type_params__, [type(p) for p in f.__type_params__], f(3), f.__annotations__)
T, Ts, P = f.__type_params__
print(T.__name__, T.__bound__, T.__constraints__, T.__default__, T.has_default(), T.__covariant__, T.__contravariant__, T.__infer_variance__, T.__module__, repr(T), T.evaluate_bound, T.evaluate_constraints, T.evaluate_default)
print(Ts.__name__, Ts.__default__, Ts.has_default(), repr(Ts), P.__name__, P.__bound__, P.__default__, repr(P), P.args, P.kwargs, P.args == P.args, P.args.__origin__ is P)
def g[A: int, B: (int, str), C = bool, *D = (1, 2), **E = [int]](): pass
A, B, C, D, E = g.__type_params__
print(A.__bound__, A.__constraints__, B.__bound__, B.__constraints__, C.__default__, D.__default__, E.__default__, C.has_default())
type X = list[int]
print(X, type(X), X.__name__, X.__value__, X.__type_params__, X.__parameters__, X.__module__, type(X.evaluate_value).__name__)
type Y[K, V = int] = dict[K, V]
print(Y, Y.__type_params__, Y.__value__, Y[int, str], type(Y[int]))
type Rec = list[Rec]
print(Rec.__value__)
type Bad = undefined_name
try: Bad.__value__
except NameError as e: print(e)
undefined_name = 5
print(Bad.__value__)
try: X[int]
except TypeError as e: print(e)
def lazy[T: missing](): pass
try: lazy.__type_params__[0].__bound__
except NameError as e: print(e)
class C2:
    y = 1
    def m[T: y](self): return T
    type A2[Q: y] = (Q, y)
print(C2.m.__type_params__[0].__bound__, C2().m(), C2.A2.__value__, C2.A2.__type_params__[0].__bound__, C2.m.__qualname__, C2.A2.__module__)
print(T.evaluate_bound is None, A.evaluate_bound(1), type(A.evaluate_bound))
for what in (lambda: T.__name__.x, lambda: setattr(T, "__name__", 1), lambda: T(), lambda: isinstance(3, X), lambda: issubclass(int, T), lambda: T[int], lambda: setattr(f, "__type_params__", 3), lambda: setattr(f, "__type_params__", ()), lambda: type(X)("n", int), lambda: type(X)("n", int, type_params=3), lambda: type(X)(3, int), lambda: type(T)("Z"), lambda: type(T)("Z", int), lambda: type(T)("Z", covariant=True, contravariant=True), lambda: type(Ts)("Q"), lambda: type(P)("R"), lambda: type(T)(3)):
    try: print(repr(what()))
    except BaseException as e: print(type(e).__name__, e)
print(f.__type_params__)
nd = T.__default__; print(nd, type(nd), type(nd)() is nd, bool(nd), nd.__reduce__())
class D2(metaclass=type):
    def gen[T](self, x: T = 3) -> T: return x
print(D2().gen(), D2.gen.__annotations__, [*Ts] if 0 else 1, T | int if 0 else 2)
async def co[T](): return T
try: co().send(None)
except StopIteration as e: print(e.value)
def dec(fn): print("decorating", fn.__name__, fn.__type_params__); return fn
@dec
def deco[T](a=len): return a
print(sorted(["b", "a"], key=lambda x: x), hash(T) == hash(T), T == T, T == B)
