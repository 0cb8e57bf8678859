# Values as bytes and back, by every code, byte order, count; alignment; buffers; what does not fit.
import struct

for fmt, values in [
    ("b", (-5,)), ("B", (250,)), ("<h", (-300,)), (">H", (0x1234,)), ("i", (-(2**31),)), ("!I", (2**32 - 1,)), ("<l", (7,)), ("l", (2**40,)),
    ("q", (-(2**63),)), (">Q", (2**64 - 1,)), ("n", (-1,)), ("N", (2**64 - 1,)), ("P", (12,)), ("P", (-1,)), ("?", ([],)), ("c", (b"x",)), ("3s", (b"abcd",)),
    ("5s", (b"ab",)), ("4p", (b"abcdef",)), ("0s", (b"zz",)), ("e", (1.5,)), (">f", (0.1,)), ("<d", (-0.0,)), ("2h3x b", (1, 2, 3)), ("bi", (1, 2)), ("<bi", (1, 2)),
    ("bhq", (1, 2, 3)), ("bb0i", (1, 2)), ("F", (1 + 2j,)), (">D", (1.5,)), ("d", (7,)), ("h", (True,)), ("?", ("no",)), ("300p", (b"x" * 299,)), ("f", (float("nan"),)),
]:
    data = struct.pack(fmt, *values)
    print(fmt, struct.calcsize(fmt), data[:40], struct.unpack(fmt, data) if len(data) < 100 else "")

for fmt, values in [
    ("b", (128,)), ("B", (-1,)), ("h", (40000,)), ("<H", (70000,)), ("i", (2**31,)), ("I", (-1,)), ("q", (2**63,)), ("Q", (-1,)), ("n", (2**63,)), ("P", (2**64,)), (">q", (2**70,)),
    ("e", (70000.0,)), ("f", (1e39,)), ("d", (10**400,)), ("d", ("1",)), ("i", (1.0,)), ("i", ("1",)), ("c", (b"ab",)), ("c", (65,)), ("s", ("a",)), ("p", (1,)), ("F", ("x",)),
    ("i", ()), ("i", (1, 2)), ("y", (1,)), ("3", ()), ("=P", (1,)), ("<n", (1,)), ("9999999999999999999i", ()), ("i\0", (1,)), (5, ()), ("é", (1,)), (b"h", (5,)),
]:
    try:
        print(struct.pack(fmt, *values))
    except Exception as e:
        print(fmt, values, type(e).__name__, e)


class Five:
    def __index__(self):
        return 5

    def __float__(self):
        return 5.5

    def __bool__(self):
        return False


print(struct.pack("<bd?", Five(), Five(), Five()))
s = struct.Struct(">hB")
print(s, s.size, s.format, s.pack(1, 2), s.unpack(b"\x00\x01\x02"), s.unpack_from(b"xxx\x00\x05\x06yy", 3), s.unpack_from(b"\x00\x01\x02", -3))
buf = bytearray(8)
s.pack_into(buf, 2, 0x0102, 3)
struct.pack_into("<I", buf, -4, 0xAABBCCDD)
struct.pack_into("B", memoryview(buf), 0, 9)
print(buf, list(s.iter_unpack(b"\0\1\2\0\3\4")), list(struct.iter_unpack("<h", bytearray(b"\1\0\2\0"))))
it = s.iter_unpack(bytes(9))
print(it.__length_hint__(), next(it), it.__length_hint__(), type(it).__name__)
for bad in (
    lambda: s.unpack(b"1"), lambda: s.unpack_from(b"123", 1), lambda: s.unpack_from(b"123", -2), lambda: s.unpack_from(b"123", -4), lambda: s.pack(1), lambda: s.pack_into(),
    lambda: s.pack_into(buf), lambda: s.pack_into(buf, 0), lambda: s.pack_into(buf, 6, 1, 2), lambda: s.pack_into(buf, -2, 1, 2), lambda: s.pack_into(buf, -20, 1, 2), lambda: s.pack_into(b"12345678", 0, 1, 2),
    lambda: s.iter_unpack(b"1234"), lambda: struct.iter_unpack("", b""), lambda: struct.pack(), lambda: struct.unpack("i", 5), lambda: struct.Struct(), lambda: struct.unpack("i", "abcd"),
):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(struct.error.__mro__, struct.error.__module__, struct.unpack("<", b""), struct.pack("x"))
