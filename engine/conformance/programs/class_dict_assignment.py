def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    def __init__(self): self.x, self.y = 1, 2


class S:
    __slots__ = ("a", "__dict__")


class D(dict): pass


a, b = A(), A()
t(lambda: a.__dict__, lambda: setattr(a, "__dict__", {"z": 3}), lambda: a.z, lambda: a.x, lambda: vars(a), lambda: setattr(a, "__dict__", 5), lambda: setattr(a, "__dict__", None), lambda: delattr(a, "__dict__"), lambda: a.__dict__, lambda: setattr(a, "w", 4), lambda: a.__dict__, lambda: setattr(b, "__dict__", a.__dict__), lambda: b.w, lambda: setattr(a, "shared", 1), lambda: b.shared, lambda: a.__dict__ is b.__dict__, lambda: setattr(a, "__dict__", D(q=1)), lambda: a.q, lambda: type(a.__dict__).__name__)
s = S()
t(lambda: setattr(s, "__dict__", {"k": 1}), lambda: s.k, lambda: setattr(s, "a", 2), lambda: s.__dict__, lambda: setattr(1, "__dict__", {}), lambda: setattr(A, "__dict__", {}), lambda: setattr(t, "__dict__", {"f": 1}), lambda: t.f, lambda: delattr(t, "__dict__"))
e = ValueError("e")
e.note = 1
t(lambda: setattr(e, "__dict__", {"m": 2}), lambda: e.m, lambda: e.note, lambda: delattr(e, "__dict__"))
