import sys, types
m = types.ModuleType("m", "doc of m")
m.a, m._b, m.c = 1, 2, 3
sys.modules["m"] = m
from m import *
print(a, c, "_b" in globals())
m.__all__ = ["_b"]
from m import *
print(_b)
m.__all__ = ["missing"]
try:
    from m import *
except AttributeError as e:
    print(e)
m.__all__ = [1]
try:
    exec("from m import *", {})
except TypeError as e:
    print(e)
print(m.__doc__, m.__name__, m.__loader__, repr(m))
