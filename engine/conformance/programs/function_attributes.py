def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def f(a, b=1, /, c=2, *args, d, e=5, **kw) -> int:
    "doc of f"
    x = y = 1
    def inner(): return x
    return inner


t(lambda: f.__name__, lambda: f.__qualname__, lambda: f.__doc__, lambda: f.__module__, lambda: f.__defaults__, lambda: f.__kwdefaults__, lambda: f.__annotations__, lambda: f.__dict__, lambda: f.__closure__, lambda: f.__globals__ is globals(), lambda: f.__builtins__["len"] is len, lambda: f.__type_params__, lambda: f.__code__.co_varnames, lambda: f.__code__.co_cellvars, lambda: f.__code__.co_argcount, lambda: f.__code__.co_posonlyargcount, lambda: f.__code__.co_kwonlyargcount, lambda: f.__code__.co_nlocals, lambda: f.__code__.co_flags, lambda: f.__code__.co_names, lambda: f.__code__.co_consts[0], lambda: f.__code__.co_firstlineno, lambda: f.__code__.co_name, lambda: f.__code__.co_qualname, lambda: f(1, d=2).__qualname__, lambda: f(1, d=2).__code__.co_freevars, lambda: f(1, d=2).__closure__[0].cell_contents, lambda: type(f).__name__, lambda: callable(f), lambda: f == f, lambda: f < f, lambda: bool(f), lambda: hash(f) == hash(f))
t(lambda: setattr(f, "__name__", "g"), lambda: f.__name__, lambda: repr(f).split(" at ")[0], lambda: setattr(f, "__qualname__", "q.g"), lambda: repr(f).split(" at ")[0], lambda: setattr(f, "__name__", 5), lambda: setattr(f, "__qualname__", None), lambda: setattr(f, "__doc__", 5), lambda: f.__doc__, lambda: setattr(f, "__defaults__", (7, 8)), lambda: f.__defaults__, lambda: setattr(f, "__defaults__", [1]), lambda: setattr(f, "__defaults__", None), lambda: f(1, d=2), lambda: setattr(f, "__kwdefaults__", {"d": 9}), lambda: f(1, 2, 3) and 1, lambda: setattr(f, "__kwdefaults__", 5), lambda: setattr(f, "__annotations__", {"q": 1}), lambda: f.__annotations__, lambda: setattr(f, "__annotations__", 5), lambda: delattr(f, "__annotations__"), lambda: f.__annotations__, lambda: setattr(f, "attr", 1), lambda: f.attr, lambda: f.__dict__, lambda: delattr(f, "attr"), lambda: f.attr, lambda: setattr(f, "__dict__", {"z": 1}), lambda: f.z, lambda: setattr(f, "__dict__", 5), lambda: setattr(f, "__globals__", {}), lambda: setattr(f, "__closure__", ()), lambda: setattr(f, "__code__", 5), lambda: setattr(f, "__module__", "m"), lambda: f.__module__, lambda: delattr(f, "__name__"), lambda: delattr(f, "__code__"))


def one(): return 1
def two(x=5): return x


one.__code__ = two.__code__
t(one, lambda: one(7), lambda: setattr(one, "__defaults__", (3,)), one)


def closing(v):
    def g(): return v
    return g


g = closing(1)
t(lambda: setattr(g, "__code__", one.__code__), lambda: setattr(one, "__code__", g.__code__), lambda: setattr(g, "__code__", closing(2).__code__), g)
F = type(f)
h = F(two.__code__, {"x": 1}, "named", (4,))
t(h, lambda: h.__name__, lambda: h.__module__, lambda: h.__defaults__, lambda: F(), lambda: F(5, {}), lambda: F(two.__code__), lambda: F(two.__code__, 5), lambda: F(two.__code__, {}, 5), lambda: F(two.__code__, {}, None, 5), lambda: F(g.__code__, {}), lambda: F(g.__code__, {}, closure=(1,)), lambda: F(g.__code__, {}, closure=()), lambda: F(g.__code__, {}, closure=g.__closure__)(), lambda: F(two.__code__, {}, closure=g.__closure__), lambda: F(two.__code__, {}, kwdefaults=5), lambda: F(code=two.__code__, globals={})(3), lambda: F(two.__code__, {}, x=1))
