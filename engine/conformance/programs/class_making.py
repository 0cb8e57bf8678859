class N:
    def __init__(self): self.log = []
    def __set_name__(self, o, n): print("set_name", o.__name__, n)
class Base:
    def __init_subclass__(cls, tag=None, **k): print("init_subclass", cls.__name__, tag, k)
class A(Base, tag=5):
    x = N()
    y = N()
class M(type):
    @classmethod
    def __prepare__(m, name, bases, **k): print("prepare", name, bases, k); return {"z": 1}
    def __new__(m, name, bases, ns, **k): print("mnew", name, sorted(n for n in ns if n[0] != "_"), k); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **k): print("minit", name, k); super().__init__(name, bases, ns)
class B(metaclass=M, opt=1):
    w = 2
    def f(self): return __class__
print(B.z, B.w, B().f() is B)
try:
    class C(tag=1): pass
except TypeError as e: print(e)
try:
    class Bad(Base):
        q = 1 / 0
except ZeroDivisionError as e: print(e)
class R:
    def __init__(self, v): self.v = v
    def __repr__(self): print("repr", self.v); return f"R{self.v}"
print([R(1), [R(2), {"k": R(3), 4: (R(5),)}]], (R(8), R(9)))
l = [R(1)]; l.append(l); print(l); d = {1: l}; d[2] = d; print(d, str(l), repr(d), f"{l}", f"{l!s}", ascii(["é", R(1)]), "%s" % (l,))
class S:
    def __str__(self): print("inner"); return "S"
print(S(), 1, S(), sep="-", end="!\n")
class F:
    def __init__(self): self.out = []
    def write(self, t): self.out.append(t)
f = F(); print(1, S(), "x", file=f, sep="|"); print(f.out)
print([], (), {}, set(), frozenset(), (1,), [1, 2.5, "a", None], {1: "x"}, {1}, sep="\n")
try: print(1, sep=3)
except TypeError as e: print(e)
def deep(n):
    x = []
    for _ in range(n): x = [x]
    return x
print(len(repr(deep(500))))
print(dict(a=1), dict([(1, 2)], b=3), list(range(3)), list("ab"), list(x for x in "cd"), set("a"), dict(d, x=1) is not d)
class L(list):
    def __init__(self, *a): print("L init", len(a)); super().__init__(*a)
print(L(x * 2 for x in range(3)), len(L()))
class T(tuple):
    def __new__(cls, it): return super().__new__(cls, it)
print(T(x for x in range(3)), type(T([1])).__name__)
try: dict([(1, 2, 3)])
except ValueError as e: print(e)
try: dict([5])
except TypeError as e: print(e)
try: {}.update(x=1, *[1, 2])
except TypeError as e: print(e)
