def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def check(x):
    assert x, f"got {x!r}"
    return "fine"


def bare(x):
    assert x


def parenthesised(x):
    assert (x, "always true")[0] or x, ("a", "tuple")


class Loud:
    def __bool__(self): print("bool", end=" "); return False
    def __str__(self): print("str", end=" "); return "loud"


def lazily(x):
    assert x, print("message evaluated")


t(lambda: check(1), lambda: check([]), lambda: bare(None), lambda: bare(5), lambda: parenthesised(0), lambda: check(Loud()), lambda: lazily(1), lambda: lazily(0))
AssertionError_ = AssertionError
AssertionError = ValueError
t(lambda: bare(0))
del AssertionError
try:
    assert False, Loud()
except AssertionError as e:
    print(e.args[0].__class__.__name__, str(e))
try:
    assert 1 == 2, KeyError("as message")
except AssertionError as e:
    print(repr(e), e)
t(lambda: eval(compile("1", "f", "eval", optimize=1)), lambda: exec(compile("assert 0", "f", "exec", optimize=1)), lambda: exec(compile("assert 0", "f", "exec", optimize=0)), lambda: exec(compile("print(__debug__)", "f", "exec", optimize=2)), lambda: exec(compile("print(__debug__)", "f", "exec")))
