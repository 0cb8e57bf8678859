def attempt(f, *a, **k):
    try: print(f(*a, **k))
    except BaseException as e: print(type(e).__name__, e)
for f in (exec, eval):
    attempt(f); attempt(f, 1); attempt(f, None); attempt(f, [])
    attempt(f, "1", 5); attempt(f, "1", [1]); attempt(f, "1", {}, 5); attempt(f, "1", {}, [1]); attempt(f, "1", None, None); attempt(f, "1", {}, None)
    attempt(f, "1", globals={"a": 1}); attempt(f, "1", locals={"a": 1}); attempt(f, source="1"); attempt(f, "1", x=1)
    attempt(f, "1/0"); attempt(f, "raise SystemExit(3)" if f is exec else "exit_now"); attempt(f, "1\x002"); attempt(f, b"1"); attempt(f, b"\xff"); attempt(f, bytearray(b"1+1"))
    attempt(f, "1 +"); attempt(f, "(" * 50); attempt(f, "x = = 1"); attempt(f, ""); attempt(f, "   "); attempt(f, "a; b")
attempt(eval, "x = 1"); attempt(eval, "yield 1"); attempt(exec, "return 1"); attempt(exec, "yield 1"); attempt(exec, "await x"); attempt(exec, "break"); attempt(exec, "nonlocal q"); attempt(exec, "x = 1\nglobal x")
attempt(exec, "from __future__ import nope"); attempt(exec, "  x"); attempt(exec, "if 1:\nx"); attempt(exec, "if 1:\n\tx\n        y")
def outer():
    c = 1
    def inner(): return c
    return inner
inner = outer()
attempt(eval, inner.__code__); attempt(exec, inner.__code__); attempt(exec, inner.__code__, closure=inner.__closure__)
attempt(exec, inner.__code__, closure=()); attempt(exec, inner.__code__, closure=[1]); attempt(exec, inner.__code__, closure=(1,)); attempt(exec, "1", closure=inner.__closure__)
attempt(exec, compile("1", "f", "exec"), closure=inner.__closure__)
def takes(a): return a
attempt(eval, takes.__code__)
def plain(): return "plain"
attempt(eval, plain.__code__); attempt(exec, plain.__code__)
def gen(): yield 1
attempt(lambda: list(eval(gen.__code__)))
try: exec("def f():\n  raise KeyError('deep')\nf()")
except KeyError as e:
    t = e.__traceback__
    while t: print(t.tb_frame.f_code.co_filename.rsplit("/")[-1], t.tb_frame.f_code.co_name, t.tb_lineno); t = t.tb_next
