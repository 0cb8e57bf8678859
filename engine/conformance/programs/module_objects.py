import sys, types
M = type(sys)
print(M is types.ModuleType, M("a"), M("b", "d").__doc__, sys, M)
m = M("x")
print(sorted(vars(m).items(), key=str))
for bad in [lambda: M(), lambda: M(1), lambda: M("a", "b", "c"), lambda: m.nothing]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
m.__getattr__ = lambda name: name * 2
print(m.ab, hasattr(m, "zz"))
class Sub(M):
    def __getattr__(self, name):
        return "sub " + name
print(Sub("s").q)
m.__file__ = "there.py"
print(m)
del m.__name__
try:
    print(M.__getattribute__(m, "gone"))
except AttributeError as e:
    print(e)
