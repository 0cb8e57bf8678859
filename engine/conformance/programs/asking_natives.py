# natives that ask Python code in the middle of their work: keys of dicts and sets, indices, formatting
import sys
class K:
    def __init__(self, n): self.n = n
    def __hash__(self):
        print("hash", self.n, end=" "); return self.n % 2
    def __eq__(self, other):
        print("eq", self.n, other.n if isinstance(other,K) else other, end=" "); return isinstance(other, K) and self.n == other.n
    def __repr__(self): return f"K{self.n}"
    def __index__(self): print("index", end=" "); return self.n
    def __round__(self, *a): return ("round", a)
    def __format__(self, spec): return f"<{self.n}:{spec}>"
a, b, c = K(1), K(2), K(3)
d = {a: 1, b: 2, c: 3, K(1): 4}
print(d)
print(d[K(3)], K(2) in d, K(5) in d, d.get(K(1)), d.get(K(7), "no"), d.setdefault(K(3), 9), d.pop(K(2)))
d[K(1)] = 5; del d[K(3)]
print(d, len(d))
try: d[K(9)]
except KeyError as e: print("KeyError", e, repr(e))
s = {a, b, c, K(2)}
s.add(K(1)); s.add(K(4)); s.discard(K(3)); print(s, K(4) in s)
print({a, b} | {K(1), c}, {a, b} & {K(1), c}, {a, b} - {K(1), c}, {a, b} ^ {K(1), c}, {a,b} == {K(1),K(2)}, {a: 1} == {K(1): 1})
print({x: x.n for x in (a, K(1))}, {x for x in (a, K(1))}, {**{a: 1}, **{K(1): 2}}, {*[a, K(1)]})
print(hash(a), hash((a, b)), [1, 2, 3, 4][a], [1,2,3,4][a:c], "abcd"[b], (1,2)[K(0)])
print("%s %r %d" % (a, b, 3), "{} {0!r:>5}".format(a) if 0 else "{0} {0!r:>5} {1[0]} {2.n:>{3.n}}".format(a, [b], c, K(4)), f"{a:x}{b!r}")
print(round(a), round(a, 2), isinstance(a, K), range(a, c), chr(K(65)), hex(K(255)))
class D(dict):
    def __missing__(self, k): print("missing", k, end=" "); return k
print(D()[5], "%(x)s" % D(), "{x}".format_map(D()))
class R:
    def __repr__(self): return str(sys.getrefcount(self))
    def __format__(self, spec): return str(sys.getrefcount(self))
    def __hash__(self): print("h", sys.getrefcount(self), end=" "); return 3
    def __eq__(self, o): print("e", sys.getrefcount(self), sys.getrefcount(o), end=" "); return True
r = R()
print(f"{r}", f"{r!r}", "%r" % r, "{}".format(r), repr(r), [r], "%r %s" % (r, r), "%(a)s" % {"a": r}, "{a}".format(a=r), format(r), "{0.x}".format(type("T", (), {"x": r})))
m = {r: 1}; m[r]; print(); q = R(); print(m[q], q in m, m.get(q), {r, q}, m == {q: 1})
class Bad:
    def __hash__(self): return "x"
for f in (lambda: {Bad(): 1}, lambda: hash(Bad()), lambda: {[]: 1}, lambda: {(a, []): 1}):
    try: f()
    except TypeError as e: print(e)
class E(Exception):
    def __str__(self): return "E!"
print(str(E(a)), repr(E(a)), str(Exception(a)), repr(KeyError(a)), str(Exception(a, b)))
def deep(n):
    class N:
        def __repr__(self): return "x%r" % (deep(n - 1),) if n else "."
    return N()
print(len(repr(deep(150))))
