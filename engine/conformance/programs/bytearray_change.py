# Items and slices of bytearrays, set and deleted.
def change(source, do):
    b = bytearray(source)
    try:
        answer = do(b)
    except Exception as e:
        print(type(e).__name__, e, b)
    else:
        print(answer, b)


def set_item(key, value):
    def do(b):
        b[key] = value

    return do


def del_item(key):
    def do(b):
        del b[key]

    return do


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        print("asked")
        return self.n


for key in (0, -1, 9, -10, 10, -11, True, Index(2), "a", 1.0, None, 2**70):
    change(b"0123456789", set_item(key, 65))
    change(b"0123456789", del_item(key))
for value in (255, 256, -1, "a", b"a", None, 1.0, Index(66), Index(300), 2**70):
    change(b"abc", set_item(1, value))
slices = [slice(None), slice(2), slice(2, 5), slice(5, 2), slice(-3, None), slice(None, None, 2), slice(None, None, -1),
          slice(8, 1, -3), slice(3, 3), slice(100, 200), slice(1, 8, 3), slice(None, None, 0), slice("a"), slice(Index(1), 3)]
for key in slices:
    change(b"0123456789", del_item(key))
    for value in (b"", b"xyz", bytearray(b"abcde"), [65, 66], range(3), (300,), "xyz", 5, 1.5, None, ["a"], memoryview(b"qq"), iter([67])):
        change(b"0123456789", set_item(key, value))


def to_itself(b):
    b[2:4] = b
    b[::2] = b[::2]
    b[1:1] = b
    b += b
    b.extend(b)


change(b"abcd", to_itself)
b = bytearray(b"abc")
it = iter(b)
print(next(it))
b.extend(b"de")
print(it.__length_hint__(), list(it), list(it))
b.append(1)
print(list(it))
it = iter(b)
b.clear()
print(list(it), it.__length_hint__())
for i, byte in enumerate(b := bytearray(b"ab")):
    if i < 5:
        b.append(byte)
print(b)
b.reverse()
print(b, b.copy() is b, b.copy() == b)
print(b.pop(0), b.pop(-1), b.pop(), b)
b.insert(100, 1)
b.insert(-100, 2)
b.insert(-1, 3)
print(b)
c = b
c += bytearray(b"x")
c *= 2
print(b is c, b)
try:
    c += "x"
except TypeError as e:
    print(e)
try:
    c += [1]
except TypeError as e:
    print(e)
try:
    c *= 1.5
except TypeError as e:
    print(e)
c *= -1
print(c)
d = b"x"
d += bytearray(b"y")
print(d, type(d))
print(bytearray(b"a") in [b"a"], b"a" in [bytearray(b"a")])
try:
    {bytearray(b"a"): 1}
except TypeError as e:
    print(e)
