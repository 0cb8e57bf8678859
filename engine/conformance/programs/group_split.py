def show(o, depth=0):
    pad = "  " * depth
    if isinstance(o, BaseExceptionGroup):
        print(pad + type(o).__name__, o.message)
        for e in o.exceptions: show(e, depth + 1)
    else: print(pad + repr(o))
eg = ExceptionGroup("top", [ValueError(1), TypeError(2), ExceptionGroup("mid", [ValueError(3), KeyError(4)]), OSError(5)])
for matcher in (ValueError, (ValueError, OSError), KeyError, Exception, ExceptionGroup, ZeroDivisionError, lambda e: isinstance(e, KeyError),
                lambda e: len(e.args) == 1 and e.args[0] in (1, 4), lambda e: []):
    for part in eg.split(matcher): show(part)
    show(eg.subgroup(matcher))
for bad in (1, None, "x", int, (ValueError, 1), [ValueError], object):
    try: eg.split(bad)
    except TypeError as e: print(e)
    try: eg.subgroup(bad)
    except TypeError as e: print(e)
def fails(e): raise RuntimeError("in predicate")
try: eg.split(fails)
except RuntimeError as e: print(e)
class Mine(ExceptionGroup):
    def __new__(cls, message, excs, code):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self
    def __init__(self, message, excs, code): pass
    def derive(self, excs):
        print("derive", len(excs))
        return Mine(self.message, excs, self.code)
m = Mine("mine", [ValueError(1), TypeError(2), Mine("in", [ValueError(3), OSError(4)], 7)], 5)
m.add_note("a note")
a, b = m.split(ValueError)
show(a); show(b)
print(a.code, b.code, a.exceptions[1].code, a.__notes__, a.__notes__ is m.__notes__, a.__suppress_context__)
class Bad(ExceptionGroup):
    def derive(self, excs): return 5
try: Bad("b", [ValueError(1), TypeError(2)]).split(ValueError)
except TypeError as e: print(e)
print(repr(eg.derive([KeyError()])))
try: eg.derive([])
except ValueError as e: print(e)
try: raise eg
except ExceptionGroup as e:
    a, b = e.split(ValueError)
    print(a.__traceback__ is e.__traceback__, b.__traceback__ is e.__traceback__, a.__context__, a.__cause__)
