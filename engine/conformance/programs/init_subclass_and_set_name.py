class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))


class A(Base, tag="a"): pass
class B(A): pass
class C(B, tag=3): pass


print(Base.registry)


class Named:
    def __set_name__(self, owner, name):
        print("named", owner.__name__, name, sorted(k for k in vars(owner) if not k.startswith("__")))
        self.name = name


class D(Base, tag="d"):
    x = Named()
    y = z = Named()
    print("body done")


print(D.y.name, D.registry[-1])
D.late = Named()
print(hasattr(D.late, "name"))


def t2(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))


def unknown():
    class X(Base, other=1): pass


def plain_kw():
    class X(tag=1): pass


class NoSuper:
    def __init_subclass__(cls): print("plain", cls.__name__)


def too_many():
    class X(NoSuper, tag=1): pass


class Raises:
    def __init_subclass__(cls): raise ValueError("in init_subclass")


def raising():
    class X(Raises): pass


class BadName:
    def __set_name__(self): pass


def bad_name():
    class X:
        attr = BadName()


class NotCallable:
    __set_name__ = 5


def not_callable():
    class X:
        attr = NotCallable()


for f in (unknown, plain_kw, too_many, raising, bad_name, not_callable):
    t2(f)


class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print("meta new", name, kw)
        return super().__new__(mcls, name, bases, ns, **kw)
    def __init__(cls, name, bases, ns, **kw):
        print("meta init", name, kw)
        super().__init__(name, bases, ns)


class E(Base, metaclass=Meta, tag="e"):
    v = Named()


print(type("F", (E,), {"w": Named()}, tag="f").__name__, Base.registry[-2:])
