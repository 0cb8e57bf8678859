def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    x = 1
    def __getattr__(self, name):
        if name == "bad": raise ValueError("bad")
        if name == "missing": raise AttributeError("custom")
        return f"dynamic {name}"


class B:
    def __getattribute__(self, name):
        if name == "secret": raise AttributeError("hidden")
        return super().__getattribute__(name)
    y = 2


class C:
    def __setattr__(self, name, value): print("set", name, value); super().__setattr__(name, value)
    def __delattr__(self, name): print("del", name); super().__delattr__(name)


a, b, c = A(), B(), C()
t(lambda: getattr(a, "x"), lambda: getattr(a, "y"), lambda: getattr(a, "missing"), lambda: getattr(a, "missing", "d"), lambda: getattr(a, "bad", "d"), lambda: hasattr(a, "missing"), lambda: hasattr(a, "bad"), lambda: hasattr(a, "any"), lambda: getattr(b, "y"), lambda: getattr(b, "secret"), lambda: getattr(b, "secret", None), lambda: hasattr(b, "secret"), lambda: getattr(b, "zzz"), lambda: setattr(c, "v", 1), lambda: c.v, lambda: delattr(c, "v"), lambda: delattr(c, "v"),
  lambda: getattr(1, "real"), lambda: getattr(1), lambda: getattr(1, 2), lambda: getattr(1, None, 3), lambda: getattr(1, b"real"), lambda: getattr(1, "real", 2, 3), lambda: getattr(1, "x", default=1), lambda: hasattr(1), lambda: hasattr(1, 1), lambda: setattr(a, 1, 2), lambda: setattr(a, "x"), lambda: setattr(a), lambda: delattr(a), lambda: delattr(a, 1), lambda: delattr(a, "x"), lambda: setattr(a, "with space", 1), lambda: getattr(a, "with space"), lambda: vars(a), lambda: setattr(a, "", 2), lambda: sorted(vars(a)), lambda: setattr(A, "z", 5), lambda: a.z, lambda: delattr(A, "z"), lambda: a.z)


class S(str): pass


s = S("dyn")
setattr(a, s, 7)
print(a.dyn, sorted(vars(a)))
t(lambda: vars(1), lambda: vars(), lambda: vars(1, 2), lambda: vars(A)["x"], lambda: type(vars(A)).__name__, lambda: vars(c), lambda: dir(5)[:2], lambda: dir(1, 2), lambda: "x" in dir(a), lambda: [n for n in dir(a) if not n.startswith("__")])


class D:
    __dict__ = {"fake": 1}


t(lambda: vars(D()), lambda: D().fake)
class E:
    __slots__ = ()


t(lambda: vars(E()), lambda: E().__dict__, lambda: dir(E())[:3])
class F:
    def __dir__(self): return ["b", "a", "c"]


t(lambda: dir(F()))
