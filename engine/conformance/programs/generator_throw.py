# throw
def h():
    try: yield 1
    except ValueError as e:
        print("caught", e, e.__context__)
        yield 2
for args in [(ValueError,), (ValueError("a"),), (ValueError, "b"), (ValueError, ("c", "d")), (ValueError, None), (ValueError, ValueError("x"))]:
    x = h(); next(x); print(x.throw(*args))
x = h()
for args in [(1,), ("s",), (ValueError("a"), 1), (ValueError, 1, 2)]:
    try: x.throw(*args)
    except TypeError as e: print(e)
try: x.throw(KeyError("first"))
except KeyError as e: print("KE", e, e.__traceback__.tb_next.tb_lineno, x.gi_frame)
try: x.throw(KeyError("again"))
except KeyError as e: print("KE", e, e.__traceback__.tb_next)
try: next(x)
except StopIteration as e: print("stop", e.value)
# context
def k():
    try: yield 1
    except Exception as e: print(repr(e.__context__), repr(e.__cause__)); raise
x = k(); next(x)
try:
    try: 1/0
    except ZeroDivisionError: x.throw(KeyError("k"))
except KeyError as e: print(repr(e.__context__))
# already executing
def me():
    yield next(m)
m = me()
try: next(m)
except ValueError as e: print(e)
def me2():
    try: m.close()
    except ValueError as e: print("close", e)
    try: m.throw(KeyError)
    except ValueError as e: print("throw", e)
    yield
m = me2(); next(m)
def ignoring():
    while True:
        try: yield 1
        except GeneratorExit: print("ignored")
        break_ = 1
x = ignoring(); next(x)
try: x.close()
except RuntimeError as e: print(e)
try: g().send(1)
except TypeError as e: print(e)
def stop():
    yield 1
    raise StopIteration("x")
x = stop(); next(x)
try: next(x)
except RuntimeError as e: print(repr(e), repr(e.__cause__), e.__cause__ is e.__context__)
def deleg():
    r = yield from inner()
    print("r", r)
    yield r
def inner():
    try: yield "in"
    except KeyError: return "from inner"
    finally: print("inner fin")
x = deleg(); next(x); print(x.gi_yieldfrom.__name__); print(x.throw(KeyError)); x.close()
x = deleg(); next(x); x.close()
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def close(self): print("It.close")
    def throw(self, *a): print("It.throw", a); return 5
def d2():
    yield from It()
x = d2(); next(x); print(x.throw(ValueError, "v")); x.close()
class Bad(It):
    def close(self): raise KeyError("in close")
def d3():
    try: yield from Bad()
    except KeyError as e: print("d3", e, repr(e.__context__)); yield 7
x = d3(); next(x)
try: x.close()
except RuntimeError as e: print(e)
