def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


counter = 0


def make():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    def drop():
        nonlocal n
        del n
    def put(v):
        nonlocal n
        n = v
    return up, get, drop, put


up, get, drop, put = make()
t(lambda: up(), lambda: up(5), get, drop, get, up, drop, lambda: put("new"), get)
up2, get2, *_ = make()
t(up2, get, get2, lambda: up.__closure__[0].cell_contents, lambda: up.__code__.co_freevars, lambda: make.__code__.co_cellvars, lambda: get.__closure__[0] is up.__closure__[0])


def globals_():
    global counter, created
    counter += 1
    created = "here"
    def inner():
        global counter
        counter += 10
    inner()


globals_()
print(counter, created)


def shadow():
    counter = "local"
    def inner(): return counter
    def deeper():
        global counter
        return counter
    return inner(), deeper()


print(shadow())


def three():
    a = 1
    def two():
        b = 2
        def one():
            nonlocal a, b
            a, b = b, a
            return a, b
        return one(), a, b
    return two(), a


print(three())
fs = []
for i in range(3):
    def f(): return i
    def g(i=i): return i
    fs += [f, g]
print([f() for f in fs])


def loop():
    out = []
    for k in range(3):
        def h(): return k
        out.append(h)
    return [o() for o in out], [o.__closure__[0].cell_contents for o in out]


print(loop())


def args(a, b):
    def change():
        nonlocal a
        a += b
        return a
    return change


c = args(1, 2)
print(c(), c())


def default_scopes(x, f=lambda: x if "x" in globals() else "no global x"):
    return f()


t(lambda: default_scopes(5))


def cell_errors():
    def inner(): return later
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    later = 1
    return inner()


print(cell_errors())


def comp_cells():
    y = 10
    return [lambda: x + y for x in range(3)], {x: (lambda: x) for x in "ab"}


l, d = comp_cells()
print([f() for f in l], {k: f() for k, f in d.items()})


class Outer:
    v = 1
    def m(self):
        v = 2
        class Inner:
            nonlocal v
            v = 3
        return v, Outer.v


print(Outer().m())
for source in ("nonlocal z", "def f():\n nonlocal z", "def f():\n x = 1\n global x", "def f(x):\n global x", "def f(x):\n nonlocal x", "def f():\n print(x)\n global x", "def f():\n x: int\n global x", "x = 1\ndef f():\n nonlocal x", "def f():\n global x\n nonlocal x", "class C:\n nonlocal q"):
    try:
        compile(source, "s", "exec")
        print("fine", ascii(source))
    except SyntaxError as e:
        print(ascii(source), e.msg, e.lineno)
