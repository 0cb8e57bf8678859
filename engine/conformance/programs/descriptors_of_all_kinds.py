def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class Data:
    def __init__(self, name): self.name = name
    def __get__(self, o, cls): return f"get {self.name} {o is not None} {cls and cls.__name__}"
    def __set__(self, o, v): print("set", self.name, v)
    def __delete__(self, o): print("delete", self.name)


class NonData:
    def __get__(self, o, cls=None): return f"nondata {o is not None}"


class SetOnly:
    def __set__(self, o, v): print("set only", v)


class DelOnly:
    def __delete__(self, o): print("del only")


class Raises:
    def __get__(self, o, cls): raise AttributeError("from get")


class Named:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.name = name
    def __get__(self, o, cls): return self.name


class M(type):
    on_meta = Data("meta")
    plain = "meta plain"


class C(metaclass=M):
    data, nondata, setonly, delonly, raises, named, also = Data("data"), NonData(), SetOnly(), DelOnly(), Raises(), Named(), Named()
    on_meta = "class value"
    def __getattr__(self, name): return f"getattr {name}"


c = C()
t(lambda: c.data, lambda: C.data, lambda: setattr(c, "data", 1), lambda: delattr(c, "data"), lambda: c.nondata, lambda: C.nondata, lambda: setattr(c, "nondata", "own"), lambda: c.nondata, lambda: delattr(c, "nondata"), lambda: c.nondata, lambda: type(c.setonly).__name__, lambda: setattr(c, "setonly", 1), lambda: delattr(c, "setonly"), lambda: setattr(c, "delonly", 1), lambda: delattr(c, "delonly"),
  lambda: c.raises, lambda: C.raises, lambda: c.named, lambda: C.also, lambda: c.missing, lambda: C.on_meta, lambda: setattr(C, "on_meta", 5), lambda: C.plain, lambda: c.plain, lambda: C.missing)
c.__dict__.update(data="dict data", nondata="dict nondata", setonly="dict setonly", delonly="dict delonly")
t(lambda: c.data, lambda: c.nondata, lambda: c.setonly, lambda: type(c.delonly).__name__)
d = Data("late")
C.late = d
t(lambda: c.late, lambda: C.__dict__["late"] is d)


class BadName:
    def __set_name__(self, owner, name): raise ValueError("no name")


try:
    class Broken:
        attr = BadName()
except ValueError as e:
    print(e, e.__notes__)


class Instance:
    def __init__(self): self.__get__ = lambda *a: "ignored"


class E:
    i = Instance()


print(type(E().i).__name__)
f = C.__getattr__
print(f.__get__(c)("x"), f.__get__(None, C) is f, f.__get__(c, C).__self__ is c)
t(lambda: f.__get__(None), lambda: f.__get__(), lambda: f.__get__(1, 2, 3), lambda: property().__get__(1), lambda: property().__get__(None, 1), lambda: property().__set__(1, 2), lambda: property(lambda s: 7).__get__(c), lambda: staticmethod(f).__get__(None, None), lambda: type(classmethod(f).__get__(None, C)).__name__)
