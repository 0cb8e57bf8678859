def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


for text in ("", "00ff", " 0 ", "0f 0e\t0d", "0", "0g", "f\xe9", "FF", "1 2"):
    t(lambda: bytes.fromhex(text), lambda: bytearray.fromhex(text))
for sep, n in ((":", 1), (":", 2), (":", -2), ("-", 0), (b" ", 4)):
    t(lambda: b"\x01\x02\x03\x04\x05".hex(sep, n), lambda: bytearray(b"\xff\x00").hex(sep, n), lambda: memoryview(b"abc").hex(sep, n))
t(lambda: b"a".hex("::"), lambda: b"a".hex(1), lambda: b"ab".hex("\xe9"), lambda: b"ab".hex(sep=":"), lambda: b"ab".hex(":", "x"), lambda: b"ab".hex(bytes_per_sep=1))
t(lambda: bytes(3), lambda: bytes(-1), lambda: bytes([1, 2, 256]), lambda: bytes([1, "a"]), lambda: bytes("a"), lambda: bytes("a", "utf-8"), lambda: bytes("\xe9", "ascii"),
  lambda: bytes(b"a", "utf-8"), lambda: bytes(1, "utf-8"), lambda: bytes(errors="x"), lambda: bytes("a", "utf-8", "strict", 1), lambda: bytes(1.5), lambda: bytes(None), lambda: bytes(object()),
  lambda: bytes([1.5]), lambda: bytes({1: 2}), lambda: bytes(range(3)), lambda: bytes(x for x in (1, 2)), lambda: bytes((1, -1)), lambda: bytes([True]), lambda: bytes(source=b"a"), lambda: bytes(src=1),
  lambda: bytes.fromhex(1), lambda: bytes.fromhex(b"00"), lambda: bytearray("a"), lambda: bytearray(-1), lambda: bytearray(None), lambda: bytearray(1, 2), lambda: bytearray([256]))
