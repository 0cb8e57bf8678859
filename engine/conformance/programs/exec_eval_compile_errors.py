def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


t(lambda: eval("1 + 1"), lambda: eval(" 1"), lambda: eval("\t2\n"), lambda: eval("x", {"x": 5}), lambda: eval("x", {}, {"x": 6}), lambda: eval("x", {}), lambda: eval("x = 1"), lambda: eval(""), lambda: eval("1 +"), lambda: eval(5), lambda: eval(b"3 * 2"), lambda: eval("1", 5), lambda: eval("1", {}, 5), lambda: eval("1", None, {}), lambda: eval("1", globals={}), lambda: eval("y", {}, locals={"y": 1}), lambda: eval("1", {}, {}, {}), lambda: eval("\x001"), lambda: eval("lambda: z", {"z": 8})(), lambda: eval("[x for x in (1, 2)]"), lambda: eval("(yield)"), lambda: eval("await x"), lambda: eval("f'{1}'"), lambda: eval(compile("1 + 2", "f", "eval")), lambda: eval(compile("q = 3", "f", "exec")), lambda: eval("__builtins__", {}).__class__.__name__, lambda: eval("len", {"__builtins__": {}}), lambda: eval("len('ab')", {"__builtins__": {"len": lambda s: "mine"}}), lambda: eval("1", {"__builtins__": 5}))
ns = {}
t(lambda: exec("a = 1; b = a + 1", ns), lambda: sorted(k for k in ns if k != "__builtins__"), lambda: exec("a = 5", {}, ns), lambda: ns["a"], lambda: exec(5), lambda: exec("1 +"), lambda: exec("def f(: pass"), lambda: exec("x = 1", 5), lambda: exec("return 1"), lambda: exec("yield 1"), lambda: exec("break"), lambda: exec("raise KeyError('k')"), lambda: exec("1/0"), lambda: exec("del nope"), lambda: exec("print(nope)"), lambda: exec("global g; g = 1", ns), lambda: ns["g"], lambda: exec("nonlocal x"), lambda: exec("class C: y = 1\nz = C.y", ns), lambda: ns["z"], lambda: exec("", ns), lambda: exec("pass", None), lambda: exec("x", {}, {"x": 1}), lambda: exec(compile("w = 4", "f", "exec"), ns), lambda: ns["w"], lambda: exec("pass", closure=()), lambda: exec(compile("pass", "", "exec"), closure=()), lambda: exec(t.__code__), lambda: exec((lambda: 1).__code__), lambda: exec())
t(lambda: compile("1", "f", "eval").co_name, lambda: compile("1", "f", "bad"), lambda: compile("1", "f", 5), lambda: compile("1", 5, "eval"), lambda: compile("1", b"f", "eval").co_filename, lambda: compile("1", "f"), lambda: compile(5, "f", "eval"), lambda: compile("1 2", "f", "eval"), lambda: compile("x = 1", "f", "eval"), lambda: compile("1\n2", "f", "single"), lambda: compile("1", "f", "single").co_consts, lambda: compile("1", "f", "eval", 1), lambda: compile("1", "f", "eval", flags=1 << 28), lambda: compile("1", "f", "eval", optimize=5), lambda: compile("assert 0", "f", "exec", optimize=1).co_consts, lambda: compile("1", "f", "eval", dont_inherit=True).co_flags, lambda: compile(source="1", filename="f", mode="eval").co_stacksize, lambda: compile("a\0b", "f", "exec"), lambda: compile(b"\xff", "f", "exec"), lambda: compile("'a", "f", "exec"), lambda: compile("(", "f", "exec"), lambda: compile("  x", "f", "exec"), lambda: compile("if 1:\nx", "f", "exec"), lambda: compile("x\n  y", "f", "exec"))
def f():
    x = 1
    exec("x = 2; y = 3")
    return x, sorted(locals())


def g():
    x = 1
    return eval("x + 1"), eval("[x for _ in (1,)]"), eval("(lambda: 5)()")


def h():
    d = {}
    exec("x = 1", globals(), d)
    return d, "x" in globals()


t(f, g, h)
