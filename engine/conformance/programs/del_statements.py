def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class O:
    def __delattr__(self, n): print("delattr", n)
    def __delitem__(self, k): print("delitem", k)


o = O()
del o.a, o["k"], o[1:2], (o.b, [o.c]), o[...]
x, y, z = 1, 2, [1, 2, 3, 4]
del x, (y,)
del z[0], z[-1], z[5:]
print(z, "x" in globals())
d = {"a": 1, "b": 2}
del d["a"]
print(d)
class C:
    attr = 1
    gone = 2
    del gone
print(hasattr(C, "gone"))
del C.attr
def f():
    v = 1
    def g(): return v
    del v
    try:
        g()
    except NameError as e:
        print(e)
    v = 2
    return g()
print(f())
t(lambda: exec("del nothing"), lambda: exec("del [][0]"), lambda: exec("del {}['k']"), lambda: exec("del (1)"), lambda: exec("del f()"), lambda: exec("del None"), lambda: exec("del x.y", {"x": 1}), lambda: exec("del 'a'[0]"), lambda: exec("del (1,)[0]"), lambda: exec("del ()"), lambda: exec("del []"), lambda: exec("del a + b"), lambda: exec("del *a"), lambda: exec("del len"), lambda: exec("del __builtins__", {}), lambda: exec("del range(3)[0]"), lambda: exec("del bytearray(b'a')[0]"), lambda: exec("del bytearray(b'a')[1]"), lambda: exec("del memoryview(b'a')[0]"), lambda: exec("del int.real"), lambda: exec("x = [1]; del x[0], x[0]"))
