# A bytearray that lends its bytes keeps its size.
b = bytearray(b"abcdef")
m = memoryview(b)


def refuse(what):
    try:
        what()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print("went", b)


def delete(key):
    del b[key]


def assign(key, value):
    b[key] = value


refuse(lambda: b.append(1))
refuse(lambda: b.extend(b"x"))
refuse(lambda: b.extend(b""))
refuse(lambda: b.pop())
refuse(lambda: b.insert(0, 1))
refuse(lambda: b.remove(97))
refuse(lambda: b.clear())
refuse(lambda: b.resize(3))
refuse(lambda: b.resize(6))
refuse(lambda: b.reverse())
refuse(lambda: delete(0))
refuse(lambda: delete(slice(0, 0)))
refuse(lambda: delete(slice(0, 2)))
refuse(lambda: delete(slice(0, 6, 2)))
refuse(lambda: assign(0, 65))
refuse(lambda: assign(slice(0, 2), b"zz"))
refuse(lambda: assign(slice(0, 2), b"z"))
refuse(lambda: assign(slice(0, 2), b"zzz"))
refuse(lambda: assign(slice(0, 6, 2), b"..."))
refuse(lambda: b.__init__(b"x"))
refuse(lambda: b.__iadd__(b"x"))
refuse(lambda: b.__iadd__(b""))
refuse(lambda: b.__imul__(2))
refuse(lambda: b.__imul__(1))
n = m[1:3]
m.release()
refuse(lambda: b.append(1))
n.release()
refuse(lambda: b.append(1))
with memoryview(b) as v:
    refuse(lambda: b.append(2))
refuse(lambda: b.append(2))
print(str(v).split(" at ")[0])
refuse(lambda: v.tolist())
refuse(lambda: v[0])
refuse(lambda: v.__enter__())
refuse(lambda: len(v))
refuse(lambda: list(v))
refuse(lambda: v.obj)
refuse(lambda: v.shape)
refuse(lambda: hash(v))
refuse(lambda: v.cast("B"))
refuse(lambda: memoryview(v))
refuse(lambda: bytes(v))
refuse(lambda: b"".join([v]))
print(v == v, v == b, v != b, v == memoryview(b))
v.release()
it = iter(memoryview(b))
print(next(it))
refuse(lambda: b.append(3))
print(list(it))
refuse(lambda: b.append(3))
w = memoryview(b)
x = w.__buffer__(0)
refuse(lambda: w.release())
y = w.__buffer__(0)
refuse(lambda: w.release())
x.release()
y.release()
w.release()
b.append(4)
print(b)


def view():
    return memoryview(b)


view()
b.append(5)
c = bytearray(b"12345")
z = memoryview(c)
print(z[1:].tobytes(), c)
del z
c.append(6)
print(c)
r = memoryview(c)
try:
    with r:
        r[0] = 300
except ValueError as e:
    print(e)
c.append(7)
c.__release_buffer__
s = memoryview(c)
refuse(lambda: c.__release_buffer__(5))
refuse(lambda: c.__release_buffer__(memoryview(b"")))
c.__release_buffer__(s)
refuse(lambda: c.__release_buffer__(s))
c.append(8)
print(c)
