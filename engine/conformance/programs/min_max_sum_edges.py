def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", end=" "); return self.v < o.v
    def __gt__(self, o): print("gt", end=" "); return self.v > o.v
    def __repr__(self): return f"K{self.v}"
    def __add__(self, o): return K(self.v + getattr(o, "v", o))
    def __radd__(self, o): return K(self.v + o)


nan = float("nan")
t(lambda: max(1, 2, 3), lambda: max([3, 1]), lambda: max("b", "a"), lambda: max("hello"), lambda: max([1], [2, 0]), lambda: max(1, "a"), lambda: max([]), lambda: max([], default=None), lambda: max([1], default=5), lambda: max(1, 2, key=lambda x: -x), lambda: max("aB", key=str.lower), lambda: max([[1, 2], [3]], key=len), lambda: max(5), lambda: max(None), lambda: max([None, None]), lambda: max([1, 2], key=None), lambda: max([1, 2], key=5), lambda: max(1, 2, default=3), lambda: max(1.0, 1), lambda: max(1, 1.0), lambda: max(True, 1), lambda: max(nan, 1) != max(nan, 1), lambda: max(1, nan), lambda: max(K(1), K(3), K(2)), lambda: min(K(1), K(3), K(2)), lambda: min([K(2), K(2)]).v, lambda: max({"a": 1, "b": 0}), lambda: max({"a": 1, "b": 5}, key={"a": 1, "b": 5}.get), lambda: max((1, 2), (1, 3)), lambda: min(-0.0, 0.0), lambda: min(0.0, -0.0), lambda: max(x for x in [1, 5, 2]), lambda: max(*[]), lambda: max(*[1]), lambda: min(), lambda: min([], key=len), lambda: min(3, 1j))
t(lambda: sum([]), lambda: sum([1, 2], 10), lambda: sum([1, 2], start=10), lambda: sum([0.1] * 10), lambda: sum([0.1] * 3 + [1]), lambda: sum([1e308, 1e308, -1e308]), lambda: sum([1, 2.5, 3]), lambda: sum([True, True]), lambda: sum([1j, 2]), lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([[1], [2]], []), lambda: sum([(1,)], ()), lambda: sum([{}]), lambda: sum(5), lambda: sum(), lambda: sum([1], [2]), lambda: sum([1], 2, 3), lambda: sum([10**20, 1]), lambda: sum([2**62, 2**62]), lambda: sum([K(1), K(2)]).v, lambda: sum([1, K(2)]).v, lambda: sum(range(101)), lambda: sum(x * x for x in range(5)), lambda: sum([1e16, 1, -1e16]), lambda: sum([float("inf"), -float("inf")]) != 0, lambda: sum([1.5, 2**1000]), lambda: sum([2**1030, 1.5]), lambda: sum([0.1, 0.2, 0.3], 0.4), lambda: sum([-0.0]), lambda: sum([-0.0], -0.0), lambda: sum([None]), lambda: sum({1: 2, 3: 4}), lambda: sum([1], start="a"), lambda: sum([0.1 + 1j, 0.2]))
t(lambda: any([]), lambda: all([]), lambda: any([0, "", 3]), lambda: all([1, "a", 0]), lambda: any(5), lambda: all(None), lambda: any(), lambda: all([], []), lambda: any(x > 2 for x in range(5)), lambda: all(1 / x for x in (1, 0)))
