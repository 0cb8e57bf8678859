import sys, gc
def t(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__} {e}"
class I(int): pass
class S(str): pass
class B(bytes): pass
class F(float): pass
class C(complex): pass
class Z(frozenset): pass
class T(tuple): pass
class L(list): pass
class D(dict): pass
class E(set): pass
class P(property): pass
class En(enumerate): pass
class Zi(zip): pass
class M(map): pass
class Fi(filter): pass
class R(reversed): pass
class SM(staticmethod): pass
class CM(classmethod): pass
for make in (lambda: I(10 ** 30), lambda: I(7), lambda: I("12", 10), lambda: S("日本語 ß"), lambda: S(), lambda: S("a"), lambda: B(b"ab"), lambda: B(),
             lambda: B(3), lambda: F("1.5"), lambda: F(2), lambda: C(1, 2), lambda: Z([1]), lambda: Z(), lambda: T((1, 2)), lambda: T(), lambda: L((1, 2)), lambda: D(a=1),
             lambda: E([3]), lambda: En("ab"), lambda: Zi("ab", "cd"), lambda: M(str, [1]), lambda: Fi(None, [1, 0]), lambda: R([1, 2]), lambda: SM(len), lambda: CM(len)):
    o = make()
    o.note = "kept"
    o.more = [o]
    print(type(o).__name__, o.note, o.__dict__.keys(), len(o.more), sys.getrefcount(o) > 1, gc.is_tracked(o))
    del o.more
    if not isinstance(o, (En, Zi, M, Fi, R, P, SM, CM)):
        print(repr(o), str(o), o == make(), t(lambda: hash(o) == hash(make())), bool(o), format(o))
gc.collect()
print(I(5) + 1, type(I(5) + 1), type(+I(5)), type(S("x") + S("y")), type(T((1,)) + T((2,))), type(L([1]) + [2]), type(Z([1]) | Z([2])), type(S("ab").upper()))
print([x for x in En("ab")], list(Zi("ab", "cd")), list(M(str, [1])), list(Fi(None, [1, 0])), list(R([1, 2])))
print(t(lambda: type("Q", (tuple,), {"__slots__": ("x",)})), t(lambda: type("Q", (int,), {"__slots__": "x"})), t(lambda: type("Q", (int,), {"__slots__": ()})(5)))
class Str(str):
    def __str__(self): return "own"
    def __repr__(self): return "own repr"
print(str(Str("x")), repr(Str("x")), f"{Str('x')}", "%s" % Str("x"), [Str("y")], str.__str__(Str("z")), type(str.__str__(Str("z"))))
class Int(int):
    def __add__(self, other): return "added"
    def __index__(self): return 2
print(Int(3) + 1, 1 + Int(3), [10, 20, 30][Int(1)], int(Int(3)), type(int(Int(3))))
class Dict(dict):
    def __missing__(self, key): return key * 2
    def __getitem__(self, key): return super().__getitem__(key)
d = Dict(a=1)
print(d["a"], d[4], len(d), list(d), d | {"b": 2}, type(d | {}), d.copy(), type(d.copy()))
class List(list):
    def __init__(self, *items):
        super().__init__(items)
        self.extra = len(items)
    def append(self, item):
        super().append(item)
        self.extra += 1
l = List(1, 2)
l.append(3)
print(l, l.extra, l[1:], type(l[1:]), l * 2, sorted(l), List.__mro__)
class Exc(ValueError):
    def __init__(self, code, *args):
        super().__init__(*args)
        self.code = code
try:
    raise Exc(5, "text")
except Exc as e:
    print(e.code, e.args, repr(e), str(e))
for n in range(3):
    x = [I(10 ** 25 + i) for i in range(100)] + [S("é" * i) for i in range(100)] + [T(range(i)) for i in range(50)]
    for y in x: y.a = n
print(len(x), sum(y.a for y in x))
