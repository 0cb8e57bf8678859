def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10


class SeqLen(Seq):
    def __len__(self): return 3


class KeyErr:
    def __getitem__(self, i): raise KeyError(i)


class StopGet:
    def __getitem__(self, i):
        if i: raise StopIteration
        return "x"


class NoIter:
    __iter__ = None
    def __getitem__(self, i): return 1


class Rev:
    def __reversed__(self): return "anything"


class NoRev(SeqLen):
    __reversed__ = None


t(lambda: list(Seq()), lambda: list(KeyErr()), lambda: list(StopGet()), lambda: list(NoIter()), lambda: iter(NoIter()), lambda: 20 in Seq(), lambda: 5 in Seq(), lambda: list(reversed(SeqLen())), lambda: reversed(Seq()), lambda: reversed(Rev()), lambda: reversed(NoRev()), lambda: reversed(5), lambda: reversed({1}), lambda: reversed(), lambda: reversed([1], 2), lambda: reversed(x=1), lambda: list(reversed("ab")), lambda: list(reversed({1: 2, 3: 4})), lambda: list(reversed({1: 2}.values())), lambda: list(reversed(range(3))), lambda: reversed(iter([1])), lambda: reversed((x for x in ())), lambda: [*reversed([1, 2, 3])], lambda: reversed([1, 2, 3]).__length_hint__())
calls = iter([1, 2, 3, 2])
t(lambda: list(iter(lambda: next(calls), 3)), lambda: next(calls), lambda: iter(5, 1), lambda: iter(len, 1), lambda: next(iter(len, 1)), lambda: iter(), lambda: iter(1, 2, 3), lambda: iter(int, 0), lambda: list(iter(int, 0)), lambda: next(5), lambda: next([]), lambda: next(iter([])), lambda: next(iter([]), "d"), lambda: next(), lambda: next(iter([1]), 2, 3), lambda: next(iter([1]), default=2), lambda: iter(None), lambda: iter(3.5), lambda: iter(object()))


def stop():
    raise StopIteration("from call")


i = iter(stop, 1)
t(lambda: next(i), lambda: next(i), lambda: list(i))


class Next:
    def __next__(self): return 1


class BothBad:
    def __iter__(self): return Next()


t(lambda: iter(BothBad()), lambda: iter(Next()), lambda: next(Next()), lambda: [x for _, x in zip(range(2), BothBad())])


class Bad:
    def __iter__(self): return 5


class Raise:
    def __iter__(self): raise ValueError("iter")


t(lambda: iter(Bad()), lambda: list(Bad()), lambda: [*Bad()], lambda: list(Raise()), lambda: 1 in Raise(), lambda: dict(Raise()), lambda: max(Bad()), lambda: zip(Bad()), lambda: (lambda a: a)(*Bad()))
for x in Seq():
    print(x, end=" ")
it = iter(Seq())
print(type(it).__name__, next(it), it.__length_hint__ if hasattr(it, "nothing") else "")
