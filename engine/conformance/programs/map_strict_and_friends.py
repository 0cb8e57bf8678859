def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class Log:
    def __init__(self, name, n): self.name, self.n = name, n
    def __iter__(self): return self
    def __next__(self):
        print(self.name, self.n, end=" ")
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n


def pair(*a): return a


t(lambda: list(map(pair, Log("a", 2), Log("b", 2), strict=True)), lambda: list(map(pair, Log("a", 2), Log("b", 1), strict=True)), lambda: list(map(pair, Log("a", 1), Log("b", 2), strict=True)), lambda: list(map(pair, [1, 2], "ab", (3,), strict=True)), lambda: list(map(pair, [1], "ab", (3,), strict=True)), lambda: list(map(pair, [], strict=True)), lambda: list(map(max, [1, 2], [3], strict=True)), lambda: list(map(max, [1], [3, 4], strict=True)), lambda: list(map(str, [1], strict=False)), lambda: map(pair, [], strict=[]), lambda: list(map(pair, "ab", "c", strict=0)), lambda: map(strict=True), lambda: map(pair, strict=True), lambda: map(pair, [], strct=True))
m = map(pair, [1, 2, 3], [1, 2], strict=True)
t(lambda: next(m), lambda: next(m), lambda: next(m), lambda: next(m))


class M(map): pass


t(lambda: list(M(pair, "ab", "a", strict=True)), lambda: type(M(pair, [])).__name__)
z = zip([1, 2], [1], strict=True)
t(lambda: next(z), lambda: next(z), lambda: next(z))
