# what types, descriptors and built-in functions say about themselves
def t(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__} {e}"
print(type(None)(), type(...)(), type(NotImplemented)(), t(lambda: type(None)(1)))
print(t(lambda: type(iter([]))()), t(lambda: type(len)()), t(lambda: type((i for i in ()))()))
class A:
    x: int = 1
    def f(self, a: int, *b: str) -> None: "doc of f"
print(A.f.__name__, A().f.__name__, A().f.__qualname__, A().f.__doc__, A().f.__func__ is A.f, A.__annotations__, A.f.__annotations__)
print(list.append.__doc__ is not None, list.append.__name__, list.append.__objclass__, list.append.__text_signature__, len.__text_signature__, getattr.__text_signature__)
print(int.__text_signature__, list.__text_signature__, enumerate.__text_signature__, int.__add__.__text_signature__, [].sort.__text_signature__)
print(sorted(bool.__dict__) == ['__and__', '__doc__', '__invert__', '__new__', '__or__', '__rand__', '__repr__', '__ror__', '__rxor__', '__xor__'], '__add__' in bool.__dict__)
print(list.__flags__ & ~(1 << 19), int.__itemsize__, A.__flags__ & ~(1 << 19), dict.__basicsize__)
print(dir([]) == sorted(set(dir([]))), len(dir([])), len(dir(int)), len(dir(str)), len(dir(dict)), len(dir(set)), len(dir(type)), len(dir(A)), len(dir(None)), len(dir(ValueError)))
print(t(lambda: int.__annotations__), t(lambda: A.__abstractmethods__), A.__type_params__, list[int].__origin__, list[int].__args__, dict[str, int])
print(int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\x01\x00", "little"), int.from_bytes(b"\xff\xfe", signed=True), t(lambda: int.from_bytes(b"a", "x")), t(lambda: int.from_bytes()))
print({}.__contains__(1), {1: 2}.__getitem__(1), list(reversed({1: 2, 3: 4})), list({1: 2}.items().__reversed__()), {1: 2}.keys().mapping, {1}.isdisjoint([2]), {1: 2}.keys().isdisjoint([1]))
print(iter([1, 2]).__length_hint__(), iter(range(5)).__length_hint__(), reversed([1]).__length_hint__(), iter({1: 1}).__length_hint__(), iter({1, 2}).__length_hint__())
s = super(A, A())
print(s.__thisclass__, s.__self_class__, type(s.__self__), len.__self__.__name__, len.__module__, [].append.__self__, [].__len__.__self__, [].__len__.__objclass__)
print((5).__getnewargs__(), (2.5).__getnewargs__(), "a".__getnewargs__(), (1,).__getnewargs__(), (1j).__getnewargs__(), (1j).__complex__())
print(type.__instancecheck__(int, 5), type.__subclasscheck__(int, bool), object.__subclasshook__(1), isinstance(type.__prepare__(), dict))
print(staticmethod(len).__func__, classmethod(len).__wrapped__)
e = OSError(2, "no", "file")
print(e.errno, e.strerror, e.filename, ImportError("m", name="n", path="p").path)
print(divmod(7, 2), divmod(-7.5, 2), (7).__divmod__(2), (2).__rdivmod__(7), t(lambda: divmod("a", 1)), (7).__pow__(2, 5), t(lambda: (7).__rpow__(2)))
print([1, 2].__iadd__([3]), [1] .__imul__(2), {1}.__ior__({2}), {1: 2}.__ior__({3: 4}), (1).__bool__(), (0.0).__bool__(), (1.5).__int__(), True.__index__(), True.__invert__.__name__)
print(property(lambda s: 1).__get__(A(), A), A.f.__get__(5).__self__, t(lambda: A.f.__get__(None, None)), A.f.__get__(None, A) is A.f)
