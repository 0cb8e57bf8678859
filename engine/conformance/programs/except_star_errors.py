import sys
def bad(cls, exc=ExceptionGroup("g", [ValueError(1)])):
    try:
        try: raise exc
        except* cls: print("caught")
    except BaseException as e:
        print(type(e).__name__, e, "|", repr(e.__context__))
for c in (ExceptionGroup, BaseExceptionGroup, (ValueError, ExceptionGroup), int, 5, (ValueError, 5), ()):
    bad(c)
class SplitBad(ExceptionGroup):
    def split(self, m): return self.what
for what in (5, (), (1,), (None, None), (None, None, 3)):
    g = SplitBad("s", [ValueError(1), TypeError(2)]); g.what = what
    bad(ValueError, g)
class SplitRaises(ExceptionGroup):
    def split(self, m): raise KeyError("in split")
bad(ValueError, SplitRaises("s", [ValueError(1), TypeError(2)]))
def handled():
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as e:
        print(repr(sys.exception()), sys.exc_info()[1] is e)
        try: 1 / 0
        except ZeroDivisionError as z: print(repr(z.__context__))
        print(repr(sys.exception()))
    except* TypeError as e:
        print(repr(sys.exception()))
    print(sys.exception())
handled()
def names():
    try: raise ValueError(1)
    except* ValueError as e: pass
    try: e
    except UnboundLocalError as u: print(u)
names()
def loop():
    for i in range(3):
        try: raise ExceptionGroup("g", [ValueError(i)])
        except* ValueError as e: print(e.exceptions[0].args)
loop()
def gen():
    try: yield 1
    except* ValueError as e: yield repr(e)
g = gen(); next(g); print(g.throw(ValueError("v")))
