import copy
a = [1, [2, 3], {"k": (4, [5])}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]["k"][1].append(8)
print(b, c)
class P:
    def __init__(self, x): self.x = x
    def __repr__(self): return f"P({self.x})"
p = P([1]); q = copy.copy(p); r = copy.deepcopy(p); p.x.append(2)
print(p, q, r)
class S:
    __slots__ = ("a", "b")
s = S(); s.a = [1]
t = copy.deepcopy(s); s.a.append(2); print(t.a, hasattr(t, "b"))
l = [1]; l.append(l); m = copy.deepcopy(l); print(m[1] is m)
class D(dict): pass
d = D(a=1); d.z = [2]; e = copy.copy(d); print(e, e.z, type(e).__name__)
class H:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deeply"
print(copy.copy(H()), copy.deepcopy(H()))
print(P.__reduce_ex__(P(1), 2)[1:3], [1].__reduce_ex__(2)[0].__name__)
for bad in [lambda: (x for x in []).__reduce_ex__(2)]:
    try:
        print(bad())
    except TypeError as e:
        print(e)
