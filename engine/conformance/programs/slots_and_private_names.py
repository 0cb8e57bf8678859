def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class _Base:
    __slots__ = ("__hidden", "shown", "_half", "__dunder__")
    def __init__(self): self.__hidden, self.shown, self._half = 1, 2, 3
    def get(self): return self.__hidden


class Derived(_Base):
    __slots__ = ("__hidden",)
    def own(self):
        self.__hidden = "derived"
        return self.__hidden, self.get()


class __Odd:
    __slots__ = ("__x",)


class __:
    __slots__ = ("__y",)


d = Derived()
print(d.own(), [n for n in dir(d) if "hidden" in n], [n for n in vars(_Base) if not n.startswith("__") or n == "__dunder__"], [n for n in vars(__Odd) if "x" in n and not n.endswith("__")], [n for n in vars(__) if n.endswith("y")])
t(lambda: d.__hidden, lambda: d._Base__hidden, lambda: d._Derived__hidden, lambda: delattr(d, "shown"), lambda: d.shown, lambda: delattr(d, "shown"), lambda: d.__dunder__, lambda: setattr(d, "other", 1), lambda: _Base.__slots__, lambda: type("Q", (), {"__slots__": ["b", "a", "__c"]}).__dict__.keys() >= {"a", "b", "_Q__c"}, lambda: list(k for k in type("Q", (), {"__slots__": ["b", "c", "a"]}).__dict__ if len(k) == 1), lambda: type("Q", (), {"__slots__": ["__x"], "_Q__x": 1}), lambda: type("Q", (), {"__slots__": ["__x"], "__x": 1}))
