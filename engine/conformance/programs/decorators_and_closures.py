log = []


def tag(name):
    log.append(f"make {name}")
    def deco(f):
        log.append(f"apply {name} to {getattr(f, '__name__', f)}")
        def wrapper(*args, **kwargs):
            log.append(f"enter {name}")
            try:
                return f(*args, **kwargs)
            finally:
                log.append(f"leave {name}")
        wrapper.__name__ = f"{name}({f.__name__})"
        wrapper.__wrapped__ = f
        return wrapper
    return deco


@tag("a")
@tag("b")
def add(x, y=2, *, z=3):
    "doc"
    return x + y + z


print(add(1), add(1, y=5, z=0), add.__name__, add.__wrapped__.__name__, add.__doc__, log)
log.clear()


class Count:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
    def __get__(self, o, cls): return self if o is None else (lambda *a: self(o, *a))


class K:
    @Count
    def m(self, x): return x * 2
    @staticmethod
    @tag("s")
    def s(x): return x
    @classmethod
    @tag("c")
    def c(cls, x): return cls.__name__, x
    @property
    @tag("p")
    def p(self): return "p"


k = K()
print(k.m(2), k.m(3), K.m.n, K.s(1), k.s(2), K.c(3), k.c(4), k.p, log)
log.clear()


@tag("class")
class Decorated:
    pass


print(type(Decorated()).__name__, Decorated.__name__)


@(lambda f: 5)
def five(): pass


@[lambda f: "subscript"][0]
def sub(): pass


@(x := lambda f: "walrus")
def wal(): pass


print(five, sub, wal, x)
for bad in (5, None, "text"):
    try:
        @bad
        def f(): pass
    except TypeError as e:
        print(e)


def cached(f):
    memo = {}
    def g(n):
        if n not in memo:
            memo[n] = f(n)
        return memo[n]
    g.memo = memo
    return g


@cached
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(40), len(fib.memo), fib.__closure__[1].cell_contents is fib.memo, [c.cell_contents.__class__.__name__ for c in fib.__closure__])


def curry(f, n):
    def g(*a): return f(*a) if len(a) >= n else curry(lambda *b: f(*a, *b), n - len(a))
    return g


print(curry(lambda a, b, c: (a, b, c), 3)(1)(2)(3), curry(lambda a, b: a - b, 2)(5, 3))
