import sys


def fact(n): return 1 if n < 2 else n * fact(n - 1)
def fib(n, memo={0: 0, 1: 1}): return memo[n] if n in memo else memo.setdefault(n, fib(n - 1) + fib(n - 2))
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def hanoi(n, a="A", b="B", c="C"): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
def flat(x): return [z for y in x for z in (flat(y) if isinstance(y, list) else [y])]
def perms(s): return [s] if len(s) < 2 else [s[i] + p for i in range(len(s)) for p in perms(s[:i] + s[i + 1:])]
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
def walk(t):
    if t:
        yield from walk(t[0])
        yield t[1]
        yield from walk(t[2])


print(fact(20), fib(90), ack(2, 3), hanoi(6), flat([1, [2, [3, []]], [[4]]]), perms("abc"), even(20), list(walk(((None, 1, None), 2, ((None, 3, None), 4, None)))))


def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def endless(n): return endless(n + 1)


class Repr:
    def __repr__(self): return repr(self)
class Eq:
    def __eq__(self, o): return o == self
class GetAttr:
    def __getattr__(self, name): return getattr(self, name + "x")
class Prop:
    @property
    def p(self): return self.p
class Call:
    def __call__(self): return self()
class Iter:
    def __iter__(self): return iter(self)
class Hash:
    def __hash__(self): return hash(self)
class Len:
    def __len__(self): return len(self)
class Bool:
    def __bool__(self): return bool(self)


print(deep(500))
for f in (lambda: endless(0), lambda: repr(Repr()), lambda: Eq() == Eq(), lambda: GetAttr().a, lambda: Prop().p, lambda: Call()(), lambda: iter(Iter()), lambda: hash(Hash()), lambda: len(Len()), lambda: bool(Bool())):
    try:
        f()
    except RecursionError as e:
        print("RecursionError", str(e)[:32])
l = []
l.append(l)
d = {}
d["d"] = d
print(l, d, [l], (l, d), {1: l}, repr([[l]]))
t = ([],)
t[0].append(t)
print(t)
