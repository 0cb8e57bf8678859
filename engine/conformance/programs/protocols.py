class V:
    def __init__(self, v): self.v = v
    def __add__(self, o): return V(self.v + (o.v if isinstance(o, V) else o))
    __radd__ = __add__
    def __lt__(self, o): return self.v < o.v
    def __gt__(self, o): return self.v > o.v
    def __bool__(self): print("bool", self.v); return self.v > 0
    def __eq__(self, o): print("eq", self.v); return isinstance(o, V) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return f"V({self.v})"
    def __len__(self): return self.v
    def __iter__(self): return iter(range(self.v))
    def __contains__(self, x): print("contains"); return x
    def __getattr__(self, n): return n.upper()
    def __format__(self, s): return f"<{s}>"
    def __str__(self): return "str" + str(self.v)
    def __index__(self): return self.v
    def __call__(self, *a, **k): return (self.v, a, k)
    def __getitem__(self, i): return ("item", i)
    def __setitem__(self, i, x): print("set", i, x)
    def __delitem__(self, i): print("del", i)
    def __neg__(self): return V(-self.v)
    def __abs__(self): return abs(self.v)
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a[0]); return True
def g(n):
    for i in range(n):
        print("yield", i); yield V(i)
print(sum(g(3), V(0)), sum([1, 2, 3]), sum([0.1] * 10), sum([1, 2.5, V(3)]), sum([10**30, 1]))
print(max(g(3)), min(g(3)), max(3, 1, 2), max([1, 5, 3], key=lambda x: -x), min([], default=7), max("abc", "b", key=len))
print(any(g(3)), all(g(3)))
print(V(2) in [V(1), V(2)], [V(1), V(2)].index(V(2)), [V(1), 1, V(1)].count(V(1)), (V(1), V(3)).index(V(3)))
l = [V(1), V(2), V(3)]; l.remove(V(2)); print(l)
print([V(1), V(2)] == [V(1), V(2)], (V(1), 2) < (V(1), 3), [V(1)] != [V(2)])
v = V(3)
print(len(v), list(v), tuple(v), set(v), v.foo, getattr(v, "bar"), hasattr(v, "x"), f"{v:abc}", f"{v}", f"{v!r}", format(v, "q"), str(v), repr(v), "%s %r" % (v, v), v(1, k=2), v[1:2], v[5], -v, abs(v), 5 in v, 0 in v)
v[1] = 2; del v[3]; v[1:2] = 4
a, b, c = v; print(a, b, c)
a, *b = v; print(a, b)
print([*v, *g(2)], {**{"a": 1}}, (lambda *a: a)(*g(2)))
with v as w: raise ValueError("x")
print(list(map(lambda x, y: x + y, g(2), [10, 20])), list(filter(None, g(3))), list(filter(lambda x: x.v, g(3))), list(zip(g(2), "ab")), list(enumerate(g(2), 5)), list(reversed([1, 2])))
print(dict(zip("ab", g(2))), dict.fromkeys((x.v for x in g(2)), 0), dict([("a", 1), ["b", 2]]), dict(x=1, **{"y": 2}))
d = {"a": 1}; d.update({"b": 2}, c=3); d.update([("z", 26)]); print(d)
class M:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k * 2
d.update(M()); print(d, dict(M()))
print(",".join(str(x) for x in g(2)), "-".join(["a", "b"]))
l = [1, 2, 3]; l.extend(x.v for x in g(2)); l[1:2] = (x for x in [7, 8]); l += (x for x in [9]); print(l)
print(list(iter(iter([1, 2, 3, 0, 5]).__next__, 0)))
print(set(x.v for x in g(3)), frozenset(x.v for x in g(2)), {1, 2}.union(x for x in [3]), {1}.issubset([1, 2]))
s = {1}; s.update(x for x in [2, 3]); print(s)
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
    def __len__(self): return 4
print(list(Seq()), 9 in Seq(), list(reversed(Seq())))
class Meta(type):
    def __call__(cls, *a): print("meta call", a); return super().__call__(*a)
class X(metaclass=Meta):
    def __new__(cls, *a): print("new", a); return super().__new__(cls)
    def __init__(self, a): print("init", a)
    @property
    def p(self): print("get p"); return 5
    @p.setter
    def p(self, v): print("set p", v)
    @p.deleter
    def p(self): print("del p")
x = X(3); print(x.p); x.p = 4; del x.p
class D:
    def __get__(self, o, t): return ("got", o is None)
    def __set__(self, o, v): print("D set", v)
    def __delete__(self, o): print("D del")
class Y:
    d = D()
    def __setattr__(self, n, v): print("setattr", n, v); object.__setattr__(self, n, v)
    def __getattribute__(self, n): print("getattribute", n); return object.__getattribute__(self, n)
y = Y(); y.d = 1; print(y.d, Y.d); del y.d; y.q = 2; print(y.q)
class I:
    def __iadd__(self, o): print("iadd", o); return self
    def __radd__(self, o): return ("radd", o)
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented
    def __hash__(self): return 1
i = I(); i += 5; print(1 + i, i == 3)
try: i < 3
except TypeError as e: print(e)
try: i - 3
except TypeError as e: print(e)
class B:
    def __bool__(self): return 5
try:
    if B(): pass
except TypeError as e: print(e)
class L:
    def __len__(self): return -1
try: len(L())
except ValueError as e: print(e)
def gen():
    try:
        x = yield 1
        print("sent", x)
        yield 2
    except KeyError: yield "caught"
    finally: print("fin")
    return 99
g1 = gen(); print(next(g1), g1.send("hi")); print(g1.throw(KeyError)); print(next(g1, "end"))
def outer(): r = yield from gen(); print("r", r)
o = outer(); print(next(o)); print(o.throw(KeyError("q")))
try: next(o)
except StopIteration: print("stop")
o = outer(); next(o); o.close()
def ret(): return 5; yield
try: next(ret())
except StopIteration as e: print(e.value)
print(next(iter([]), "d"))
try: g1.send(1)
except StopIteration: print("exhausted")
print([x for x in map(str, [1, 2])], sum(map(len, ["a", "bb"])))
