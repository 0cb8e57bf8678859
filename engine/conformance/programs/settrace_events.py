import sys
log = []
def tracer(frame, event, arg):
    log.append((frame.f_code.co_name, event, frame.f_lineno, arg if not isinstance(arg, tuple) else arg[0].__name__))
    return tracer
def traced(f, *a):
    log.clear()
    sys.settrace(tracer)
    try: r = f(*a)
    except Exception as e: r = repr(e)
    finally: sys.settrace(None)
    print(f.__name__, r)
    for entry in log: print("   ", entry)
def simple(a):
    b = a + 1
    return b
def branches(n):
    if n > 1:
        x = 1
    else:
        x = 2
    return (x,
            n)
def loop(n):
    total = 0
    for i in range(n):
        total += i
    return total
def one_line_loop(n):
    while n: n -= 1
    return n
def calls(n):
    x = simple(n)
    return simple(x) + helper()
def helper(): return 5
def raises():
    x = 1
    raise ValueError("v")
def catches():
    try:
        raises()
    except ValueError as e:
        x = str(e)
    finally:
        y = 2
    return x
def propagates():
    raises()
def gen():
    yield 1
    yield 2
def uses_gen():
    t = 0
    for x in gen():
        t += x
    return t
def delegating():
    r = yield from gen()
    return r
def uses_delegating(): return list(delegating())
def comprehension(): return [x for x in range(2)
                             if x]
def lam(): return (lambda x:
    x + 1)(2)
def throws():
    g = gen()
    next(g)
    try: g.throw(KeyError("k"))
    except KeyError: return "caught"
async def co(): return await co2()
async def co2(): return 3
def awaits():
    try: co().send(None)
    except StopIteration as e: return e.value
def with_stmt():
    class CM:
        def __enter__(self): return 1
        def __exit__(self, *a): return True
    with CM() as c:
        1 / 0
    return c
def decorated():
    @(lambda f: f)
    def inner(a=helper()):
        pass
    return inner()
def executed():
    exec("a = 1\nb = a")
    return eval("1 + 1")
def nested_calls(): return max(helper(), helper(), key=lambda v: -v)
def docstring():
    "doc"
    pass
def star():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e:
        pass
    return 1
def match_stmt(v):
    match v:
        case [a, b]:
            return a
        case _:
            return 0
for f, *a in ((simple, 1), (branches, 1), (branches, 2), (loop, 2), (one_line_loop, 2), (calls, 1), (raises,), (catches,), (propagates,), (uses_gen,), (uses_delegating,), (comprehension,), (lam,), (throws,), (awaits,), (with_stmt,), (decorated,), (executed,), (nested_calls,), (docstring,), (star,), (match_stmt, (1, 2)), (match_stmt, 3)):
    traced(f, *a)
