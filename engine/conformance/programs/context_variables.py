from contextvars import ContextVar, copy_context, Context, Token
v = ContextVar("v", default=1)
w = ContextVar("w")
print(v.get(), w.get("none"), v.name)
t = v.set(2)
print(v.get(), t.old_value is Token.MISSING if hasattr(Token, "MISSING") else None, t.var is v)
c = copy_context()
def inside():
    print("in", v.get(), w.get("nothing"))
    v.set(3); w.set("w")
    return v.get()
print(c.run(inside), v.get(), c[v], c.get(w), len(c), v in c, list(c) != [])
v.reset(t)
print(v.get())
for bad in [lambda: w.get(), lambda: v.reset(t), lambda: c.run(lambda: c.run(print)), lambda: ContextVar(1), lambda: c.run(lambda: 1 / 0), lambda: Context()[v]]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, str(e).split(" at ")[0].split("<")[0])
def gen():
    yield v.get()
    v.set(9)
    yield v.get()
print(list(gen()), v.get())
