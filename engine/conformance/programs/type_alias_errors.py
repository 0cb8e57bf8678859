def attempt(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
type A = int
type B[T] = list[T]
for f in (lambda: A[int], lambda: A(), lambda: isinstance(1, A), lambda: issubclass(int, A), lambda: B[int].__value__, lambda: B[int].__origin__, lambda: B[int].__args__,
          lambda: setattr(A, "__value__", 1), lambda: setattr(A, "__name__", 1), lambda: setattr(A, "new", 1), lambda: A.missing, lambda: len(A), lambda: A + 1, lambda: A < B, lambda: hash(A) == hash(A),
          lambda: type(A)(), lambda: type(A)("X"), lambda: type(A)("X", int, 3), lambda: type(A)("X", [1]).__value__, lambda: type(A)("X", 1, type_params=()).__type_params__, lambda: type("Sub", (type(A),), {})):
    attempt(f)
def g[T](): return T
T = g()
for f in (lambda: T(), lambda: type("X", (T,), {}), lambda: T.missing, lambda: T + 1, lambda: len(T), lambda: setattr(T, "__bound__", 1), lambda: type(T)(), lambda: type(T)("A", int), lambda: type(T)("A", int, str), lambda: type(T)("A", int, str, bound=int),
          lambda: type(T)("A", bound=int).__bound__, lambda: type(T)("A", default=int).__default__, lambda: type(T)("A", covariant=True), lambda: type(T)("A", contravariant=True), lambda: type(T)("A", infer_variance=True), lambda: type(T)("A", x=1),
          lambda: type(T)("A").__module__, lambda: type(T)("A", infer_variance=True, covariant=True), lambda: type(T)("A", int, str).__constraints__, lambda: T == type(T)("T"), lambda: T.__default__.__class__(1), lambda: bool(T.__default__)):
    attempt(f)
class Sub:
    pass
try:
    class D(T): pass
except TypeError as e: print(e)
try:
    class D(A): pass
except TypeError as e: print(e)
