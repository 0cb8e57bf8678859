x = "global"


class C:
    x = "class"
    a = [x for _ in (1,)]
    b = [y for y in x]
    c = (lambda: x)()
    def f(self): return x
    d = {x: y for y in [x]}
    e = list(z + x for z in [x])
    class D:
        g = x
    try:
        h = [q for q in [1] if x == "class"]
    except NameError as n:
        h = n


print(C.a, C.b, C.c, C().f(), C.d, C.e, C.D.g, C.h)


def outer():
    x = "of a function"
    class E:
        a = x
        x = "body"
        b = x
        def f(self): return x, __class__.__name__
    class F:
        nonlocal x
        x = "changed"
    return E.a, E.b, E().f(), x, "x" in F.__dict__


try:
    print(outer())
except NameError as n:
    print(n)


def outer2():
    y = 1
    class G:
        a = y
        def f(self): return y
    y = 2
    return G.a, G().f()


print(outer2())
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda i=i: i for i in range(3)]])
print([(i, j) for i in range(2) for j in range(i, 3) if j != i], {i: {j for j in range(i)} for i in range(3)})


def leak():
    [w := i * 2 for i in range(3)]
    return w


print(leak())
def local_comp():
    i = "kept"
    r = [i for i in range(2)]
    return i, r, sorted(locals())


print(local_comp())


class H:
    __private = 1
    def get(self): return self.__private
    def __method(self): return "m"
    def call(self): return self.__method()
    def __dunder__(self): return "d"
    def keyword(self, __k=5): return __k
    __slots__x = 2
    def local(self):
        __v = 3
        return sorted(locals())


h = H()
print(h.get(), h.call(), h.__dunder__(), h.keyword(), h.keyword(_H__k=6), h.local(), sorted(n for n in vars(H) if "H__" in n))


class _H2:
    __a = 1


class ___:
    __a = 2


print(sorted(n for n in vars(_H2) if n.endswith("__a")), sorted(n for n in vars(___) if n.endswith("__a")))
