from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1
    def shout(self): return self.name + "!"
print(Color.RED, repr(Color.GREEN), Color(1), Color["RED"], Color.ALIAS is Color.RED, list(Color), Color.RED.shout(), len(Color))
class N(IntEnum):
    A = auto()
    B = auto()
print(N.A + 1, N.B > N.A, sorted([N.B, N.A]), N.A == 1, f"{N.A}", isinstance(N.A, int))
class P(Flag):
    R = auto(); W = auto(); X = auto()
print(P.R | P.W, P.R in (P.R | P.X), ~P.R, P(5), list(P.R | P.X), bool(P(0)))
class S(StrEnum):
    ONE = auto()
print(S.ONE, S.ONE.upper(), S("one"))
for bad in [lambda: Color(3), lambda: Color["X"], lambda: setattr(Color, "RED", 2), lambda: Color.RED < Color.GREEN, lambda: unique(Color)]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
