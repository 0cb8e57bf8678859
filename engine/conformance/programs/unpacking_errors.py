def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class Short:
    def __iter__(self): return iter([1])


class Raises:
    def __iter__(self):
        yield 1
        raise ValueError("mid")


def two(v):
    a, b = v
    return a, b


def star(v):
    a, *b, c = v
    return a, b, c


def nested(v):
    (a, [b, *c]), d = v
    return a, b, c, d


def empty(v):
    [] = v
    return "empty"


def loop(v):
    out = []
    for a, (b, *c) in v:
        out.append((a, b, c))
    return out


def args(v): return (lambda *a, **k: (a, k))(*v)


for v in ((1, 2), [1, 2], "ab", {1: 2, 3: 4}, {5, 6} and (5, 6), range(2), iter([1, 2]), (x for x in "xy"), (), (1,), (1, 2, 3), Short(), Raises(), 5, None, [[1, [2, 3]], 4], [[1, [2]], 4], [[1, []], 4], "abcd", b"ab", len, object):
    for f in (two, star, nested):
        try:
            print(f.__name__, f(v))
        except Exception as e:
            print(f.__name__, type(e).__name__, e)
t(lambda: empty([]), lambda: empty([1]), lambda: loop([(1, (2, 3, 4)), (5, "ab")]), lambda: loop([(1, ())]), lambda: loop([1]), lambda: loop([(1, 2)]), lambda: args("ab"), lambda: args(5), lambda: args(Raises()), lambda: [*[1], *"ab", *()], lambda: [*5], lambda: {*[1, 1], *(2,)}, lambda: {*[[]]}, lambda: (*range(2), 3), lambda: {**{"a": 1}, "a": 2, **{"b": 3}}, lambda: {**[1]}, lambda: print(*[1, 2], sep="-"), lambda: max(*[1, 5], *[3]))
a, b = b, a = 1, 2
print(a, b)
x = [0, 1, 2]
i = 0
i, x[i] = 2, 9
print(i, x)
(a, b), c = [1, 2], 3
[a, [b, c]] = 4, (5, 6)
a, = [7]
*a, = "star"
print(a, b, c)
for i, *rest in [(1, 2, 3), "xyz"]:
    print(i, rest)
(lambda: 0).attr, b = 1, 2
d = {}
d["k"], d["l"], *d["rest"] = range(5)
print(d)
