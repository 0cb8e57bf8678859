def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


import sys
log = []


class C:
    def __init__(self, v): self.v = v
    def __lt__(self, o): log.append(f"{self.v}<{o.v}"); return self.v < o.v
    def __repr__(self): return f"{self.v}"


for items in ([3, 1, 2], [1, 2, 3, 4], [4, 3, 2, 1], [2, 2, 1], [5, 1, 4, 2, 3, 0], []):
    log.clear()
    print(sorted(map(C, items)), log)
    log.clear()
    print(sorted(map(C, items), reverse=True), len(log))
t(lambda: sorted("hello"), lambda: sorted({"b": 1, "a": 2}), lambda: sorted([3, 1.5, True]), lambda: sorted([1, "a"]), lambda: sorted(["b", "B", "a"], key=str.lower), lambda: sorted([(2, "b"), (1, "z"), (2, "a")]), lambda: sorted([[2], [1, 5], [1]]), lambda: sorted([None]), lambda: sorted([None, 1]), lambda: sorted([1j]), lambda: sorted([1j, 2j]), lambda: sorted([{1}, {1, 2}, set()]), lambda: sorted(["\xe9", "z", "a", "\u20ac"]), lambda: sorted([b"b", b"a"]), lambda: sorted([float("nan"), 1, 0])[1:] , lambda: sorted([2**70, 1, -2**70]), lambda: sorted(range(5), key=lambda x: -x), lambda: sorted(range(5), key=lambda x: x % 2), lambda: sorted(range(5), key=lambda x: x % 2, reverse=True), lambda: sorted([1, 2], key=lambda: 1), lambda: sorted([1, 2], key=lambda x: 1 / 0), lambda: sorted([1, 2], key="a"), lambda: sorted([3, 1], reverse=2), lambda: sorted([3, 1], reverse=None), lambda: sorted([3, 1], reverse="x"), lambda: sorted([True, False, 1, 0]), lambda: sorted([1, 1.0, True]), lambda: sorted([(1, [2]), (1, [1])]), lambda: sorted([(1, {}), (1, {})]), lambda: sorted([(1, {}), (2, {})]))
l = [3, 1, 2]


def changes(x):
    l.append(9)
    return x


t(lambda: l.sort(key=changes), lambda: l)


class Bad:
    def __lt__(self, o): raise ValueError("lt")


t(lambda: sorted([Bad(), Bad()]), lambda: sorted([Bad()]) and 1)
pairs = [(i % 3, -i) for i in range(12)]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
