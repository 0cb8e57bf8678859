def flow(exc):
    out = []
    for i in range(2):
        try:
            try:
                if exc: raise exc
                out.append("body")
            except* ValueError: out.append("V")
            except* TypeError: out.append("T")
            else: out.append("else")
            finally: out.append("fin")
        except BaseException as e: out.append(type(e).__name__)
    return out
for e in (None, ValueError(), TypeError(), KeyError(), ExceptionGroup("", [ValueError(), TypeError()]), ExceptionGroup("", [ValueError(), KeyError()])): print(flow(e))
def deep(n):
    e = ValueError(n)
    for i in range(n): e = ExceptionGroup(str(i), [e, TypeError(i)])
    return e
try:
    try: raise deep(50)
    except* ValueError as eg:
        n = 0
        while isinstance(eg, ExceptionGroup): eg, n = eg.exceptions[0], n + 1
        print(n, repr(eg))
except ExceptionGroup as rest: print(len(rest.exceptions), rest.message)
def gen():
    try: yield 1
    except* (ValueError, KeyError) as e: print("gen", e.exceptions)
    yield 2
g = gen(); next(g); print(g.throw(ExceptionGroup("x", [KeyError(1), ValueError(2)])))
async def co():
    try: raise ExceptionGroup("co", [OSError(1, "a"), OSError(2, "b")])
    except* FileNotFoundError as e: print("FNF", e.exceptions)
    except* OSError as e: print("OS", e.exceptions)
    return "done"
try: co().send(None)
except StopIteration as e: print(e.value)
def cause():
    try:
        try: raise ExceptionGroup("g", [ValueError(1)])
        except* ValueError as e: raise TypeError("t") from e.exceptions[0]
    except TypeError as t: print(repr(t), repr(t.__cause__), repr(t.__context__))
cause()
def context():
    try: raise KeyError("outer")
    except KeyError:
        try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
        except* ValueError: pass
try: context()
except ExceptionGroup as e: print(repr(e), repr(e.__context__))
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message + "!", excs)
try:
    try: raise MyGroup("mine", [ValueError(1), TypeError(2)])
    except* ValueError as e: print(type(e).__name__, e.message, e.__notes__ if hasattr(e, "__notes__") else None)
except MyGroup as e: print(type(e).__name__, e.message, e.exceptions)
