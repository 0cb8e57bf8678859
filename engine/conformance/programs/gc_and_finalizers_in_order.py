import gc
log = []


class D:
    def __init__(self, name, *refs): self.name, self.refs = name, refs
    def __del__(self): log.append(self.name)


def show(label):
    print(label, log)
    log.clear()


a = D("a")
del a
show("deleted")
a = D("b")
a = D("c")
show("rebound")
a = None
show("to none")


def f():
    x, y = D("x"), D("y")
    z = D("z", D("inside z"))
    return "a value"


f()
show("local names")
l = [D("1"), D("2"), D("3")]
l.pop(1)
show("popped")
l[0] = None
show("replaced")
l.clear()
show("cleared")
d = {"k": D("v1"), D: D("v2")}
d["k"] = D("v3")
show("dict set")
d.popitem()
show("popitem")
del d
show("dict gone")
x, y = D("cx"), D("cy")
x.other, y.other = y, x
del x, y
show("a cycle")
print(gc.collect() >= 2)
show("collected")
t = (D("t1"), D("t2", D("inner")))
del t
show("of a tuple")
D("temp")
show("temporary")
[D(str(i)) for i in range(3)]
show("list of temporaries")
{D("s1")}.pop()
show("of a set")


class Resurrect:
    saved = []
    def __del__(self):
        log.append("resurrecting")
        Resurrect.saved.append(self)


r = Resurrect()
del r
show("is saved")
Resurrect.saved.clear()
show("second time")


def g():
    try:
        yield D("yielded")
    finally:
        log.append("generator closed")


i = g()
next(i)
show("first item")
del i
show("generator gone")
try:
    d1 = D("in try")
    raise ValueError
except ValueError:
    d1 = None
    show("in handler")


def raises():
    local = D("raising local")
    raise KeyError


try:
    raises()
except KeyError as e:
    show("while handled")
show("after handler")
class WithAttr:
    attr = D("class attr")


del WithAttr
print(gc.collect() > 0)
show("class gone")
lam = (lambda v: lambda: v)(D("in a cell"))
del lam
show("of a closure")
