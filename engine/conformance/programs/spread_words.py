# Who is named when a call is given what it cannot spread
def every(*a, **k): return a, k
class Q:
    def m(self): pass
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
    class Inner:
        def deep(self): pass
class Odd:
    __qualname__ = "Odd.Name"
    def __call__(self): pass
callables = every, Q().m, Q.c, Q.s, Q.Inner().deep, Odd(), len, [].append, str.join, dict, print, lambda: 1, (lambda: 1).__call__
for f in callables:
    for spread in lambda: f(*5), lambda: f(**5), lambda: f(a=1, **{"a": 2}), lambda: f(**{1: 2}), lambda: f(*None, **None):
        try: print(spread())
        except (TypeError, ValueError) as e: print(type(e).__name__, e)
for wrong in lambda: 1 - list[int], lambda: list[int] < 1, lambda: [].x, lambda: (1).__iter__, lambda: iter(list), lambda: -{}, lambda: {}["a":1]:
    try: print(wrong())
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
