log = []


def make(name, base=object, **answers):
    def method(op):
        def f(self, *other):
            log.append(f"{name}.{op}")
            return answers.get(op, NotImplemented)
        return f
    ops = [p + o for o in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "lshift", "rshift", "divmod") for p in ("", "r", "i")]
    ops += ["lt", "le", "gt", "ge", "eq", "ne"]
    return type(name, (base,), {f"__{op}__": method(op) for op in ops})


A, B = make("A"), make("B")
C = make("C", A)
D = make("D", A, radd="D", add="d", lt="dl", gt="dg", eq="de")
E = type("E", (A,), {})
signs = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "**": lambda a, b: a ** b, "@": lambda a, b: a @ b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "divmod": divmod}


def iadd(a, b):
    a += b
    return a


signs["+="] = iadd
for sign, f in signs.items():
    for x, y in ((A, B), (A, A), (A, C), (C, A), (A, D), (D, A), (A, E), (E, A), (A, int), (int, A), (str, A), (A, list)):
        log.clear()
        a, b = x.__new__(x), y.__new__(y)
        try:
            r = f(a, b)
            r = r if isinstance(r, (str, bool)) else type(r).__name__
        except TypeError as e:
            r = str(e)
        print(x.__name__, sign, y.__name__, r, log)
