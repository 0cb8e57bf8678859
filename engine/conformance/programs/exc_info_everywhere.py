import sys
def info(): return sys.exc_info()[0] and sys.exc_info()[0].__name__, repr(sys.exception())
print(info())
def gen():
    print("g1", info())
    try: yield 1
    except KeyError: print("g2", info()); yield 2; print("g3", info())
    print("g4", info()); yield 3
    try: raise OSError("in gen")
    except OSError: yield 4; print("g5", info())
    print("g6", info())
g = gen()
try: raise ValueError("outer")
except ValueError:
    next(g); print(info())
    g.throw(KeyError("k")); print(info())
next(g)
try: raise TypeError("second")
except TypeError: next(g); print(info()); list(g); print(info())
print(info())
async def co():
    try: raise LookupError("co")
    except LookupError:
        await other(); print("co", info())
async def other(): print("other", info())
try: co().send(None)
except StopIteration: print(info())
def nested():
    try: raise ValueError(1)
    except ValueError:
        try: raise KeyError(2)
        except KeyError: print(info())
        print(info())
        try: raise
        except ValueError as e: print("again", e)
    print(info())
nested()
def ret():
    try: raise ValueError
    except ValueError: return info()
print(ret(), info())
def fin():
    try: raise ValueError("f")
    finally: print("fin", info())
try: fin()
except ValueError as e: print(info(), e.__context__)
try: raise
except RuntimeError as e: print(e)
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", info(), a[0].__name__); return True
with CM(): raise IndexError("x")
print(info())
def loop():
    for i in range(2):
        try: raise ValueError(i)
        except ValueError: continue
    print(info())
loop()
