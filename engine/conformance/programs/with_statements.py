log = []


class CM:
    def __init__(self, name, swallow=False, fail=""): self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self):
        log.append("enter " + self.name)
        if self.fail == "enter": raise ValueError("enter " + self.name)
        return self.name
    def __exit__(self, kind, value, tb):
        log.append(f"exit {self.name} {kind and kind.__name__} {value} {tb is not None}")
        if self.fail == "exit": raise KeyError("exit " + self.name)
        return self.swallow


def run(*cms, body=lambda: None):
    log.clear()
    try:
        if len(cms) == 1:
            with cms[0] as a:
                body()
        else:
            with cms[0] as a, cms[1] as b:
                body()
        log.append("after")
    except Exception as e:
        log.append(f"{e!r} from {e.__context__!r}")
    print(log)


def boom(): raise TypeError("body")


run(CM("a"))
run(CM("a"), body=boom)
run(CM("a", True), body=boom)
run(CM("a", fail="enter"))
run(CM("a", fail="exit"))
run(CM("a", fail="exit"), body=boom)
run(CM("a", True), CM("b"), body=boom)
run(CM("a"), CM("b", True), body=boom)
run(CM("a", True), CM("b", fail="enter"))
run(CM("a", True), CM("b", fail="exit"), body=boom)


def flow(how):
    for i in range(2):
        with CM("f") as name:
            if how == "return": return name
            if how == "break": break
            if how == "continue": continue
    return "end"


for how in ("return", "break", "continue", "none"):
    log.clear()
    print(flow(how), log)


def t(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


class NoExit:
    def __enter__(self): pass


class NoEnter:
    def __exit__(self, *a): pass


class Truth:
    def __enter__(self): return self
    def __exit__(self, *a): return self
    def __bool__(self): raise ValueError("truth")


def use(o):
    with o:
        1 / 0


def use_plain(o):
    with o as (x, y):
        print(x, y)


for o in (NoExit(), NoEnter(), 5, None, Truth(), CM("ab"), [1]):
    t(lambda: use(o))
    t(lambda: use_plain(o))
with (CM("x") as a, CM("y") as b,):
    print(a, b)
