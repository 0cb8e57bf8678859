def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class B: pass
class C(B):
    "doc"
    a: int = 1


def put(o, name, value): return lambda: setattr(o, name, value)
def drop(o, name): return lambda: delattr(o, name)


t(put(C, "__name__", "N"), lambda: C.__name__, lambda: repr(C), put(C, "__name__", 5), put(C, "__name__", "a\0b"), drop(C, "__name__"), put(C, "__qualname__", "Q.N"), lambda: repr(C), put(C, "__qualname__", None), put(C, "__module__", "m"), lambda: repr(C), lambda: C.__module__, put(C, "__module__", 5), lambda: repr(C), drop(C, "__module__"), put(C, "__doc__", "new text"), lambda: C.__doc__, lambda: C().__doc__, drop(C, "__doc__"), put(C, "__annotations__", {"b": 2}), lambda: C.__annotations__, drop(C, "__annotations__"), lambda: C.__annotations__, drop(C, "__annotations__"), put(C, "__annotate__", 5), put(C, "__annotate__", None), put(C, "__annotate__", lambda format: {"made": format}), lambda: C.__annotations__, put(C, "__abstractmethods__", {"m"}), lambda: C.__abstractmethods__, drop(C, "__abstractmethods__"), drop(C, "__abstractmethods__"), put(C, "__type_params__", (1,)), lambda: C.__type_params__, put(C, "__mro__", ()), put(C, "__dict__", {}), put(C, "__class__", type), put(C, "__class__", int), put(C, "__class__", 5), put(C, "new", 1), lambda: C.new, drop(C, "new text"), drop(C, "new text"), put(int, "x", 1), drop(int, "real"), put(int, "__name__", "x"), put(int, "__doc__", "x"), put(type(None), "x", 1), put(type, "x", 1), put(object, "x", 1))
