from itertools import *
def bad():
    yield 1
    raise KeyError("inside")
for make in [lambda: list(chain([1], 2)), lambda: list(chain(bad())), lambda: islice([1], -1), lambda: islice([1], 1, 2, 0), lambda: islice([1]),
             lambda: list(starmap(pow, [1])), lambda: list(batched("ab", 0)), lambda: list(batched("abc", 2, strict=True)), lambda: combinations("ab", -1),
             lambda: count("a"), lambda: product("a", repeat=-1), lambda: list(takewhile(lambda x: 1 / 0, [1])), lambda: next(chain()), lambda: tee([1], -1),
             lambda: list(accumulate(["a", 1])), lambda: zip_longest(1), lambda: len(repeat(1)), lambda: list(groupby([1, 2], key=lambda x: x / 0))]:
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, "|", e)
it = chain([1, 2], [3])
print(next(it), next(it), next(it), next(it, "end"))
g = groupby([1, 1, 2])
k, first = next(g)
next(g)
print(list(first))
