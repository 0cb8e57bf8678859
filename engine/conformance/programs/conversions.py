# what methods give for a number is looked at before it is used, and so is what an exception is told about itself
class A:
    def __int__(self): return 'no'
class B:
    def __float__(self): return 'no'
class C:
    def __complex__(self): return 'no'
class D:
    def __trunc__(self): return 'no'
class E:
    def __int__(self): return True
class F:
    def __index__(self): return True
class G:
    def __float__(self): return 3
class I(int): pass
class H:
    def __int__(self): return I(4)
for o in (A(),B(),C(),D(),E(),F(),G(),H()):
    for f in (int,float,complex,round,str,hex):
        try: r=f(o); print(type(o).__name__, f.__name__, type(r).__name__, r if f is not str else "")
        except Exception as e: print(type(o).__name__, f.__name__, type(e).__name__, e)
e = ValueError("v")
for value in ("x", None, 3, KeyError("k"), True):
    for name in ("__traceback__", "__cause__", "__context__", "__suppress_context__", "args"):
        try:
            setattr(e, name, value)
            print(name, repr(getattr(e, name)))
        except TypeError as error:
            print(error)
    try:
        print(repr(e.with_traceback(value)))
    except TypeError as error:
        print(error)
for name in ("__traceback__", "__cause__", "__context__", "__suppress_context__", "args"):
    try:
        delattr(e, name)
    except TypeError as error:
        print(error)
