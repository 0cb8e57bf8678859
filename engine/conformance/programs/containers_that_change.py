# Containers that change while they are compared, walked, shown or taken over.
import sys
import weakref


class Clears:
    def __init__(self, what, answer):
        self.what, self.answer = what, answer

    def __eq__(self, other):
        self.what.clear()
        return self.answer

    def __hash__(self):
        return 13


a, b = [], []
a.extend([Clears(b, NotImplemented), 1])
b.append(Clears(a, NotImplemented))
print(a == b, len(a), len(b))
a, b = [], []
a.append(Clears(a, True))
b.append(1)
print(a == b, a != b)
a, b = [], []
a.extend([Clears(b, False), 2])
b.extend([Clears(b, False), 3])
try:
    print(a < b)
except TypeError as e:
    print(e)
# reversed dicts
d = {f"k{i}": i for i in range(1000)}
for i in range(1, 1000):
    del d[f"k{i}"]
walks = (reversed(d), reversed(d.keys()), reversed(d.values()), reversed(d.items()))
d.clear()
d["k0"] = 0
for walk in walks:
    print(list(walk))
d = dict.fromkeys(range(10))
for i in range(7):
    del d[i]
walks = (reversed(d), reversed(d.keys()), reversed(d.values()), reversed(d.items()))
for walk in walks:
    next(walk)
del d[8]
d[8] = None
for walk in walks:
    try:
        print(next(walk))
    except (RuntimeError, StopIteration) as error:
        print(type(error).__name__, error)

# a set that shows itself
class Shows:
    def __repr__(self):
        return repr(self.value)


for kind in (set, frozenset):
    class Sub(kind):
        pass

    for made in (kind, Sub):
        shows = Shows()
        s = made([shows])
        shows.value = s
        print(repr(s))


# hashes that are known are not asked for again
class Counts(int):
    asked = 0

    def __hash__(self):
        Counts.asked += 1
        return int.__hash__(self)


d = dict.fromkeys(map(Counts, range(10)))
print(Counts.asked)
for kind in (set, frozenset):
    s = kind(d)
    print(kind.__name__, Counts.asked, end=" ")
    s.difference(d)
    print(Counts.asked, end=" ")
    s | d.keys()
    print(Counts.asked, end=" ")
    if kind is set:
        s.symmetric_difference_update(d)
        print(Counts.asked, end=" ")
        s.update(d)
        print(Counts.asked, end=" ")
        s.difference_update(d)
        print(Counts.asked, end=" ")
    dict.fromkeys(set(d))
    dict.fromkeys(frozenset(d), 123)
    dict(d)
    {}.update(d)
    set(s), s.copy(), s == set(d)
    print(Counts.asked)


class Bad:
    bad = False

    def __eq__(self, other):
        if Bad.bad:
            many.clear()
            raise ZeroDivisionError
        return self is other

    def __hash__(self):
        return 0


one = {Bad()}
many = {Bad() for i in range(75)}
Bad.bad = True
try:
    one.update(many)
except ZeroDivisionError:
    print("raised", len(one), len(many))

print(sys.getsizeof([0] * 10), sys.getsizeof(list([0] * 10)), sys.getsizeof(list(range(10))), sys.getsizeof(list(range(3))))


class Sub(list):
    pass


try:
    Sub(sequence=())
except TypeError as e:
    print(e)


class SubInit(list):
    def __init__(self, seq, newarg=None):
        super().__init__(seq)
        self.newarg = newarg


print(SubInit([1, 2], newarg=3).newarg)


class SubNew(list):
    def __new__(cls, seq, newarg=None):
        self = super().__new__(cls, seq)
        self.newarg = newarg
        return self


print(SubNew([1, 2], newarg=3), SubNew([1], newarg=4).newarg)


def generate():
    yield from (4, 5, 6)


it = generate()


class Weakly:
    def __init__(self, held):
        self.held = held

    def __iter__(self):
        return weakref.proxy(self.held)


print(list(Weakly(it)))
try:
    list(Weakly(lambda: 0))
except TypeError as e:
    print(e)
for wrong in ([object()], [(1,)], ["abc"], [5]):
    try:
        {}.update(wrong)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))


def bad():
    yield "key"
    raise TypeError("oops")


try:
    dict([bad()])
except TypeError as e:
    print(e, e.__notes__)

