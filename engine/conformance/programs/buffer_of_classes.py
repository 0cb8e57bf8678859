# Classes that lend bytes (PEP 688).
class Lends:
    def __init__(self, data=b"hello"):
        self.data = data

    def __buffer__(self, flags):
        print("buffer", flags)
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print("release", view.tobytes())


x = Lends()
m = memoryview(x)
print(type(m.obj).__name__, m.tobytes(), m.readonly)
m.release()
print("released")
print(bytes(x))
print(bytearray(x))
print(b"-".join([x, b"a"]))
print(b"say hello".find(x), b"hello" == x, x == b"hello", bytearray(b"hello") == x)
print(b"a" + x)
print(int.from_bytes(Lends(b"\1\2")), int(Lends(b"12")), float(Lends(b"1.5")), str(Lends(b"abc"), "ascii"))
b = bytearray(b"__")
b += x
b[:1] = x
b.extend(x)
print(b)
with memoryview(x) as m:
    print(m[0])
del m
print("done")


def lose():
    memoryview(x)
    print("lost")


lose()


class Only:
    def __buffer__(self, flags):
        return memoryview(b"only")


print(bytes(Only()), memoryview(Only()).tolist())


class Wrong:
    def __buffer__(self, flags):
        return b"no view"


class Fails:
    def __buffer__(self, flags):
        raise KeyError("mine")


class FailsLater:
    def __buffer__(self, flags):
        return memoryview(bytearray(b"later"))

    def __release_buffer__(self, view):
        raise ValueError("in release")


for lender in (Wrong(), Fails()):
    for use in (memoryview, bytes, bytearray, b"".join, b"x".find, lambda o: b"" + o, b"".__eq__):
        try:
            print(use([lender] if use is b"".join else lender))
        except Exception as e:
            print(type(e).__name__, e)
m = memoryview(FailsLater())
m[0] = 76
print(m.tobytes())
del m


class Sub(bytearray):
    def __buffer__(self, flags):
        print("sub", flags)
        return super().__buffer__(flags)

    def __release_buffer__(self, view):
        print("sub release")
        super().__release_buffer__(view)


s = Sub(b"sub")
with memoryview(s) as v:
    print(v.tolist())
s.append(33)
print(s, bytes(s))
