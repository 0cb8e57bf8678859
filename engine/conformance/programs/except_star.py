def attempt(exc):
    try:
        try:
            raise exc
        except* ValueError as e:
            print("ValueError", repr(e), [x.args for x in e.exceptions])
        except* (TypeError, KeyError) as e:
            print("Type or Key", repr(e))
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print("left:", repr(e), repr(e.__context__), repr(e.__cause__))
    print("---")
V, T, K, O = ValueError, TypeError, KeyError, OSError
attempt(V(1))
attempt(O(2))
attempt(ExceptionGroup("g", [V(1), T(2)]))
attempt(ExceptionGroup("g", [V(1), O(2)]))
attempt(ExceptionGroup("g", [V(1), ExceptionGroup("h", [T(2), O(3), V(4)])]))
attempt(BaseExceptionGroup("g", [V(1), KeyboardInterrupt()]))
attempt(SystemExit(3))
def none():
    try: pass
    except* ValueError: print("no")
    else: print("else")
    finally: print("finally")
none()
def reraise():
    try: raise ExceptionGroup("g", [V(1), T(2), O(3)])
    except* V: raise
    except* T as e: raise
try: reraise()
except ExceptionGroup as e: print(repr(e), e.__context__)
def new():
    try: raise ExceptionGroup("g", [V(1), T(2), O(3)])
    except* V as e: raise KeyError("new") from e
    except* T: raise IndexError("other")
try: new()
except ExceptionGroup as e:
    print(repr(e))
    for x in e.exceptions: print(repr(x), repr(x.__cause__), repr(x.__context__))
def naked():
    try: raise V(1)
    except* V as e:
        print(type(e), e.message == "", e.__traceback__.tb_lineno, e.exceptions[0].__traceback__.tb_lineno)
        raise
try: naked()
except BaseException as e: print(repr(e))
def raise_e():
    try: raise ExceptionGroup("g", [V(1), T(2)])
    except* V as e: raise e
try: raise_e()
except ExceptionGroup as e: print(repr(e), repr(e.__context__))
def nested():
    try:
        try: raise ExceptionGroup("o", [V(1), T(2)])
        except* V: 1 / 0
    except* ZeroDivisionError as e: print("ZD", repr(e))
    except* T as e: print("T", repr(e))
nested()
