# zip, enumerate and dict.items give one tuple out again and again, as long as nobody else holds it.
import gc
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def identities(iterator):
    return len({id(pair) for pair in iterator})


def held(iterator):
    return len({id(pair) for pair in list(iterator)})


for make in (lambda: zip([1, 2, 3, 4], (5, 6, 7, 8)), lambda: enumerate("abcd"), lambda: {1: 2, 3: 4, 5: 6}.items()):
    print(identities(make()), held(make()))

# The first is the one that is kept: one reference more.
for pair in zip([1, 2], [3, 4]):
    print(sys.getrefcount(pair), gc.is_tracked(pair), pair)
for pair in enumerate([[], []]):
    print(sys.getrefcount(pair), gc.is_tracked(pair), pair)
for pair in {1: [], 2: []}.items():
    print(sys.getrefcount(pair), gc.is_tracked(pair), pair)

# What the kept tuple holds lives until it is replaced, or the iterator goes.
walk = zip([Loud("a"), Loud("b")], iter(lambda: Loud("c"), None))
next(walk)
print("one")
next(walk)
print("two")
print(next(walk, "end"))
del walk
print("walked")

# An iterator in Python: the items are replaced one by one, while the others are asked.
def numbers():
    for n in (10, 20, 30):
        print("asked", n)
        yield n


items = zip([Loud("x"), Loud("y")], numbers())
for item in items:
    print(item[1])
print(list(zip(numbers(), [1], strict=False)))
for strict in (zip([1, 2], numbers(), strict=True), zip([1], [], strict=True), zip([], [1], strict=True)):
    try:
        print(list(strict))
    except ValueError as error:
        print(error)

# A collection may untrack what is kept: it is tracked again when it is given out.
kept = enumerate([1, 2, 3])
next(kept)
gc.collect()
print([gc.is_tracked(pair) for pair in kept])

names = {"one": 1, "two": 2}
view = iter(names.items())
print(next(view))
names["three"] = 3
try:
    next(view)
except RuntimeError as error:
    print(error)


class Zip(zip):
    pass


print([pair for pair in Zip("ab", "cd")], list(enumerate(enumerate("ab", 5), 7)))
print(list(map(str, zip((1, 2), map(len, ["a", "bcd"])))), list(map(max, [1, 5], [3, 2])))
