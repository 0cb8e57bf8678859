class A:
    pass


values = [1, True, 1.5, 1j, "a", b"a", bytearray(b"a"), (1,), [1], {1: 2}, {1}, frozenset({1}), range(2), slice(1), None, ..., NotImplemented, int, len, A(), {}.keys(), memoryview(b"a")]
signs = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "//": lambda a, b: a // b, "%": lambda a, b: a % b, "**": lambda a, b: a ** b, "@": lambda a, b: a @ b, "&": lambda a, b: a & b, "|": lambda a, b: a | b, "^": lambda a, b: a ^ b, "<<": lambda a, b: a << b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "in": lambda a, b: a in b}
for sign, f in signs.items():
    for a in values:
        row = []
        for b in values:
            try:
                row.append(type(f(a, b)).__name__)
            except Exception as e:
                row.append(f"{type(e).__name__}: {e}")
        print(sign, type(a).__name__, row)
