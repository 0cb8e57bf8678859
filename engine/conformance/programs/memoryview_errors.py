def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


b = bytearray(b"abcdef")
m = memoryview(b)


def put(m, k, v):
    def f(): m[k] = v
    return f


def drop(m, k):
    def f(): del m[k]
    return f


t(lambda: memoryview("a"), lambda: memoryview(5), lambda: memoryview(), lambda: memoryview(b"a", 1), lambda: memoryview(object=b"a").tobytes(), lambda: memoryview(x=1), lambda: m[0], lambda: m[-1], lambda: m[6], lambda: m["a"], lambda: m[1.5], lambda: m[1:3].tolist(), lambda: m[::-2].tolist(), lambda: m[::0], lambda: m[1, 2], lambda: m[...], lambda: m[()], put(m, 0, 65), put(m, 0, 256), put(m, 0, -1), put(m, 0, "a"), put(m, 0, b"a"), put(m, 9, 1), put(m, slice(1, 3), b"XY"), put(m, slice(1, 3), b"XYZ"), put(m, slice(1, 3), [1, 2]), put(m, slice(0, 6, 2), b"123"), put(m, "a", 1), drop(m, 0), lambda: bytes(b),
  lambda: m.format, lambda: m.itemsize, lambda: m.nbytes, lambda: m.ndim, lambda: m.shape, lambda: m.strides, lambda: m.suboffsets, lambda: m.readonly, lambda: m.contiguous, lambda: m.c_contiguous, lambda: m.f_contiguous, lambda: m.obj is b, lambda: m[::2].contiguous, lambda: m[::2].strides, lambda: len(m), lambda: m.tolist(), lambda: m.tobytes("F"), lambda: m.tobytes(order="X"), lambda: m.tobytes(5), lambda: m.hex(":"), lambda: m == b, lambda: m == bytes(b), lambda: m == "abcdef", lambda: m < b, lambda: hash(m), lambda: hash(memoryview(b"ab")) == hash(b"ab"), lambda: m.toreadonly().readonly, put(m.toreadonly(), 0, 1), lambda: 65 in m, lambda: m.index(66), lambda: m.count(65), lambda: m.index(1000), lambda: list(reversed(m))[:2], lambda: m + m, lambda: m * 2, lambda: iter(m).__next__(),
  lambda: m.cast("H").tolist(), lambda: m.cast("I"), lambda: m.cast("B", [2, 3]).tolist(), lambda: m.cast("B", [2, 2]), lambda: m.cast("B", [2, 3])[0], lambda: m.cast("B", [2, 3])[0, 1], lambda: m.cast("B", [2, 3])[2, 0], lambda: m.cast("B", [2, 3])[0, 1, 2], lambda: m.cast("x"), lambda: m.cast(5), lambda: m.cast("BB"), lambda: m.cast("H").cast("I"), lambda: m.cast("b").tolist(), lambda: m.cast("c").tolist()[:2], lambda: m.cast("?").tolist()[:2], lambda: m[::2].cast("H"), lambda: m.cast("B", 5), lambda: m.cast("B", [0]), lambda: m.cast("B", [-1]), lambda: m.cast(), lambda: memoryview(b"abcd").cast("f")[0] > 0, lambda: memoryview(b"\0\0\xc0\x3f").cast("f")[0], lambda: b.append(1), lambda: b.clear(), lambda: m.release(), lambda: m[0], lambda: len(m), lambda: m.format, lambda: m.tobytes(), lambda: m == m, lambda: repr(m).split(" at ")[0], lambda: m.release(), lambda: b.append(1), lambda: bytes(b))
with memoryview(b"xy") as v:
    print(v[0])
t(lambda: v[0], lambda: v.__enter__(), lambda: memoryview(m), lambda: memoryview(memoryview(b"ab"))[1])
