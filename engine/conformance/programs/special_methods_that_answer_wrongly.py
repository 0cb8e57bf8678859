def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def cls(**methods):
    return type("X", (), {name: (lambda value: lambda self, *a: value)(value) for name, value in methods.items()})()


class S(str): pass
class I(int): pass


t(lambda: repr(cls(__repr__=5)), lambda: str(cls(__str__=None)), lambda: ascii(cls(__repr__=b"x")), lambda: repr(cls(__repr__=S("sub"))), lambda: type(str(cls(__str__=S("sub")))).__name__, lambda: bytes(cls(__bytes__="s")), lambda: format(cls(__format__=1)), lambda: hash(cls(__hash__="h")), lambda: hash(cls(__hash__=2**61)), lambda: hash(cls(__hash__=-1)), lambda: hash(cls(__hash__=True)), lambda: hash(cls(__hash__=2**70)),
  lambda: bool(cls(__bool__=1)), lambda: bool(cls(__bool__=None)), lambda: bool(cls(__len__=2)), lambda: bool(cls(__len__=-1)), lambda: bool(cls(__len__="a")), lambda: len(cls(__len__=-1)), lambda: len(cls(__len__=1.5)), lambda: len(cls(__len__=2**70)), lambda: len(cls(__len__=True)), lambda: len(cls(__len__=I(3))), lambda: int(cls(__int__="a")), lambda: int(cls(__int__=1.5)), lambda: int(cls(__index__="a")), lambda: float(cls(__float__=1)), lambda: float(cls(__float__="a")),
  lambda: complex(cls(__complex__=1)), lambda: complex(cls(__complex__=1j)), lambda: [1, 2][cls(__index__="a")], lambda: [1, 2][cls(__index__=1)], lambda: [1, 2][cls(__index__=True)], lambda: iter(cls(__iter__=5)), lambda: iter(cls(__iter__=[1])), lambda: list(cls(__iter__=None)), lambda: next(cls(__next__=3)), lambda: reversed(cls(__reversed__=5)), lambda: list(cls(__getitem__=5))[:1] if False else 0, lambda: 1 in cls(__contains__=[]), lambda: 1 in cls(__contains__="x"), lambda: 1 not in cls(__contains__=0),
  lambda: cls(__call__=7)(1, 2), lambda: dir(cls(__dir__=5)), lambda: dir(cls(__dir__=["b", "a"])), lambda: dir(cls(__dir__=[1, "a"])), lambda: round(cls(__round__="r")), lambda: round(cls(__round__="r"), 2), lambda: abs(cls(__abs__="a")), lambda: -cls(__neg__="nn"), lambda: ~cls(__invert__="ii"), lambda: divmod(cls(__divmod__="d"), 1), lambda: pow(cls(__pow__="p"), 2, 3), lambda: cls(__lt__="less") < 1, lambda: cls(__eq__=[]) == 1, lambda: cls(__eq__=[]) != 1, lambda: cls(__ne__="differs") != 1,
  lambda: sorted([cls(__lt__=1), cls(__lt__=1)]) and 1, lambda: max(cls(__gt__="y"), cls(__gt__="")) and 1, lambda: isinstance(1, cls(__instancecheck__=1)), lambda: issubclass(int, cls(__subclasscheck__=[1])), lambda: isinstance(1, cls()), lambda: cls(__length_hint__="a") and list(type("Y", (), {"__iter__": lambda s: iter([1]), "__length_hint__": lambda s: "a"})()), lambda: list(type("Y", (), {"__iter__": lambda s: iter([1]), "__length_hint__": lambda s: -1})()), lambda: list(type("Y", (), {"__iter__": lambda s: iter([1]), "__length_hint__": lambda s: NotImplemented})()),
  lambda: cls(__enter__=1).__enter__(), lambda: {**cls(keys=[1], __getitem__=2)}, lambda: {**cls(keys=5)}, lambda: dict(cls(keys=["a"], __getitem__=3)), lambda: f(**cls(keys=["a"], __getitem__=3)), lambda: f(**cls(keys=[1], __getitem__=3)), lambda: f(*cls(__iter__=iter("ab"))), lambda: cls(__missing__=1)[0], lambda: cls(__getattr__=4).anything, lambda: cls(__class_getitem__=1)[0], lambda: cls(__add__=NotImplemented) + 1, lambda: 1 + cls(__radd__=NotImplemented), lambda: cls(__radd__="r") + cls(__radd__="s"))


def f(*a, **k): return a, k
