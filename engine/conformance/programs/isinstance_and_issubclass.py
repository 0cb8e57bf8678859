def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A: pass
class B(A): pass


class Fake:
    @property
    def __class__(self): return A


class BadClass:
    @property
    def __class__(self): raise ValueError("class")


class NoType:
    __class__ = 5


t(lambda: isinstance(B(), A), lambda: isinstance(A(), B), lambda: isinstance(1, (str, int)), lambda: isinstance(1, (str, (float, (int,)))), lambda: isinstance(1, ()), lambda: isinstance(1, int | str), lambda: isinstance(None, int | None), lambda: isinstance(1, list[int]), lambda: isinstance([], list[int]), lambda: isinstance(1, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance("a", (int, 5)), lambda: isinstance(1, [int]), lambda: isinstance(1), lambda: isinstance(1, int, 2), lambda: isinstance(True, int), lambda: isinstance(int, type), lambda: isinstance(type, object), lambda: isinstance(Fake(), A), lambda: isinstance(Fake(), B), lambda: isinstance(Fake(), Fake), lambda: isinstance(BadClass(), A), lambda: isinstance(BadClass(), BadClass), lambda: isinstance(NoType(), A), lambda: isinstance(1, int | list[int]), lambda: isinstance(1, "int"), lambda: isinstance(1, None), lambda: isinstance(None, type(None)),
  lambda: issubclass(B, A), lambda: issubclass(A, A), lambda: issubclass(A, (int, object)), lambda: issubclass(1, int), lambda: issubclass(int, 1), lambda: issubclass(bool, int | str), lambda: issubclass(list[int], list), lambda: issubclass(list, list[int]), lambda: issubclass(int, ()), lambda: issubclass(A), lambda: issubclass("a", str), lambda: issubclass(type, object), lambda: issubclass(object, type), lambda: issubclass(type(None), object), lambda: issubclass(int, (str, 5)), lambda: issubclass(int, (int, 5)))
nested = int
for _ in range(100):
    nested = (nested,)
t(lambda: isinstance(1, nested), lambda: callable(A), lambda: callable(A()), lambda: callable(len), lambda: callable(5), lambda: callable(), lambda: callable(t), lambda: callable(A().__init__))


class Call:
    def __init__(self): self.__call__ = lambda: 1


t(lambda: callable(Call()), lambda: Call()())
