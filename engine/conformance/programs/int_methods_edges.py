def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


values = [0, 1, -1, 7, -8, 255, 256, 2**31, -2**31, 2**63, -2**63 - 1, 10**30, True]
for v in values:
    print(v.bit_length(), v.bit_count(), v.as_integer_ratio(), v.is_integer(), v.conjugate(), v.real, v.imag, v.numerator, v.denominator, ~v, -v, +v, abs(v))
    print([round(v, n) for n in (-3, -1, 0, 2)], v.__floor__(), v.__ceil__(), v.__trunc__(), divmod(v, 7), divmod(v, -7), v // 3, v % -3)
    for length, order, signed in ((1, "big", False), (9, "little", True), (2, "big", True), (14, "little", False), (0, "big", False)):
        t(lambda: v.to_bytes(length, order, signed=signed))
for data in (b"", b"\xff", b"\x01\x02", [1, 255], b"\x80\0\0\0\0\0\0\0\0"):
    print(int.from_bytes(data), int.from_bytes(data, "little"), int.from_bytes(data, signed=True), int.from_bytes(data, "little", signed=True))
t(lambda: (1).to_bytes(-1), lambda: (1).to_bytes(1, "x"), lambda: (1).to_bytes(1, 2), lambda: (1).to_bytes("a"), lambda: (-1).to_bytes(1), lambda: (256).to_bytes(1),
  lambda: int.from_bytes("a"), lambda: int.from_bytes(5), lambda: int.from_bytes([256]), lambda: int.from_bytes(b"a", "x"), lambda: int.from_bytes(), lambda: (5).bit_length(1),
  lambda: round(5, "a"), lambda: round(5, 1.5), lambda: round(5, None), lambda: (5).__round__(1, 2), lambda: (5).real(), lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 // 0, lambda: 1 % 0,
  lambda: divmod(1, 0), lambda: 1 / 0, lambda: 2 ** -1, lambda: 0 ** -1, lambda: pow(2, -1, 7), lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2, 3, -5), lambda: pow(2, 3, 1),
  lambda: pow(2, 1.5, 3), lambda: pow("a", 2), lambda: 10**400 / 3, lambda: 10**400 * 1.0, lambda: 3 / 10**400, lambda: 10**400 / 10**399)
