# mappingproxy over dicts and other mappings.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


mappingproxy = type(type.__dict__)
class Mapping:
    def __getitem__(self, key):
        return key * 2
    def __len__(self):
        return 3
    def get(self, key, default=None):
        return "got", key, default
    def keys(self):
        return ["k"]
    def __iter__(self):
        return iter("xyz")
p = mappingproxy({1: 2, "a": 3})
q = mappingproxy(Mapping())
show(r"""p, len(p), p[1], p.get(1), p.get(5), p.get(5, 6), list(p), 1 in p, 9 in p, p.copy(), list(p.items()), list(reversed(p))""", lambda: (p, len(p), p[1], p.get(1), p.get(5), p.get(5, 6), list(p), 1 in p, 9 in p, p.copy(), list(p.items()), list(reversed(p))))
show(r"""p[9]""", lambda: (p[9]))
show(r"""p.keys(), p.values(), p.items(), type(p.copy())""", lambda: (p.keys(), p.values(), p.items(), type(p.copy())))
show(r"""p == {1: 2, 'a': 3}, p == p, {1: 2, 'a': 3} == p, p != {}, p == mappingproxy({1: 2, 'a': 3})""", lambda: (p == {1: 2, 'a': 3}, p == p, {1: 2, 'a': 3} == p, p != {}, p == mappingproxy({1: 2, 'a': 3})))
show(r"""p < {}""", lambda: (p < {}))
show(r"""5 > p""", lambda: (5 > p))
show(r"""p | {5: 6}, {5: 6} | p, p | p, type(p | p)""", lambda: (p | {5: 6}, {5: 6} | p, p | p, type(p | p)))
show(r"""p | 5""", lambda: (p | 5))
show(r"""p.__ior__({})""", lambda: (p.__ior__({})))
show(r"""hash(p)""", lambda: (hash(p)))
show(r"""q[4], len(q), q.get(1), q.get(1, 2), q.keys(), list(q), 'x' in q""", lambda: (q[4], len(q), q.get(1), q.get(1, 2), q.keys(), list(q), 'x' in q))
show(r"""q.items()""", lambda: (q.items()))
show(r"""q.copy()""", lambda: (q.copy()))
show(r"""mappingproxy([])""", lambda: (mappingproxy([])))
show(r"""mappingproxy(())""", lambda: (mappingproxy(())))
show(r"""mappingproxy(5)""", lambda: (mappingproxy(5)))
show(r"""mappingproxy()""", lambda: (mappingproxy()))
show(r"""mappingproxy({}, 1)""", lambda: (mappingproxy({}, 1)))
show(r"""mappingproxy('abc')[1], mappingproxy(range(3))[2]""", lambda: (mappingproxy('abc')[1], mappingproxy(range(3))[2]))
show(r"""mappingproxy(mappingproxy({1: 2})), mappingproxy(mappingproxy({1: 2}))[1]""", lambda: (mappingproxy(mappingproxy({1: 2})), mappingproxy(mappingproxy({1: 2}))[1]))
show(r"""bool(mappingproxy({})), bool(p), str(p), repr(q).split(' ')[0]""", lambda: (bool(mappingproxy({})), bool(p), str(p), repr(q).split(' ')[0]))
show(r"""p.__setitem__""", lambda: (p.__setitem__))
show(r"""p.foo""", lambda: (p.foo))
show(r"""mappingproxy[int]""", lambda: (mappingproxy[int]))
