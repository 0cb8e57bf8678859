import sys
from itertools import islice


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        if self.n is None:
            raise KeyError("from __index__")
        return self.n


for arguments in (
    (2,), (None,), (-1,), (-2,), ("x",), (2.5,), (10**30,), (Index(2),), (Index(-1),), (Index(None),),
    (1, 3), (-1, 3), ("x", 3), (1, -1), (1, -2), (1, "x"), (None, None), (Index(None), 2), (1, Index(None)), (10**30, 2),
    (0, 4, 2), (0, 4, 0), (0, 4, -1), (0, 4, "x"), (0, 4, None), (0, 4, Index(3)), (0, 4, Index(None)), (3, 1), (0, None, 3),
):
    try:
        print(len(arguments), list(islice(range(5), *arguments)))
    except (ValueError, TypeError, KeyError, OverflowError) as e:
        print(len(arguments), type(e).__name__, e)
for depth in (10**30, -5, "x", 1.0, 50):
    try:
        print(sys._getframe(depth).f_code.co_name)
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
import ast

try:
    ast.AST.count
except AttributeError as e:
    print(e)
