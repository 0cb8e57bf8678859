def depth(n): return 1 + sum(depth(n - 1) for _ in range(1)) if n else 0
print(depth(300))
def m(n): return list(map(m, [n - 1]))[0] + 1 if n else 0
print(m(400))
def s(n): return sorted([n], key=lambda x: s(n - 1) if n else 0)[0]
print(s(300))
class P:
    def __init__(self, n): self.n = n
    @property
    def p(self): return P(self.n - 1).p + 1 if self.n else 0
    def __getattr__(self, k): return getattr(P(self.n - 1), k) if self.n else "bottom"
    def __add__(self, o): return P(self.n - 1) + o if self.n else o
    def __len__(self): return len(P(self.n - 1)) + 1 if self.n else 0
    def __eq__(self, o): return P(self.n - 1) == o if self.n else True
    def __iter__(self): return iter(P(self.n - 1)) if self.n else iter([1])
    def __repr__(self): return "(" + repr(P(self.n - 1)) + ")" if self.n else "."
    def __bool__(self): return bool(P(self.n - 1)) if self.n else False
    def __call__(self): return P(self.n - 1)() if self.n else "called"
    def __getitem__(self, i): return P(self.n - 1)[i] if self.n else i
    def __del__(self): pass
p = P(300)
print(p.p, p.foo, p + 3, len(p), p == 5, list(p), len(repr(p)), bool(p), p(), p[7])
