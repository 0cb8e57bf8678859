def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class It:
    def __init__(self, name, n, fail=None): self.name, self.n, self.fail = name, n, fail
    def __iter__(self): return self
    def __next__(self):
        print(self.name, end=" ")
        self.n -= 1
        if self.n < 0:
            if self.fail: raise self.fail
            raise StopIteration
        return self.n


t(lambda: list(zip()), lambda: list(zip([1, 2])), lambda: list(zip("ab", [1, 2, 3])), lambda: list(zip(It("a", 2), It("b", 1))), lambda: list(zip(It("a", 1), It("b", 2))), lambda: list(zip("ab", [1], strict=True)), lambda: list(zip([1], "ab", strict=True)), lambda: list(zip([1], [2], "ab", strict=True)), lambda: list(zip("ab", "ab", [1], strict=True)), lambda: list(zip([], [], strict=True)),
  lambda: list(zip(It("a", 1, ValueError("x")), It("b", 5))), lambda: zip(1), lambda: zip([], 1), lambda: zip([], strict=1), lambda: zip([], x=1), lambda: zip(strict=True), lambda: next(zip()), lambda: list(zip(*[[1, 2], [3, 4]])), lambda: list(zip(*[iter("abcdef")] * 3)))
t(lambda: list(map(str, [1, 2])), lambda: list(map(lambda a, b: (a, b), "ab", [1, 2, 3])), lambda: list(map(None, [1])), lambda: map(str), lambda: map(), lambda: map(5, [1]), lambda: list(map(5, [1])), lambda: map(str, 5), lambda: list(map(str, [1], strict=True)), lambda: list(map(lambda a, b: a, "ab", [1], strict=True)), lambda: list(map(lambda a, b: a, [1], "ab", strict=True)), lambda: list(map(lambda a: 1 / a, [1, 0])), lambda: list(map(max, [1, 5], [4, 2], [3, 3])), lambda: map(str, [], x=1), lambda: list(map(int, "12x")))
t(lambda: list(filter(None, [0, 1, "", "a", [], None])), lambda: list(filter(lambda x: x > 1, [1, 2, 3])), lambda: list(filter(bool, [0, 2])), lambda: filter(None), lambda: filter(), lambda: filter(None, 5), lambda: list(filter(5, [1])), lambda: list(filter(lambda: 1, [1])), lambda: filter(None, [], 1), lambda: filter(function=None, iterable=[]), lambda: list(filter(str.isalpha, "a1b2")))
m = map(lambda x: 10 // x, [5, 0, 2])
t(lambda: next(m), lambda: next(m), lambda: next(m), lambda: next(m), lambda: next(m, "end"))
for o in (zip([1]), map(str, [1]), filter(None, [1])):
    print(iter(o) is o, type(o).__name__, repr(o).split(" at ")[0])
    t(lambda: len(o), lambda: o[0], lambda: o + o, lambda: bool(o), lambda: o == o, lambda: o.foo, lambda: setattr(o, "x", 1))
