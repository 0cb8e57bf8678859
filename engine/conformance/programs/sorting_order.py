class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        global n, h
        n += 1
        h = (h * 31 + self.v * 7 + o.v) % 1000003
        return self.v < o.v
seed = 12345
def rnd(k):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % k
for size in [0, 1, 2, 3, 5, 8, 13, 21, 34] + [64, 65, 100, 150]:
    for kind in range(7):
        if kind == 0: a = [rnd(1000) for _ in range(size)]
        elif kind == 1: a = [rnd(4) for _ in range(size)]
        elif kind == 2: a = list(range(size))
        elif kind == 3: a = list(range(size, 0, -1))
        elif kind == 4: a = list(range(size // 2)) + [rnd(size or 1) for _ in range(size - size // 2)]
        elif kind == 5: a = [i // 5 for i in range(size, 0, -1)]
        else: a = sorted(rnd(500) for _ in range(size // 2)) + sorted(rnd(500) for _ in range(size - size // 2))
        n = h = 0
        b = [K(v) for v in a]
        ids = {id(x): i for i, x in enumerate(b)}
        b.sort()
        c = sorted([K(v) for v in a], reverse=True)
        print(size, kind, n, h, [x.v for x in b] == sorted(a), sum(i * ids[id(x)] for i, x in enumerate(b)), [x.v for x in c] == sorted(a, reverse=True))
print(sorted(["b", "a", "c"]), sorted([3.5, 1.0, float("inf")]), sorted([(2, "x"), (1, "z"), (1, "a")]))
print(sorted(range(10), key=lambda x: -x), sorted("hello", key=str.upper, reverse=True))
def bad(x):
    if x == 3: raise ValueError("three")
    return x
l = [5, 3, 1]
try: l.sort(key=bad)
except ValueError as e: print(e, l)
try: [1, "a"].sort()
except TypeError as e: print(e)
l = [3, 2, 1]
def app(x): l.append(x); return x
try: l.sort(key=app)
except ValueError as e: print(e, l)
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, o): raise KeyError(self.n)
l = [C(1), C(2), C(3)]
try: l.sort()
except KeyError as e: print(e, [c.n for c in l])
