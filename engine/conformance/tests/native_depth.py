# natives that recurse as deep as a program likes: each ends, none takes the process down
def t(f):
    try:
        r = f()
        return "ok " + str(type(r).__name__)
    except Exception as e: return f"{type(e).__name__} {str(e)[:60]}"
def nest(make, n=100000):
    x = make(None)
    for _ in range(n): x = make(x)
    return x
L = nest(lambda x: [x]); L2 = nest(lambda x: [x])
T = nest(lambda x: (x,)); T2 = nest(lambda x: (x,))
D = nest(lambda x: {1: x}); D2 = nest(lambda x: {1: x})
F = nest(lambda x: frozenset([x]))
S = nest(lambda x: slice(x))
print(1, t(lambda: repr(L))); print(2, t(lambda: L == L2)); print(3, t(lambda: hash(T))); print(4, t(lambda: T == T2)); print(5, t(lambda: repr(D))); print(6, t(lambda: D == D2))
print(7, t(lambda: hash(F))); print(8, t(lambda: repr(F))); print(9, t(lambda: repr(S))); print(10, t(lambda: S == S))
print(11, t(lambda: isinstance(1, T))); print(12, t(lambda: issubclass(int, T)))
print(13, t(lambda: "a".startswith(T)))
print(14, t(lambda: L < L2)); print(15, t(lambda: sorted([T, T2]))); print(16, t(lambda: max(T, T2)))
print(17, t(lambda: T in [T2])); print(18, t(lambda: [T2].index(T))); print(19, t(lambda: {T: 1}))
print(20, t(lambda: str(L))); print(21, t(lambda: f"{L}")); print(22, t(lambda: "%s" % (L,))); print(23, t(lambda: "{}".format(L))); print(24, t(lambda: ascii(L)))
print(25, t(lambda: format(T))); print(26, t(lambda: print(repr(D)[:0])))
M = nest(lambda x: map(int, x or [])); print(27, t(lambda: next(M)))
Z = nest(lambda x: zip(x or [])); print(28, t(lambda: next(Z)))
E = nest(lambda x: enumerate(x or [])); print(29, t(lambda: next(E)))
G = nest(lambda x: list[x] if x else int, 20000); print(30, t(lambda: repr(G)))
I = nest(lambda x: filter(None, x or [])); print(31, t(lambda: next(I)))
R = nest(lambda x: iter(x or [])); print(32, t(lambda: list(R)))
V = nest(lambda x: {1: x}.values()); print(33, t(lambda: repr(V)))
P = nest(lambda x: type.__dict__ if x is None else x); print(34, t(lambda: len(P)))
def boom():
    e = ValueError(0)
    for i in range(20000):
        n = ValueError(e); e = n
    return e
X = boom(); print(35, t(lambda: repr(X))); print(36, t(lambda: str(X)))
def chain():
    e = None
    for i in range(20000):
        n = ValueError(i); n.__context__ = e; e = n
    return e
C = chain(); print(37, t(lambda: C.__context__ and None))
SM = nest(lambda x: staticmethod(x)); print(38, t(lambda: repr(SM))); print(39, t(lambda: SM()))
class Q: pass
B = nest(lambda x: x and x.__get__(Q()) or (lambda: 0).__get__(Q()), 1000); print(40, t(lambda: repr(B)))
class S2(str):
    def __str__(self): return str(self)
    def __repr__(self): return repr(self)
print(41, t(lambda: str(S2("a")))); print(42, t(lambda: repr(S2("a")))); print(43, t(lambda: f"{S2('a')}"))
class A:
    def __getattr__(self, n): return getattr(self, n + "x")
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __bool__(self): return bool(self)
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __contains__(self, o): return o in self
    def __getitem__(self, o): return self[o]
    def __index__(self): return int(self)
    __int__ = lambda self: int(self)
    def __format__(self, s): return format(self, s)
    def __lt__(self, o): return self < o
    def __neg__(self): return -self
a = A()
for n, f in enumerate((lambda: a.x, lambda: a == a or a == 1, lambda: hash(a), lambda: bool(a), lambda: len(a), lambda: list(a), lambda: a(), lambda: a + 1, lambda: 1 in a, lambda: a[1], lambda: [1][a], lambda: int(a), lambda: f"{a}", lambda: a < 1, lambda: -a, lambda: sorted([a, a]), lambda: {a: 1}, lambda: sum([a, a]), lambda: min(a, a))):
    print("a", n, t(f))
