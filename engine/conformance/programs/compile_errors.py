def t(src, mode="exec", **k):
    try: compile(src, "<f>", mode, **k)
    except SyntaxError as e: print(type(e).__name__, e.args, "|", str(e), "|", (e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line))
    except BaseException as e: print(type(e).__name__, e, e.args)
for s in ["1 +", "x = (1,\n", "  a\n b", "def f(:\n pass", "return", "a\x00b", "'\ud800'", "\tx\n        y\n  z", "f(x for x in y, 1)", "impotr x", "class A:\n def f(self):\n  return 1\n   x=2", "x = 1\ny = = 2\nz", "eval", "", "1 = x", "f() = 2", "def f(a, a): pass", "'unterminated", "'''unterminated\nmore", "x = 08", "a b", "if x\n pass", "{1: 2, 3}", "del f()", "lambda: (yield", "async with x: pass", "*a", "print 1"]: t(s)
t("x=1","eval"); t("","eval"); t("1;2","eval"); t("x=1\ny=2","single"); t("","single"); t("if 1:\n x\n","single")
