src = """
class Base:
    registry = []
    def __init_subclass__(cls, **kw): Base.registry.append((cls.__name__, kw))
class Child(Base, flag=True):
    x: int = 1
    def method(self, n=5): return super().__repr__()[:3], n, __class__.__name__
def make(n):
    def inner(): nonlocal n; n += 1; return n
    return inner
"""
ns = {"__name__": "made"}
exec(src, ns)
print(ns["Base"].registry, ns["Child"].__module__, ns["Child"].__qualname__, ns["Child"]().method(), ns["Child"].__annotations__)
i = ns["make"](3); print(i(), i())
print(sorted(k for k in ns if not k.startswith("__")))
local = {}
exec("def f(): return g\ng = 1", {"g": "global"}, local)
print(local["f"](), local["g"])
code = compile("a + b", "<expr>", "eval")
print([eval(code, {"a": x, "b": 1}) for x in range(3)], eval(code, {"b": 2}, {"a": 1}))
exec("x = [y for y in range(3)]\nz = {k: v for k, v in enumerate(x)}"); print(x, z)
def scope():
    v = 1
    exec("v = 2"); first = v
    d = locals(); exec("v = 3", globals(), d)
    return first, v, d["v"]
print(scope())
exec("global made_global\nmade_global = 1", {}, {}); 
try: made_global
except NameError as e: print(e)
class Meta(type):
    @classmethod
    def __prepare__(m, name, bases): return {"injected": 42}
exec("class M(metaclass=Meta):\n    y = injected\nprint(M.y)")
gen = eval("(i * k for i in range(3))", {"k": 10}); print(list(gen))
print(eval("lambda x: x + y", {"y": 5})(1), eval("__builtins__ is b", {"b": __builtins__}) if 0 else True)
exec("import sys as system"); print(system.byteorder)
exec("try:\n    1/0\nexcept ZeroDivisionError as e:\n    print('inside', e)\nfinally:\n    print('finally')")
exec("for i in range(2):\n  if i: break\nelse: print('no')\nprint(i)")
exec("with_ = 1\nmatch with_:\n    case 1: print('one')")
exec("async def co(): return 9\nc = co()\ntry: c.send(None)\nexcept StopIteration as s: print(s.value)")
print(eval("[*range(3)], {**{'a': 1}}, f'{1+1}', (w := 5), w"))
