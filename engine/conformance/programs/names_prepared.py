class Names(dict):
    def __setitem__(self, key, value):
        print("set", key, type(value).__name__)
        if key == "bad":
            raise ValueError(key)
        dict.__setitem__(self, key, value)
    def __getitem__(self, key):
        print("get", key)
        return dict.__getitem__(self, key)
    def __delitem__(self, key):
        print("del", key)
        dict.__delitem__(self, key)

class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases, **kw):
        return Names()

class C(metaclass=Meta):
    x = 1
    y = [x, 2]
    def f(self): return 1
    del x
    for i in range(2): z = i
    import sys
    try: w = 1 / 0
    except ZeroDivisionError as e: pass
print(C.y, C.z, C().f())
try:
    class D(metaclass=Meta):
        a = 1
        bad = 2
except ValueError as e:
    print("ValueError", e)
from enum import Enum
class Color(Enum):
    RED = 1
    GREEN = "g"
print(Color.RED, list(Color))
class M(dict):
    def __setitem__(self, k, v): print("exec set", k); super().__setitem__(k, v)
exec("a = 1\nb = a + 1\ndef f(): pass\nclass K: q = 1", {}, M())
