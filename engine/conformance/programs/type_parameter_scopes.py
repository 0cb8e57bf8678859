T = "global"
def outer():
    x = "captured"
    def inner[U: x, V = (x, T)](a: U) -> V:
        return U, V, x
    return inner
f = outer()
print(f(1), f.__type_params__[0].__bound__, f.__type_params__[1].__default__, f.__qualname__)
class C:
    T = "class"
    def m[S: T](self, a: S = T): return a
    type Alias[Q = T] = (Q, T)
print(C().m(), C.m.__type_params__[0].__bound__, C.Alias.__value__, C.Alias.__type_params__[0].__default__)
def shadow[T](x): return T
print(shadow(1), T)
def nested[A]():
    def deeper[B](): return A, B
    return deeper()
print(nested())
type Tree = tuple[int, list[Tree]]
print(Tree.__value__)
calls = []
def note(x): calls.append(x); return x
def lazily[A: note("bound"), B = note("default")](): pass
print(calls)
a, b = lazily.__type_params__
a.__bound__, a.__bound__, b.__default__, b.__default__
print(calls, b.has_default(), calls)
def raising[A: 1 / 0](): pass
for _ in range(2):
    try: raising.__type_params__[0].__bound__
    except ZeroDivisionError as e: print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
type Gen[*Ts, **P] = (Ts, P)
print(Gen.__value__, Gen.__type_params__)
lam = [lambda: T for T in range(2)]
print([g() for g in lam])
if True:
    type Conditional = int
print(Conditional, eval("Conditional.__value__"))
exec("type FromExec[T] = list[T]\nprint(FromExec.__value__, FromExec.__module__)")
def func():
    type Local = int
    return Local, Local.__module__
print(func())
