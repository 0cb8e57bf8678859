def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class Old:
    def __init__(self, n): self.n = n
    def __getitem__(self, i):
        print(i, end=" ")
        if i < self.n: return i * i
        raise IndexError("end")


class OldLen(Old):
    def __len__(self): print("len", end=" "); return self.n


class Stops(Old):
    def __getitem__(self, i):
        if i >= self.n: raise StopIteration
        return i


class Keyed(Old):
    def __getitem__(self, k): raise KeyError(k)


class Typed(Old):
    def __getitem__(self, k): raise TypeError("no")


for cls in (Old, OldLen, Stops, Keyed, Typed):
    x = cls(3)
    t(lambda: list(x), lambda: tuple(x), lambda: 4 in x, lambda: 5 in x, lambda: sum(x), lambda: max(x), lambda: sorted(x), lambda: dict.fromkeys(x), lambda: [*x], lambda: set(x) and 1, lambda: list(zip(x, "ab")), lambda: list(enumerate(x))[-1:], lambda: list(map(str, x)), lambda: list(reversed(x)), lambda: len(x), lambda: x[1], lambda: next(iter(x)), lambda: bool(x), lambda: "".join(map(str, x)), lambda: (lambda a, b, c: a + b + c)(*x), lambda: any(x), lambda: all(x), lambda: list(filter(None, x)), lambda: min(x, key=lambda v: -v))
it = iter(Old(2))
t(lambda: type(it).__name__, lambda: next(it), lambda: next(it), lambda: next(it), lambda: next(it), lambda: iter(it) is it)
