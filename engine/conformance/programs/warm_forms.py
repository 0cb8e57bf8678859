# What is executed often gets a shorter way; here each of them meets, in the middle of a loop, what it was not made for.
import sys


class Vector:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x)

    def __eq__(self, other):
        return NotImplemented if isinstance(other, int) else self.x == other.x

    def __lt__(self, other):
        return NotImplemented

    def __getitem__(self, key):
        if key == 13:
            raise IndexError("thirteen")
        return (self.x, key)

    @property
    def double(self):
        if self.x == 3:
            raise AttributeError("no three")
        return self.x * 2

    def __getattr__(self, name):
        return f"<{name} of {self.x}>"


class Right:
    def __radd__(self, other):
        return ("radd", other)

    def __gt__(self, other):
        return "gt"


def operators():
    left = Vector(1)
    results = []
    for i in range(12):
        other = Vector(i) if i < 8 else [5, Right(), 2.5, "s"][i - 8]
        try:
            sum_ = left + other
            results.append(sum_.x if isinstance(sum_, Vector) else type(sum_[1]).__name__)
        except TypeError as e:
            results.append(str(e))
    print(results)
    print([left == v for v in (Vector(1), Vector(2), 1, 3)], [left != v for v in (Vector(1), 1)])
    found = []
    for other in [Vector(0)] * 5 + [Right(), 4]:
        try:
            found.append(left < other)
        except TypeError as e:
            found.append(str(e))
    print(found)
    items = []
    for key in [*range(6), 13, "k"]:
        try:
            items.append(left[key])
        except IndexError as e:
            items.append(e.args)
    print(items)
    print([Vector(n).double for n in range(6)])


def numbers():
    out = []
    for a, b in [(7, 3), (-7, 3), (7, -3), (-7, -1), (10**20, 7), (7, 0), (True, 2), (7.5, 2), (1.0, 0.0), (3, 2.0)] * 2:
        row = []
        for op in (lambda: a % b, lambda: a // b, lambda: a / b, lambda: a << (b if 0 <= b < 9 else 1), lambda: a >> 1):
            try:
                row.append(op())
            except (ZeroDivisionError, TypeError, ValueError) as e:
                row.append(str(e))
        out.append(row)
    print(out[:10], out[:10] == out[10:])
    print([(a < b, a == b, a >= b) for a in (1, 2.5, 10**30, "a") for b in (2.5, 1, 10**30, "b") if isinstance(a, str) == isinstance(b, str)])
    seqs = [[1, 2, 3], (4, 5), "xyz", [7]]
    print([s[-1] for s in seqs], [s[-2] for s in seqs[:3]])
    for s in seqs:
        try:
            s[-4]
        except IndexError as e:
            print(e)


def calls():
    def plain(a, b=2, *rest, c=3, **more):
        return (a, b, rest, c, more)

    def few(a, b, /, c=5):
        return (a, b, c)

    for _ in range(4):
        print(plain(1), plain(1, 5, 6, 7), plain(1, c=9, d=8), plain(*(1, 2), **{"z": 0}), few(1, 2), few(1, 2, c=3))
    for args, kwargs in [((), {}), ((1,), {}), ((1, 2, 3, 4), {}), ((1, 2), {"d": 1}), ((1,), {"b": 2}), ((1, 2, 3), {"c": 1})]:
        try:
            print(few(*args, **kwargs))
        except TypeError as e:
            print(e)
    few.__defaults__ = (1, 2, 3, 4)
    print(few())
    few.__defaults__ = None
    try:
        few(1, 2)
    except TypeError as e:
        print(e)
    for items in [(1,), [1, 2], range(3), iter("ab"), {"k": 1}]:
        print(plain(*items))


class Slots:
    __slots__ = ("a", "b")
    kind = "slots"


class Plain:
    a = "of the class"


def attributes():
    seen = []
    for i, o in enumerate([Plain(), Plain(), Slots(), Slots(), Plain, Slots, sys, Vector(9)] * 3):
        for name in ("set", "get"):
            try:
                if name == "set" and not isinstance(o, type) and o is not sys:
                    o.a = i
                seen.append(o.a if name == "get" else None)
            except AttributeError as e:
                seen.append(str(e))
    print([s if not hasattr(s, "__objclass__") else s.__name__ for s in seen if s is not None])
    o = Plain()
    for i in range(6):
        print(o.a, end=" ")
        if i == 2:
            o.a = "own"
        if i == 4:
            del o.a
    print()
    for i in range(5):
        s = Slots()
        try:
            if i == 3:
                s.b = 1
            print(s.b)
        except AttributeError as e:
            print(e)


def generators():
    def count(n):
        got = yield 0
        for i in range(1, n):
            got = yield (i, got)
        return "end"

    def outer(what):
        result = yield from what
        yield result

    print(list(outer(count(3))), list(outer(range(3))), list(outer("ab")), list(outer({1: 2})))
    print(sum(x * x for x in range(10)), any(x > 3 for x in range(10)), all(x < 3 for x in range(10)), max(x % 7 for x in range(20)))
    g = count(4)
    print(next(g), g.send("a"), g.send("b"), next(g), next(g, "over"))

    def failing():
        yield 1
        raise KeyError("inside")

    for use in (sum, list, lambda it: any(x > 5 for x in it), lambda it: [*outer(it)]):
        try:
            use(failing())
        except KeyError as e:
            print("KeyError", e)


def collections():
    for keys in (["a", "b"], [1, 2], [1, 1.0], [True, 1], [(1, 2), (1, 2)], [10**30, 1]):
        print({k: i for i, k in enumerate(keys)}, {keys[0]: 1, keys[1]: 2})
    try:
        {[]: 1}
    except TypeError as e:
        print(e)
    print([[i] * (i % 3) for i in range(5)], [j for j in range(20) if j % 3])


def exceptions():
    class Own(ValueError):
        pass

    class Made(Own):
        def __init__(self, *args):
            super().__init__("made", *args)

    class New(Own):
        def __new__(cls, *args):
            return super().__new__(cls, "new")

    for kind in (Own, Made, New, ValueError, StopIteration, OSError, KeyError) * 2:
        try:
            raise kind
        except (ValueError, KeyError) as e:
            print(type(e).__name__, e.args, e.__context__, end="; ")
        except Exception as e:
            print("other", type(e).__name__, e.args, end="; ")
    print()
    for kind in (int, 3, None, lambda: 0):
        try:
            raise kind
        except TypeError as e:
            print(e)
    try:
        raise Own from KeyError
    except Own as e:
        print(repr(e.__cause__), e.__suppress_context__)


class Base:
    def m(self, n=1):
        return ["base", n]


class Middle(Base):
    def m(self, n=2):
        return super().m(n) + ["middle"]


class Top(Middle):
    def m(self, n=3):
        return super().m(n=n) + ["top"]


operators()
numbers()
calls()
attributes()
generators()
collections()
exceptions()
for _ in range(4):
    print(Top().m(), Middle().m(5), isinstance(Top(), (int, Base)), isinstance(3, Base))
