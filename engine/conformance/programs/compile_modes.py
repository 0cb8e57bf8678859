def attempt(*a, **k):
    try:
        c = compile(*a, **k)
        print(c.co_name, c.co_filename, c.co_firstlineno, c.co_flags, c.co_consts)
        return c
    except BaseException as e: print(type(e).__name__, e)
print(eval(attempt("1 + 2", "<f>", "eval")))
exec(attempt("x = 5\ny = x", "name.py", "exec")); print(y)
exec(attempt("x + 1", "<s>", "single"))
exec(attempt("x = 3; x; None; 'text'", "<s>", "single"))
exec(compile("for i in range(2):\n    i\n", "<s>", "single"))
for a in [(1, "f", "exec"), ("1", 1, "exec"), ("1", "f", 1), ("1", "f", "bad"), ("1", "f", "func_type"), ("1", "f"), ()]:
    attempt(*a)
for k in [dict(flags=1 << 30), dict(optimize=5), dict(optimize=-2), dict(flags="x"), dict(dont_inherit=1), dict(flags=0x10), dict(flags=16777216), dict(flags=2.5), dict(nope=1)]:
    attempt("1", "f", "exec", **k)
src = "def f():\n    'doc'\n    assert 0, 'no'\n    return __debug__\n"
for level in (-1, 0, 1, 2):
    d = {}
    exec(compile(src, "o", "exec", optimize=level), d)
    try: print(level, d["f"].__doc__, d["f"]())
    except AssertionError as e: print(level, d["f"].__doc__, "AssertionError", e)
attempt(b"# coding: latin-1\ns = '\xe9'", "<b>", "exec")
attempt("# coding: latin-1\ns = '\xe9'", "<b>", "exec")
attempt(b"s = '\xc3\xa9'", b"bytes.py", "exec")
attempt("async def f(): pass\nawait f()", "<t>", "exec", flags=0x2000)
c = compile("lambda: (yield)", "<l>", "eval")
print(c.co_consts[0].co_flags)
import builtins
exec(compile("1 + 1", "<s>", "single")); print(builtins._)
exec(compile("None", "<s>", "single")); print(builtins._)
