def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


inf, nan = float("inf"), float("nan")
values = [0.0, -0.0, 1.0, -1.5, 0.1, 2.5, 3.5, 1e22, 1e16, 123456789.123456789, 5e-324, 1.7976931348623157e308, 1e-7, 1e-4, inf, -inf, nan, 2.0**53, 1 / 3]
for v in values:
    print(v, repr(v), v.hex(), v.is_integer(), bool(v), -v, abs(v), v.conjugate(), v.real, v.imag, hash(v) if v == v else "")
    t(lambda: v.as_integer_ratio(), lambda: int(v), lambda: round(v), lambda: v.__floor__(), lambda: v.__ceil__(), lambda: v.__trunc__())
    print([round(v, n) for n in (-2, 0, 1, 3, 400, -400)])
    t(lambda: divmod(v, 0.7), lambda: v // -2, lambda: v % 3, lambda: v % -3, lambda: v ** 2, lambda: v ** 0.5, lambda: 2 ** v, lambda: v / 3)
t(lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0), lambda: 0.0 ** -1, lambda: (-8.0) ** (1 / 3), lambda: 1e200 ** 2, lambda: 10.0 ** 400, lambda: round(1.5, "a"), lambda: round(1e308, -308),
  lambda: round(1.7e308, -308), lambda: 1.5 & 1, lambda: 1.5 << 1, lambda: ~1.5, lambda: 1.5 + "a", lambda: "a" * 1.5, lambda: pow(1.5, 2, 3), lambda: (1.5).hex(1), lambda: float.fromhex(1), lambda: [1][1.0])
