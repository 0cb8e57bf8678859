class A:
    pass


values = [1, 1.5, "a", b"a", bytearray(b"a"), (1,), [1], {1: 2}, {1}, frozenset({1}), range(2), None, int, A(), {}.keys()]


def iadd(a, b): a += b; return a
def isub(a, b): a -= b; return a
def imul(a, b): a *= b; return a
def iand(a, b): a &= b; return a
def ior(a, b): a |= b; return a
def ixor(a, b): a ^= b; return a
def ipow(a, b): a **= b; return a
def imatmul(a, b): a @= b; return a
def ilshift(a, b): a <<= b; return a
def imod(a, b): a %= b; return a
def idiv(a, b): a //= b; return a


for f in (iadd, isub, imul, iand, ior, ixor, ipow, imatmul, ilshift, imod, idiv):
    for a in values:
        row = []
        for b in values:
            copy = a.copy() if hasattr(a, "copy") else a
            try:
                r = f(copy, b)
                row.append(f"{type(r).__name__} {r is copy}")
            except Exception as e:
                row.append(f"{type(e).__name__}: {e}")
        print(f.__name__, type(a).__name__, row)
