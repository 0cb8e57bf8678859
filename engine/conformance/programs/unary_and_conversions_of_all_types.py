class A:
    pass


values = [0, True, 1.5, 1j, "", "a", b"", bytearray(), (), (1,), [], {}, {1}, frozenset(), range(0), slice(1), None, ..., NotImplemented, int, len, A(), A, {}.items(), iter([]), (x for x in ())]
fs = {"-": lambda x: -x, "+": lambda x: +x, "~": lambda x: ~x, "not": lambda x: not x, "abs": abs, "len": len, "iter": lambda x: type(iter(x)).__name__, "next": next, "reversed": lambda x: type(reversed(x)).__name__, "int": int, "float": float, "complex": complex, "index": lambda x: [1, 2][x], "hash": lambda x: type(hash(x)).__name__, "bin": bin, "chr": chr, "ord": ord, "round": round, "call": lambda x: type(x()).__name__, "list": list, "dict": dict, "bytes": bytes, "sum": sum, "max": max, "sorted": sorted, "set": lambda x: len(set(x)), "tuple": tuple, "memoryview": lambda x: type(memoryview(x)).__name__, "with": lambda x: x.__enter__(), "star": lambda x: [*x], "double star": lambda x: {**x}, "format": lambda x: format(x, "5") and 1, "await": lambda x: x.__await__(), "divmod": lambda x: divmod(x, 2), "pow": lambda x: pow(x, 2, 3)}
for name, f in fs.items():
    row = []
    for v in values:
        try:
            row.append(repr(f(v)))
        except Exception as e:
            row.append(f"{type(e).__name__}: {e}")
    print(name, row)
