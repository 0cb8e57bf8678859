def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class M(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw): print("prepare", name, [b.__name__ for b in bases], kw); return {"prepared": 1}
    def __new__(mcls, name, bases, ns, **kw): print("new", name, sorted(k for k in ns if not k.startswith("__")), kw); return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print("init", name, kw); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k): print("call", cls.__name__, a, k); return super().__call__(*a, **k)
    def __len__(cls): return 42
    def __getitem__(cls, k): return f"{cls.__name__}[{k}]"
    def __iter__(cls): return iter("iter")
    def __contains__(cls, x): return x == "in"
    def __add__(cls, other): return "added"
    def __getattr__(cls, name): return f"meta {name}"
    def __bool__(cls): return False
    def __str__(cls): return "str of class"
    def __eq__(cls, other): return "eq"
    __hash__ = type.__hash__
    def __instancecheck__(cls, o): return o == 1
    def __subclasscheck__(cls, c): return c is int


class A(metaclass=M, flag=True):
    x = 1
    def __init__(self, *a): self.a = a


class B(A):
    pass


a = A(1, 2)
print(a.a, len(A), A["k"], list(A), "in" in A, A + 1, A.nothing, bool(A), str(A), A == 5, isinstance(1, A), isinstance("1", A), issubclass(int, A), issubclass(str, A), A.prepared)
print(type(A).__name__, type(B).__name__, isinstance(a, object), type(a) is A)
t(lambda: a.nothing, lambda: a + 1, lambda: len(a), lambda: a["k"])


class N(type):
    pass


class O(metaclass=N):
    pass


def conflict():
    class P(A, O):
        pass


class MN(M, N):
    pass


class P(A, O, metaclass=MN):
    pass


def function_meta(name, bases, ns, **kw):
    return name, bases, sorted(k for k in ns if not k.startswith("__")), kw


class F(int, metaclass=function_meta, opt=3):
    y = 2


def bad_prepare():
    class Q(metaclass=type("BP", (type,), {"__prepare__": classmethod(lambda *a, **k: 5)})):
        pass


def bad_keyword():
    class Q(unknown=1):
        pass


def bad_new():
    class Q(metaclass=lambda *a: 7):
        pass
    return Q


def not_callable():
    class Q(metaclass=5):
        pass


def final():
    class Q(bool):
        pass


def instance_base():
    class Q(a):
        pass


print(F)
t(conflict, bad_prepare, bad_keyword, bad_new, not_callable, final, instance_base, lambda: type("Q", (int, str), {}), lambda: type("Q", (object, int), {}), lambda: type("Q", (A, A), {}) if False else type("Q", (O, O), {}), lambda: type("Q", 5, {}), lambda: type(5, (), {}), lambda: type("Q", (), 5), lambda: type("Q", (5,), {}), lambda: type("Q", (), {}, x=1), lambda: type("Q"), lambda: type(), lambda: type(1, 2), lambda: type("Q\0", (), {}), lambda: type("Q", (type(None),), {}), lambda: type("Q", (range,), {}), lambda: type.__call__(int, "7"), lambda: N("New", (), {"z": 1}).z, lambda: type("Q", (), {1: 2}).__dict__[1])
