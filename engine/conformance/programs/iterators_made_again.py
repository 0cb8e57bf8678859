"""Iterators say what makes another one that stands where they stand."""
import copy
import pickle


class Numbers:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * i


def make():
    yield iter([1, 2, 3])
    yield iter((1, 2, 3))
    yield iter("abc")
    yield iter("\u1234bc")
    yield iter(b"abc")
    yield iter(bytearray(b"abc"))
    yield iter(range(0, 9, 3))
    yield iter(range(2**70, 2**70 + 3))
    yield iter({1: "a", 2: "b", 3: "c"})
    yield iter({1: "a", 2: "b", 3: "c"}.values())
    yield iter({1: "a", 2: "b", 3: "c"}.items())
    yield reversed({1: "a", 2: "b", 3: "c"})
    yield iter({1, 2, 3})
    yield reversed([1, 2, 3])
    yield reversed((1, 2, 3))
    yield iter(Numbers())
    yield enumerate("abc", 5)
    yield zip("abc", [1, 2, 3])
    yield map(str, [1, 2, 3])
    yield filter(None, [1, 2, 3])


for it in make():
    next(it)
    function, args, *state = it.__reduce__()
    print(type(it).__name__, function.__name__, len(args), state, end=" ")
    again = copy.copy(it)
    print(list(again), list(it), end=" ")
    print([repr(arg)[:12] for arg in it.__reduce__()[1] if isinstance(arg, (list, tuple, str, range))])

for it in (iter([1, 2, 3]), iter((1, 2, 3)), iter("abc"), iter(range(3)), reversed([1, 2, 3]), iter(range(2**70, 2**70 + 3)), iter(Numbers())):
    for state in (1, 50, -5):
        it.__setstate__(state)
        print(type(it).__name__, state, next(it, None))
    try:
        it.__setstate__("x")
    except TypeError as error:
        print("TypeError")
print(pickle.loads(pickle.dumps(slice(1, 2, 3))), range(1, 9, 2).__reduce__())
