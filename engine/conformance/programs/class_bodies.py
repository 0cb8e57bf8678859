def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    print(__name__, __qualname__, sorted(k for k in locals()))
    x = 1
    y = [x, x + 1]
    if y:
        z = "conditional"
    for i in range(3):
        pass
    try:
        missing
    except NameError as e:
        err = str(e)
    def f(self): return self.x
    g = f
    x = 2
    class Inner:
        print(__qualname__)
        def m(self): return __class__.__qualname__
    lam = lambda self: self.y
    del i


print([k for k in vars(A) if not k.startswith("__")], A.x, A().g(), A.Inner().m(), A().lam(), A.err, A.__qualname__, A.Inner.__qualname__, A.f.__qualname__, A.lam.__qualname__)


def make():
    class Local:
        def m(self): pass
        class Deep: pass
    return Local


print(make().__qualname__, make().m.__qualname__, make().Deep.__qualname__, make() is make())


class Doc:
    "the doc"
    __module__ = "custom"
    __qualname__ = "Other.Name"


print(Doc, Doc.__doc__, Doc.__name__, repr(Doc()).split(" at ")[0])


class Empty: ...
class Returns:
    a, b = 1, 2
    c = d = 3
    (e, *f), g = [1, 2, 3], 4
    h: int = 5
    i: str
    j = [a for _ in "x"] if False else a


print(Returns.f, Returns.__annotations__, hasattr(Returns, "i"), Returns.j)
t(lambda: exec("class C: return 1"), lambda: exec("class C: yield 1"), lambda: exec("class C: await x"), lambda: exec("class C(x=1, x=2): pass"), lambda: exec("class C(*5): pass"), lambda: exec("class C(**5): pass"), lambda: exec("class C(undefined): pass"), lambda: exec("class C: undefined"), lambda: exec("class C: 1/0"), lambda: exec("class C(1): pass"), lambda: exec("class C('a'): pass"), lambda: exec("class C(None): pass"), lambda: exec("class C(len): pass"), lambda: exec("class C(int, str): pass"), lambda: exec("class C(object, int): pass"), lambda: exec("class C(int, int): pass"), lambda: exec("class C(bool): pass"), lambda: exec("class C(type(None)): pass"), lambda: exec("class C: __qualname__ = 5"), lambda: exec("class C: __slots__ = 5"), lambda: exec("class C: __classcell__ = 5"), lambda: exec("class C: __doc__ = 5"), lambda: exec("class C(*[int], **{'metaclass': type}): pass"), lambda: exec("class C(metaclass=len): pass"), lambda: exec("class C(metaclass=lambda *a: a[0]): pass\nprint(C)"), lambda: exec("@5\nclass C: pass"), lambda: exec("class C[T]: x = T\nprint(C.x, C.__type_params__)") if False else "")


class MroEntries:
    def __mro_entries__(self, bases): print("mro_entries", len(bases)); return (int,)


class BadEntries:
    def __mro_entries__(self, bases): return 5


class G(MroEntries()): pass


print(G.__bases__, G.__orig_bases__[0].__class__.__name__, G(5) + 1)
def bad():
    class X(BadEntries()): pass


t(bad, lambda: type("X", (MroEntries(),), {}))
