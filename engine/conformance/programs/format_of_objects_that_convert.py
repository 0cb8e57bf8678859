class I:
    def __index__(self): return 42
class N:
    def __int__(self): return 7
class F:
    def __float__(self): return 2.5
class Bad:
    def __index__(self): return "x"
    def __int__(self): return "y"
    def __float__(self): return "z"
class Raises:
    def __index__(self): raise ValueError("index")
    def __int__(self): raise ValueError("int")
    def __float__(self): raise ValueError("float")
class TypeErr:
    def __index__(self): raise TypeError("mine")
    def __int__(self): raise TypeError("mine")
    def __float__(self): raise TypeError("mine")


for cls in (I, N, F, Bad, Raises, TypeErr, object):
    x = cls()
    for spec in ("%d", "%i", "%x", "%o", "%c", "%f", "%e", "%g", "%5d|", "%.2f"):
        try:
            print(cls.__name__, spec, ascii(spec % x))
        except Exception as e:
            print(cls.__name__, spec, type(e).__name__, e)
    for f in (int, float, complex, hex, chr, abs, round, bool):
        try:
            print(cls.__name__, f(x))
        except Exception as e:
            print(cls.__name__, type(e).__name__, e)
    for g in (lambda v: [0] * v, lambda v: "a" * v, lambda v: range(v), lambda v: [1, 2, 3][:v], lambda v: b"x".center(v), lambda v: "x".ljust(v), lambda v: bytes(v), lambda v: 1 << v, lambda v: pow(2, v), lambda v: divmod(7, v)):
        try:
            r = g(x)
            print(cls.__name__, r if not isinstance(r, list) else len(r))
        except Exception as e:
            print(cls.__name__, type(e).__name__, e)
