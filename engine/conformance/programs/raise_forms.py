class E(Exception):
    pass


class Bad(Exception):
    def __init__(self):
        raise ValueError("in init")


class NotOne:
    pass


class Meta(type):
    def __call__(cls):
        return 5


class Made(Exception, metaclass=Meta):
    pass


class New(Exception):
    def __new__(cls):
        return 3


def r(*what):
    try:
        if len(what) == 1:
            raise what[0]
        raise what[0] from what[1]
    except BaseException as e:
        print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)


for what in ((E,), (E("a"),), (E, ValueError), (E, ValueError("c")), (E, None), (E, 5), (E, NotOne), (5,), ("text",), (None,), (NotOne,), (NotOne(),), (Bad,), (E, Bad), (Made,), (New,), (int,), (KeyError("k"),), (StopIteration,), (GeneratorExit, E), (E, E)):
    r(*what)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    try:
        raise E("first")
    finally:
        raise KeyError("second")
except KeyError as e:
    print(repr(e.__context__))
e = E("self")
try:
    raise e from e
except E as x:
    print(x.__cause__ is x, x.__context__)
try:
    try:
        raise e
    except E:
        raise e
except E as x:
    print(x.__context__)
for name, value in (("__cause__", 5), ("__context__", "a"), ("__traceback__", 1), ("__suppress_context__", "x"), ("args", 5), ("__cause__", None), ("args", [1, 2])):
    try:
        setattr(e, name, value)
        print(name, repr(getattr(e, name)))
    except Exception as x:
        print(name, type(x).__name__, x)
try:
    del e.args
except TypeError as x:
    print(x)
