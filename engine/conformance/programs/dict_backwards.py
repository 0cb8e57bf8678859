# Dicts from the last entry to the first, and what the iterators say of it
d = {i: chr(97 + i) for i in range(6)}
del d[2], d[5]
for make in reversed, lambda d: reversed(d.keys()), lambda d: reversed(d.values()), lambda d: reversed(d.items()):
    it = make(d)
    print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__(), list(it), iter(it) is it)
    print(list(make({})), list(make({1: 2})))
it = reversed(d)
next(it)
d[9] = 9
try: next(it)
except RuntimeError as e: print(e)
try: next(it)
except RuntimeError as e: print(e)
pairs = reversed(d.items())
kept = [next(pairs) for _ in range(3)]
print(kept, kept[0] is kept[1])
for k, v in reversed(d.items()): print(k, v, end="; ")
print()
y = {}
class Pairs:
    def __iter__(self): print("iter"); return iter([(1, 2), "ab"])
class Keys:
    def keys(self): print("keys"); return [5, 6]
    def __getitem__(self, k): print("item", k); return k * 2
class Both(Keys):
    def __ror__(self, other): print("ror"); return "ror"
for other in Pairs(), Keys(), Both(), [(7, 8)], {}, 5, None, [1], ["abc"], "ab", d.items():
    try:
        z = y
        z |= other
        print(z is y, z)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
for other in Pairs(), Keys(), Both(), [(7, 8)], {}, None:
    try: print(y | other)
    except TypeError as e: print(e)
print([hash(slice(*parts)) for parts in ((1,), (1, 2), (None, None, -1), ("a", (), 2.5))])
for bad in None, 5, object:
    try: print(sorted(bad))
    except TypeError as e: print(e)
