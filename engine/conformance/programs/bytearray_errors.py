def change(f):
    b = bytearray(b"abcdef")
    try:
        print(f(b), b)
    except Exception as e:
        print(type(e).__name__, e, b)


def set_item(key, value):
    return lambda b: b.__setitem__(key, value)


for key, value in ((0, 65), (0, 256), (0, -1), (0, "a"), (0, b"a"), (9, 65), (-7, 65), (None, 1), ("a", 1), (slice(1, 3), b"XYZ"), (slice(1, 3), [1, 2]),
                   (slice(1, 3), [1, 300]), (slice(1, 3), "ab"), (slice(1, 3), 5), (slice(None, None, 2), b"abc"), (slice(None, None, 2), b"ab"), (slice(5, 2), b"QQ"),
                   (slice(None, None, -1), b"uvwxyz"), (slice(2, 2), bytearray(b"--")), (slice(0, 0, 0), b"")):
    change(set_item(key, value))
for key in (0, -1, 6, slice(1, 3), slice(None, None, 2), slice(4, 1, -1), "a", 1.5):
    change(lambda b: b.__delitem__(key))
for f in (lambda b: b.append(65), lambda b: b.append(256), lambda b: b.append("a"), lambda b: b.append(), lambda b: b.insert(1, 65), lambda b: b.insert(-100, 65),
          lambda b: b.insert("a", 1), lambda b: b.pop(), lambda b: b.pop(0), lambda b: b.pop(9), lambda b: b.pop("a"), lambda b: b.remove(98), lambda b: b.remove(1),
          lambda b: b.remove("a"), lambda b: b.extend(b"xy"), lambda b: b.extend([1, 256]), lambda b: b.extend("ab"), lambda b: b.extend(5), lambda b: b.extend([1, "a"]),
          lambda b: b.clear(), lambda b: b.reverse(), lambda b: b.copy(), lambda b: b.__iadd__(b"z"), lambda b: b.__iadd__("z"), lambda b: b.__imul__(2), lambda b: b.__imul__(-1),
          lambda b: b.resize(3), lambda b: b.resize(8), lambda b: b.resize(-1), lambda b: b.resize("a"), lambda b: b.__contains__(97), lambda b: hash(b), lambda b: b < "a", lambda b: b == b"abcdef"):
    change(f)
change(lambda b: [bytearray().pop()])
change(lambda b: [bytearray().remove(1)])
