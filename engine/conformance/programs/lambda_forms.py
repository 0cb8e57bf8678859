def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


t(lambda: (lambda: 1)(), lambda: (lambda x, y=2: x + y)(1), lambda: (lambda *a, **k: (a, k))(1, b=2), lambda: (lambda x, /, y, *, z: (x, y, z))(1, 2, z=3), lambda: (lambda: (yield))(), lambda: (lambda x: lambda y: x * y)(3)(4), lambda: (lambda n: n if n < 2 else 1)(5), lambda: (lambda x=[]: x.append(1) or x)() , lambda: [f(2) for f in [lambda x: x + 1, lambda x: x * 10]], lambda: (lambda a, *, b: 0)(1), lambda: (lambda a: 0)(), lambda: (lambda: 0)(1), lambda: (lambda *, a=1, **k: (a, k))(z=2), lambda: (lambda x: (x := 5))(1) if False else 5, lambda: (lambda: __name__)(), lambda: (lambda: [i for i in range(3)])(), lambda: (lambda x: {x: x for x in "ab"})(1), lambda: sorted([3, 1], key=lambda v: -v), lambda: (lambda *a: a)(*range(3), *"ab"), lambda: (lambda f: f(f, 5))(lambda f, n: 1 if n == 0 else n * f(f, n - 1)))
f = lambda x, y=5, *args, k, **kw: (x, y, args, k, kw)
print(f.__name__, f.__qualname__, f.__defaults__, f.__kwdefaults__, f.__code__.co_varnames, f.__code__.co_argcount, f(1, k=2), f(1, 2, 3, k=4, z=5))
g = (lambda: (yield from [1, 2]))()
print(list(g), type(g).__name__, g.gi_code.co_name)
adders = [lambda x, n=n: x + n for n in range(3)]
late = [lambda x: x + n for n in range(3)]
print([a(10) for a in adders], [l(10) for l in late])


class C:
    m = lambda self, v: (type(self).__name__, v)
    s = staticmethod(lambda v: v)
    p = property(lambda self: "p")
    key = (lambda cls=None: "class level")()


print(C().m(1), C.s(2), C().p, C.key, C.m.__qualname__)
