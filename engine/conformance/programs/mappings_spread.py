def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class M:
    def __init__(self, **d): self.d = d
    def keys(self): print("keys", end=" "); return self.d.keys()
    def __getitem__(self, k): print("get", k, end=" "); return self.d[k]


class Keys5:
    def keys(self): return 5
class KeysRaise:
    def keys(self): raise ValueError("keys")
class GetRaises:
    def keys(self): return ["a"]
    def __getitem__(self, k): raise IndexError(k)
class NoGet:
    def keys(self): return ["a"]
class IntKeys:
    def keys(self): return [1]
    def __getitem__(self, k): return k
class Sub(dict):
    def keys(self): print("sub keys", end=" "); return ["z"]
    def __getitem__(self, k): return f"sub {k}"


def f(**kw): return kw


for m in (M(a=1, b=2), Keys5(), KeysRaise(), GetRaises(), NoGet(), IntKeys(), Sub(q=1), {"a": 1}, {1: 2}, [("a", 1)], [1], None, 5, "ab", type("T", (), {}).__dict__ and M(), {}):
    t(lambda: {**m}, lambda: f(**m), lambda: dict(m), lambda: {}.update(m), lambda: {"k": 0} | m, lambda: f(a=0, **m), lambda: {**{"a": 9}, **m}, lambda: dict(**m))


def ior(m):
    d = {"k": 0}
    d |= m
    return d


for m in (M(a=1), [("a", 1)], Keys5(), 5, Sub(q=1)):
    t(lambda: ior(m))
