def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


def tree(e, depth=0):
    if isinstance(e, BaseExceptionGroup):
        return f"{type(e).__name__}({e.message!r}, [{', '.join(tree(x) for x in e.exceptions)}])"
    return repr(e)


class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message + "!", excs)


class NoDerive(ExceptionGroup):
    pass


class Typed(ExceptionGroup):
    def __new__(cls, message, excs, code=0):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self


g = ExceptionGroup("top", [ValueError(1), ExceptionGroup("mid", [TypeError(2), ValueError(3), ExceptionGroup("low", [KeyError(4)])]), OSError(5)])
for what in (ValueError, TypeError, (ValueError, KeyError), LookupError, ExceptionGroup, Exception, RuntimeError, lambda e: "3" in str(e), lambda e: isinstance(e, ExceptionGroup) and e.message == "mid", lambda e: False):
    s, (m, r) = g.subgroup(what), g.split(what)
    print(s and tree(s), "/", m and tree(m), "/", r and tree(r), s is g)
t(lambda: g.split(5), lambda: g.split("a"), lambda: g.split((ValueError, 5)), lambda: g.split(), lambda: g.subgroup(None), lambda: g.split(lambda: 1), lambda: g.split(lambda e: 1 / 0), lambda: g.derive([ValueError()]), lambda: g.derive(5), lambda: g.derive([]), lambda: setattr(g, "message", "x"), lambda: setattr(g, "exceptions", ()), lambda: g.exceptions.__class__.__name__, lambda: g.message, lambda: len(g.exceptions), lambda: str(g), lambda: repr(g))
m = MyGroup("mine", [ValueError(1), TypeError(2)])
m.add_note("note")
a, b = m.split(ValueError)
print(tree(a), a.__notes__, tree(b), type(b).__name__, a.__cause__)
n = NoDerive("none", [ValueError(1), TypeError(2)])
print(type(n.subgroup(ValueError)).__name__, type(n.split(KeyError)[1]).__name__)
ty = Typed("typed", [ValueError(1), TypeError(2)], code=7)
print(ty.code, type(ty.subgroup(ValueError)).__name__, tree(ty))


def star(group, *kinds):
    out = []
    try:
        try:
            raise group
        except* ValueError as e:
            out.append("V " + tree(e))
        except* (TypeError, KeyError) as e:
            out.append("T " + tree(e))
            if "raise" in kinds: raise RuntimeError("in handler")
            if "again" in kinds: raise
        except* OSError as e:
            out.append("O " + tree(e))
        else:
            out.append("else")
        finally:
            out.append("finally")
    except BaseException as e:
        out.append("left " + tree(e) + f" from {type(e.__context__).__name__}")
    return out


for x in (g, m, ValueError("plain"), TypeError("plain"), RuntimeError("plain"), ExceptionGroup("r", [RuntimeError(1), ValueError(2)]), BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)])):
    print(star(x))
    print(star(x, "raise"))
    print(star(x, "again"))
