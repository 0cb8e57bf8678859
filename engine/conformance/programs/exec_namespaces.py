import builtins
x = "global"
exec("y = x + '!'")
print(y)
def f():
    x = "local"
    exec("x = 'changed'; z = 1; print(x, sorted(locals()))")
    print(x, "z" in locals())
    print(eval("x"), eval("x", {"x": "given"}), eval("x", {}, {"x": "mapped"}))
    exec("def inner(): return x")
    return locals().get("inner")
print(f())
g = {}
exec("a = 1\nb = [a for _ in range(2)]\ndef h(): return a", g)
print(sorted(g), g["b"], g["h"](), type(g["__builtins__"]).__name__, g["__builtins__"] is vars(builtins))
l = {}
exec("a = 1\nclass C:\n    k = a\nglobal w\nw = 5", g, l)
print(sorted(l), g["w"], l["C"].k, l["C"].__module__ if "__module__" in vars(l["C"]) else None)
class M:
    def __init__(self): self.log = []
    def __getitem__(self, k):
        self.log.append(("get", k))
        if k == "known": return 42
        raise KeyError(k)
    def __setitem__(self, k, v): self.log.append(("set", k, v))
    def __delitem__(self, k): self.log.append(("del", k))
m = M()
exec("r = known\nprint(len('ab'))\ndel r", {}, m)
print(m.log)
print(eval("known + 1", {}, m))
for src in ("locals()", "globals() is locals()", "[i for i in 'ab']", "(lambda: 3)()", "  1 + 1", "\t2", "__name__", "vars() is locals()", "dir() == sorted(locals())"):
    print(eval(src, {"__name__": "n"}) if src != "locals()" else sorted(eval(src, {})))
exec("import sys; print(sys._getframe().f_code.co_name, sys._getframe().f_back.f_code.co_name, sys._getframe().f_code.co_filename)")
class K:
    v = 1
    exec("w = v + 1")
    print(w, eval("v"))
exec("print(__builtins__)", {"__builtins__": {"print": print}})
try: exec("len", {"__builtins__": {}})
except NameError as e: print(e)
try: eval("undefined")
except NameError as e: print(e)
print(exec(""), exec("pass"), eval("None"))
d = {}
exec("x: int = 1\ny: 'str'", d)
print(d["__annotate__"](1))
