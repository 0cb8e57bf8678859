import sys
x = 5; name = "w"
t = t"hello {name!r:>{x}} and {x + 1} {x=}"
print(t); print(t.strings, t.interpolations, t.values); print(list(t))
e = t""
print(e, list(e), list(t"{x}"), list(t"{x}{x}"), list(t"a{x}"))
T, I = type(t), type(t.interpolations[0])
print(T, I, T.__module__, T.__name__, T.__qualname__, type(iter(t)))
print(t"a" + t"b{x}" + t"c")
for f in (lambda: t"a" + "b", lambda: "b" + t"a", lambda: t"a" * 2, lambda: T(1), lambda: T(x=1), lambda: T("a", t), lambda: len(t), lambda: t[0], lambda: t(), lambda: str(t"a{1/0}"), lambda: I(), lambda: I(1, 2), lambda: I(1, "a", "x"), lambda: I(1, "a", 3), lambda: I(1, "a", None, 3), lambda: I(1, b=2), lambda: setattr(t, "strings", 1), lambda: setattr(t, "q", 1), lambda: t < t, lambda: I(1,2,3,4,5)):
    try: print(repr(f()))
    except Exception as ex: print(type(ex).__name__, ex)
print(T("a", "b", I(1, "one", "r", ">5"), I(2), "c"), T(), T(I(1)))
i = t"{x!s:>10}".interpolations[0]
print(i.value, i.expression, i.conversion, i.format_spec, repr(i), i.__match_args__)
match i:
    case I(v, ex, c, fs): print(v, ex, c, fs)
print(t"a" == t"a", hash(e) == hash(e), e == e, bool(e), I[int], T[int])
print(rt"\n{x}", t'{x}' t'{name}', t"{ x }", t"{x!r}{x!a}")
def lazy():
    v = []
    t1 = t"{v}"; v.append(1); return t1
print(lazy())
print(i.__reduce__()[1], sys.getsizeof(t), sys.getsizeof(i), sys.getsizeof(iter(t)), t.__class__.__doc__ is not None)
it = iter(t"a{x}b"); print(next(it), next(it), next(it)); 
try: next(it)
except StopIteration: print("end")
