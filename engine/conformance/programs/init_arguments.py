# Calls of classes whose __init__ does not take the arguments, after many that it took
import sys


class P:
    def __init__(self, x, y=2): self.x, self.y = x, y


def make(*args):
    if len(args) == 0: return P()
    if len(args) == 1: return P(args[0])
    if len(args) == 2: return P(args[0], args[1])
    return P(args[0], args[1], args[2])


before = sys.getrefcount(P), sys.getrefcount(P.__init__)
for n in range(40):
    for args in (1,), (1, 2), (), (1, 2, 3):
        try: made = make(*args)
        except TypeError as e:
            if n % 20 == 0: print(e)
        else:
            if n % 20 == 0: print(made.x, made.y)
made = None
print(sys.getrefcount(P) == before[0], sys.getrefcount(P.__init__) == before[1])
