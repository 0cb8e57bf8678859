def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


type A = int
type B[T] = list[T] | None
type Lazy = undefined_name
type Rec = list[Rec]


def f[T](x: T) -> T: return x
def g[T: int, U: (int, str), *Ts, **P](*a): return T, U, Ts, P

t(lambda: A, lambda: A.__value__, lambda: A.__name__, lambda: A.__type_params__, lambda: type(A).__name__, lambda: B.__value__, lambda: B[int], lambda: B[int].__args__, lambda: B.__parameters__, lambda: Lazy.__value__, lambda: Rec.__value__, lambda: A | str, lambda: str | A, lambda: A[int], lambda: A(), lambda: isinstance(1, A), lambda: A == A, lambda: hash(A) == hash(A), lambda: setattr(A, "__value__", 5), lambda: setattr(A, "x", 5), lambda: A.foo, lambda: A.__module__)
T, U, Ts, P = g()
t(lambda: (T, U, Ts, P), lambda: T.__name__, lambda: T.__bound__, lambda: U.__constraints__, lambda: T.__covariant__, lambda: T.__infer_variance__, lambda: f.__type_params__, lambda: f(5), lambda: f.__annotations__, lambda: T | None, lambda: T(), lambda: [type(p).__name__ for p in g.__type_params__], lambda: isinstance(1, T), lambda: setattr(T, "__name__", "x"))
for source in ("type X = 1 = 2", "type X[T] = T; type = 5; print(type)", "type 5 = int", "type X", "type X[T, T] = int", "def f[T, T](): pass", "type X[T: 1 + 1] = T\nprint(X.__type_params__[0].__bound__)", "type X[*Ts = [int]] = Ts", "type X[T = int, U] = T", "def f[T: (yield)](): pass", "type X = (yield)", "type X = (a := 1)", "type X[T: await x] = T", "def f[](): pass", "type X[**P: int] = P", "type X[*Ts: int] = Ts"):
    try:
        exec(source)
    except Exception as e:
        print(ascii(source), type(e).__name__, e)
