import gc


def names(items):
    return [item if type(item) in (int, str, float) else item.__name__ if hasattr(item, "__name__") else type(item).__name__ for item in items]


def show(what, *objects):
    print(what, names(gc.get_referents(*objects)))


class Plain:
    pass


class Slots:
    __slots__ = ("one", "two")


class Sub(list):
    pass


class SubDict(dict):
    pass


class SubTuple(tuple):
    pass


show("list", [1, 2.5, "three"])
show("tuple", (1, 2.5, "three"))
show("dict of text", {"a": 1, "b": 2})
show("dict of numbers", {1: "a", 2: "b"})
show("set", {7})
show("frozenset", frozenset({7}))
show("slice", slice(1, 2.5, "c"))
show("range", range(1, 2, 3))
p = Plain()
show("bare", p)
p.a, p.b = 1, "two"
show("inline", p)
p.__dict__
show("dict made", p)
s = Slots()
s.two = 2
show("slots half", s)
s.one = 1
show("slots", s)
l = Sub([1, 2])
show("sub of list", l)
d = SubDict({"k": 1})
show("sub of dict", d)
t = SubTuple((1, 2))
show("sub of tuple", t)


class Methods:
    def m(self, x=1, *, y=2):
        return __class__

    @property
    def prop(self):
        "doc"
        return 1


show("bound", Methods().m)
show("property", Methods.__dict__["prop"])
show("staticmethod", staticmethod(len))
show("classmethod", classmethod(len))


def outer(a, b=2, *, c=3):
    def inner():
        return a

    return inner


show("closure cell", outer(5).__closure__[0])
show("iter list", iter([1, 2]))
show("iter tuple", iter((1, 2)))
show("enumerate", enumerate([5]))
show("zip", zip([1], (2,)))
show("map", map(len, []))
show("filter", filter(None, []))
show("reversed", reversed([1]))
show("exception", ValueError("text", 3))
show("alias", list[int])
show("union", int | str)
show("int", 5)
show("str", "x")
show("several", [1, 2], (3, 4))
show("module", type(gc)("made"))
show("function", outer)
show("closure", outer(5))
show("annotated", Methods.m)
try:
    raise OSError(2, "no", "file")
except OSError as e:
    e.add_note("n")
    print(sorted(map(str, names(gc.get_referents(e)))))


class Own(Exception):
    pass


show("own exception", Own(1, 2))
try:
    try:
        raise ValueError(1)
    except ValueError as first:
        raise Own("x") from first
except Own as e:
    show("chained", e)
    show("traceback", e.__traceback__)


def gen(a):
    b = [a]
    yield b


g = gen(4)
next(g)
show("class", Slots)
show("partial class", Plain)
show("values", {1: 2}.values())
show("iterator of dict", iter({1: 2}))
show("call iterator", iter(int, 1))
show("super", super(Sub, l))
show("classmethod bound", dict.fromkeys)
show("memoryview", memoryview(b"x"))
show("bytearray", bytearray(b"x"))
show("mappingproxy", type.__dict__["__dict__"].__get__(Plain, type))
