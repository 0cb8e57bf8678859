def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def make(*args, **kw):
    return lambda: type(*args, **kw).__name__


class S:
    __slots__ = ("a", "b", "__private")
    def __init__(self): self.a = 1; self.__private = 2


class T(S):
    __slots__ = "c"


class U(S):
    pass


class D:
    __slots__ = ("x", "__dict__")


class Dict:
    __slots__ = {"k": "doc of k", "l": None}


s, tt, u, d = S(), T(), U(), D()
t(lambda: s.a, lambda: s.b, lambda: setattr(s, "c", 1), lambda: s.__dict__, lambda: delattr(s, "a"), lambda: s.a, lambda: delattr(s, "a"), lambda: s._S__private, lambda: sorted(n for n in vars(S) if not n.endswith("__")), lambda: tt.a, lambda: setattr(tt, "c", 3), lambda: tt.c, lambda: setattr(tt, "d", 4), lambda: setattr(u, "d", 4), lambda: u.__dict__, lambda: setattr(d, "y", 5), lambda: setattr(d, "x", 6), lambda: d.__dict__, lambda: Dict.k.__doc__, lambda: Dict.__slots__,
  lambda: S.a, lambda: S.a.__get__(s), lambda: S.b.__set__(s, 7), lambda: s.b, lambda: S.a.__objclass__, lambda: S.a.__name__, lambda: S.a.__get__(5), lambda: S.a.__set__(U(), 1), lambda: T.a.__get__(tt), lambda: S.a.__delete__(s), lambda: S.__slots__)
t(make("X", (), {"__slots__": "a b"}), make("X", (), {"__slots__": ["1a"]}), make("X", (), {"__slots__": [1]}), make("X", (), {"__slots__": 5}), make("X", (), {"__slots__": ("a", "a")}), make("X", (), {"__slots__": ("a",), "a": 1}), make("X", (int,), {"__slots__": ("a",)}), make("X", (tuple,), {"__slots__": ("a",)}), make("X", (bytes,), {"__slots__": ("a",)}), make("X", (int,), {"__slots__": ()}), make("X", (str,), {"__slots__": ("a",)}), make("X", (list,), {"__slots__": ("a",)}),
  make("X", (), {"__slots__": ("__dict__", "__dict__")}), make("X", (U,), {"__slots__": ("__dict__",)}), make("X", (S, D), {}), make("X", (T, D), {}), make("X", (S, Dict), {}), make("X", (S, T), {}), make("X", (T, S), {}), make("X", (), {"__slots__": ("__weakref__",)}), make("X", (), {"__slots__": iter(["q"])}), make("X", (), {"__slots__": ()}), make("X", (), {"__slots__": ("__class__",)}), make("X", (), {"__slots__": ("\xe9",)}), make("X", (type,), {"__slots__": ("a",)}))


class Default:
    __slots__ = ("v",)
    def __getattr__(self, name): return f"default {name}"


q = Default()
t(lambda: q.v, lambda: setattr(q, "v", 1), lambda: q.v, lambda: setattr(q, "w", 1), lambda: hasattr(q, "anything"))
