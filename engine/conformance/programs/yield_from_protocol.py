class It:
    def __init__(self, n): self.n = n
    def __iter__(self): print("iter", end=" "); return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration("done")
        return self.n


class Full(It):
    def send(self, v): print("send", v, end=" "); return v
    def throw(self, *a): print("throw", a[0], end=" "); return "thrown"
    def close(self): print("close", end=" ")


def d(it):
    r = yield from it
    return ("result", r)


def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


for it in (It(2), Full(2), [1, 2], "ab", {1: 2}, range(2), 5, None, object()):
    g = d(it)
    for step in (lambda: next(g), lambda: g.send(None), lambda: g.send("s"), lambda: g.throw(ValueError("v")), lambda: g.close()):
        t(step)


def inner():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield f"handled {e}"
    return "inner value"


def middle():
    r = yield from inner()
    yield r


def outer():
    yield from middle()


g = outer()
t(lambda: next(g))
t(lambda: g.throw(ValueError("x")))
t(lambda: next(g))
t(lambda: next(g))


def gen_exit():
    try:
        yield 1
    finally:
        print("inner finally", end=" ")


def wrap():
    try:
        yield from gen_exit()
    finally:
        print("outer finally", end=" ")


g = wrap()
next(g)
t(g.close)
g = wrap()
next(g)
t(lambda: g.throw(GeneratorExit("ge")))


def delegate(it):
    yield from it


class NoClose(It):
    close = None


g = delegate(NoClose(3))
next(g)
t(g.close)


class BadThrow(It):
    @property
    def throw(self): raise AttributeError("no throw")


g = delegate(BadThrow(3))
next(g)
t(lambda: g.throw(KeyError("k")))
async def co(): return 1
c = co()
t(lambda: next(delegate(c)))
c.close()
