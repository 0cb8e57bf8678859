def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class NoBool:
    __bool__ = None
class NoBoolLen:
    __bool__ = None
    def __len__(self): return 1
class BoolRaises:
    def __bool__(self): raise ValueError("bool")
class LenRaises:
    def __len__(self): raise KeyError("len")
class Huge:
    def __len__(self): return 2**63
class Minus:
    def __len__(self): return -2**70
class Index:
    def __index__(self): return 3
class LenIndex:
    def __len__(self): return Index()


for cls in (NoBool, NoBoolLen, BoolRaises, LenRaises, Huge, Minus, LenIndex):
    x = cls()
    t(lambda: bool(x), lambda: not x, lambda: 1 if x else 2, lambda: x and 1, lambda: x or 1, lambda: len(x), lambda: any([x]), lambda: all([x]), lambda: list(filter(None, [x])) and 1, lambda: [1 for _ in "a" if x], lambda: bool([x]))


def loop(x):
    while x:
        return "in loop"
    return "out"


def check(x):
    assert x, "message"
    return "passed"


def match_guard(x):
    match 1:
        case 1 if x: return "guard"
    return "no"


for cls in (NoBool, BoolRaises, LenIndex, Minus):
    x = cls()
    t(lambda: loop(x), lambda: check(x), lambda: match_guard(x))
