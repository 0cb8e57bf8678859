def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


for A in (bytes, bytearray):
    a = A(b"hello")
    t(lambda: a + b"x", lambda: b"x" + a, lambda: a + bytearray(b"y"), lambda: a + memoryview(b"z"), lambda: a + "s", lambda: "s" + a, lambda: a * 2, lambda: 2 * a, lambda: a * -1, lambda: a * "2", lambda: a * 1.5, lambda: a[0], lambda: a[-1], lambda: a[10], lambda: a[1:3], lambda: a[::-1], lambda: a[::2], lambda: a["x"], lambda: a[1.0], lambda: a[None], lambda: a == b"hello", lambda: a == bytearray(b"hello"), lambda: a == memoryview(b"hello"), lambda: a == "hello", lambda: a < b"help", lambda: a < bytearray(b"a"), lambda: a < "x", lambda: a > 5, lambda: a != [104], lambda: len(a), lambda: list(a), lambda: tuple(a[:2]), lambda: 104 in a, lambda: b"ell" in a, lambda: bytearray(b"lo") in a, lambda: b"" in a, lambda: hash(a) == hash(b"hello"), lambda: repr(a), lambda: str(a), lambda: f"{a}", lambda: f"{a!r:>20}", lambda: f"{a:5}", lambda: bool(a), lambda: bool(A()), lambda: max(a), lambda: sorted(a), lambda: sum(a), lambda: a % 5, lambda: A(b"%d") % 5, lambda: a.decode(), lambda: a.hex(), lambda: bytes(reversed(a)), lambda: int(A(b"42")), lambda: float(A(b"1.5")), lambda: A(b"a b").split(), lambda: A(b"-").join([b"a", b"b"]), lambda: list(zip(a, "abc")), lambda: {**{a[0]: 1}}, lambda: a.__sizeof__() > 0, lambda: A(b"x") is A(b"x") if A is bytes else "", lambda: A.fromhex("00ff"), lambda: A(range(3)), lambda: A(3), lambda: a.upper(), lambda: a.find(b"l"), lambda: a.count(108), lambda: a.translate(None, b"l"), lambda: a.isalpha(), lambda: a.foo, lambda: a.append, lambda: setattr(a, "x", 1))
for special in (b"", b"'", b'"', b"'\"", b"\\", b"\n\r\t\0\x7f\x80\xff", bytes(range(32, 48))):
    print(repr(special), repr(bytearray(special)), str(special), ascii(special))
