import gc, sys
class D:
    def __init__(self, n, show=None): self.n = n; self.show = show
    def __del__(self): print("del", self.n, self.show() if self.show else "")
d = {}
d.update({1: D("a", lambda: sorted(d)), 2: 0})
d.update({1: 0, 2: 3, 4: 5}); print(d)
l = [D(i) for i in range(4)]
del l
l = [D(i, lambda: len(l)) for i in range(4)]; l.clear(); print("cleared")
l = [D(i, lambda: len(l)) for i in range(4)]; l[1:3] = [7]; print("slice", len(l)); del l[:]
s = {D("s1"), 5}; s.clear()
def f(): x = D("local"); y = D("local2"); return 1
print(f())
t = (D("t1"), D("t2")); t = None
class P:
    def __init__(self): self.a = D("child a"); self.b = D("child b")
    def __del__(self): print("parent del")
p = P(); del p
q = P(); q.me = q; del q; print("collect", gc.collect())
def g():
    try: yield 1
    finally: print("gen closed")
x = g(); next(x); del x
x = [g(), D("after gen")]; next(x[0]); del x
saved = []
class Z:
    def __del__(self): saved.append(self); print("resurrect")
z = Z(); del z; print(len(saved)); saved.clear(); print("gone")
class Nest:
    def __init__(self, n): self.n = n; self.next = Nest(n - 1) if n else None
    def __del__(self): print("nest", self.n)
n = Nest(4); del n
chain = None
for i in range(200): chain = [chain, D(i) if i % 50 == 0 else None]
chain = None
def raiser():
    r = D("in raiser"); raise ValueError
try: raiser()
except ValueError: print("caught")
class C2:
    def __del__(self):
        k = D("inside del"); print("C2 del")
c = C2(); del c; print("end C2")
for i in range(3): D("loop" + str(i))
def gg():
    d = D("gg local")
    yield 1
    yield 2
for v in gg(): print(v); break
print([D("comp").n for _ in range(2)], sum(1 for _ in [D("tmp")]))
print(sorted([D("s%d" % i) for i in (3, 1, 2)], key=lambda d: d.n)[0].n)
a = D("x"); a = D("y"); a = None
print(sys.getrefcount(D("rc")))
def deep(n): v = D("deep%d" % n); return deep(n - 1) if n else 0
deep(2)
with open if False else type("W", (), {"__enter__": lambda s: D("ctx"), "__exit__": lambda s, *a: None})() as w: print("in with")
del w
print("bye")

class H:
    """Says what its former holder looks like when it goes."""
    def __init__(self, n, look): self.n = n; self.look = look
    def __del__(self): print("gone", self.n, self.look())


l = []
look = lambda: len(l)
l[:] = [H(i, look) for i in range(3)]; l.pop(); print("popped"); del l[0]; print("deleted"); l[0] = 5; print("set")
l[:] = [H(i, look) for i in range(3)]; l[1:] = iter([7, 8]); l[:] = []; print("emptied")
l.extend([H("a", look), H("b", look)]); l *= 0; print("times zero")
l.append(H("c", look)); l.remove(l[0]); print("removed")
d = {}
look = lambda: sorted(map(str, d))
d.update({i: H(i, look) for i in range(3)}); d.pop(0); d.popitem(); d[1] = 0; print("dict")
d.update([(5, H(5, look)), (6, H(6, look))]); d.update(zip([5, 6, 7], [0, 0, 0])); print("pairs")
d |= {8: H(8, look)}; d |= {8: 0}; d.setdefault(9, H(9, look)); d.setdefault(9, H("spare", look)); d.clear(); print("cleared")
s = set()
look = lambda: len(s)
s.update([H("s", look)]); s.pop(); s.add(H("t", look)); s.clear(); print("set")
class O: pass
o = O()
look = lambda: sorted(vars(o))
o.a = H("attribute", look); o.a = 1; o.b = H("deleted", look); del o.b
print("attributes")
print(list(map(lambda h: h.n, (H(i, int) for i in range(2)))), [n for n, _ in zip((H(i, int).n for i in range(2)), [1])])
print(max((H(i, int) for i in range(3)), key=lambda h: h.n).n, sum(1 for _ in (H(i, int) for i in range(2))))
def tail():
    try: raise ValueError(H("in exception", int))
    except ValueError: print("handled")
tail(); print("end")
