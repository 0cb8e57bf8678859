# The methods behind operators and subscripts, called by name with operands that do not fit
print(type.__module__, getattr(type,"__module__"), object.__module__, int.__module__, type.__qualname__, type.__name__, type.__doc__ is None, type.__dict__["__module__"])
class M(type): pass
print(M.__module__, M.__name__, getattr(M, "__module__"))
for f in (lambda: [1].__imul__(float), lambda: [1].__mul__(float), lambda: (1,).__mul__("a"), lambda: "a".__mul__(None), lambda: "a".__rmul__(1.5), lambda: b"a".__mul__([]), lambda: [1].__rmul__(True), lambda: [1].__imul__(2), lambda: bytearray(b"a").__imul__("x"), lambda: [1].__add__(5), lambda: [].__iadd__(5), lambda: "a".__add__(5), lambda: (1,).__add__([1]), lambda: {}.__or__(5), lambda: {}.__ior__(5), lambda: {1}.__ior__(5), lambda: {1}.__and__([1]), lambda: [].__contains__(), lambda: [1].__getitem__("a"), lambda: [1].__setitem__("a", 1), lambda: [1].__delitem__("a"), lambda: "abc".__getitem__(None), lambda: {}.__getitem__([]), lambda: range(3).__getitem__("a"), lambda: b"abc".__getitem__("a"), lambda: (1,2).__getitem__(1.0), lambda: "a".__mod__(5), lambda: "a".__rmod__(5), lambda: (5).__rsub__("a"), lambda: (5).__divmod__("a"), lambda: (5).__pow__(2, "a"), lambda: (5).__pow__("a", 3)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
