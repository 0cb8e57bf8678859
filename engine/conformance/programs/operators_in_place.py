# Repeating and joining in place, with every pair of operands
class L(list): pass
class I(int): pass
class X:
    def __index__(self): return 2
for a in (L([1]), I(3), [1], bytearray(b"a"), (1,), "a", X(), {}, {1}, range(2), 2, 2.5):
    for b in (L([1]), I(2), 2, "x", X(), None, (1,), {}, bytearray(b"z"), 10**30):
        for code in ("x *= b", "x = x * b", "x += b", "x = x + b"):
            d = {"x": a if not isinstance(a, (list, bytearray)) else a[:], "b": b}
            try: exec(code, d); print(code, type(a).__name__, type(b).__name__, type(d["x"]).__name__, d["x"])
            except (TypeError, OverflowError) as e: print(code, type(e).__name__, e)
            except MemoryError: print(code, "memory")
