def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration("done")
        return self.n


class Closing(It):
    def close(self): print("close", end=" ")
    def send(self, v): print("send", v, end=" "); return v


class ClosingBadly(It):
    def close(self): raise KeyError("close")


class Throwing(It):
    def throw(self, e): print("throw", repr(e), end=" "); return "thrown"


class ThrowingBack(It):
    def throw(self, e): raise e


def plain(it):
    r = yield from it
    return r


def guarded(it):
    try:
        yield from it
    except BaseException as e:
        print("caught", repr(e), end=" ")
        yield "after"
    finally:
        print("finally", end=" ")


for make in (It, Closing, ClosingBadly, Throwing, ThrowingBack):
    for f in (plain, guarded):
        for how in (lambda g: g.close(), lambda g: g.throw(ValueError("v")), lambda g: g.throw(GeneratorExit("g")), lambda g: g.throw(StopIteration("s"))):
            g = f(make(3))
            next(g)
            t(lambda: how(g), lambda: next(g), lambda: g.close())
