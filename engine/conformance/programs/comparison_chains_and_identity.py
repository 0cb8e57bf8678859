def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def say(x):
    print(x, end=" ")
    return x


print(say(1) < say(2) < say(3), say(1) > say(2) > say(3), say(1) == say(1) != say(2), say(3) > say(2) < say(5) > say(4))
print(1 < 2 in [2, True], 1 in [1] in [[1]], not 1 in [2], 1 not in [1] == False, (1 < 2) < 3, 1 < (2 < 3), 5 is 5 is 5 if False else "")
values = [1, 1.0, True, "1", b"1", None, (1,), [1], {1}, 1 + 0j, frozenset({1}), {1: 1}, float("nan"), 0, False, -0.0, "", ()]
for a in values:
    print([a == b for b in values].count(True), [a != b for b in values].count(True), [str(a == b)[0] for b in values])
t(lambda: [1, 2] < [1, 2, 0], lambda: (1, "a") < (1, "b"), lambda: [1, "a"] < [1, 2], lambda: [[]] < [[1]], lambda: (1,) < [1], lambda: {1} < {1, 2}, lambda: {1} < {2}, lambda: {1} <= {1}, lambda: {1: 2} < {1: 3}, lambda: "a" < b"a", lambda: "a" < 1, lambda: None < None, lambda: 1j < 1, lambda: range(2) < range(3), lambda: True < 2, lambda: 0.5 < 10**400, lambda: float("inf") < 10**400, lambda: -float("inf") < -(10**400), lambda: 2**53 == 2.0**53, lambda: 2**53 + 1 == 2.0**53, lambda: "\xe9" < "z", lambda: "Z" < "a", lambda: "" < "a", lambda: b"\xff" > b"a", lambda: slice(1, 2) < slice(1, 3), lambda: type < object, lambda: len < len, lambda: ... == ..., lambda: NotImplemented == NotImplemented, lambda: [1] == (1,), lambda: {1: 1.0} == {1.0: 1}, lambda: {1, 2} == frozenset({2, 1}), lambda: [float("nan")] == [float("nan")])
nan = float("nan")
l = [nan]
print(nan in l, l == l, l == [nan], (nan,) == (nan,), {nan: 1} == {nan: 1}, l.index(nan), l.count(nan), nan in {nan}, nan in {nan: 1}, [nan] == [float("nan")])


class Always:
    def __eq__(self, o): return True
    __hash__ = None


class Never:
    def __eq__(self, o): return False
    def __hash__(self): return 1


n = Never()
print(n in [n], [n] == [n], n == n, {n: 1}.get(n), Always() == 5, 5 == Always(), 5 != Always(), [1] == [Always()], (Always(),) == (None,), 3 in [Always()], Always() in [3], [5].count(Always()), [5].index(Always()))
t(lambda: {Always()}, lambda: hash(Always()), lambda: {1: 2} == Always())


class Weird:
    def __eq__(self, o): return []
    def __lt__(self, o): return "less"
    def __ne__(self, o): return 0


w = Weird()
print(w == 1, w < 1, w != 1, w in [1], [w] == [1], not w == 1, w < 1 < 2, 1 < 0 < w, sorted([w, w]) and "sorted", (w,) != (1,), w > w if False else "")
