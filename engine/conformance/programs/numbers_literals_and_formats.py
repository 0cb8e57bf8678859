print(0, 00, 0x1F, 0b101, 0o17, 1_000, 0x_f, 1e3, 1E-3, .5, 5., 1_0.0_1, 1j, 1.5J, 0xdeadbeef, 0B11, 0O7, 0Xa)
for source in ("01", "0x", "0b2", "0o8", "1__0", "1_", "_1 + 0", "1e", "1e+", "0xg", "1.2.3", "1a", "0_7", "08", "09.5", "1if 1else 2", "0x1for x in ()", "1_000j", "1e400", "-1e400", "1" * 30, "1.e5", "1.real", "1 .real", "1..real", "1.0.real", "0b", "0b1_", "5or 6", "0xfor 1"):
    try:
        print(source, "->", eval(source))
    except SyntaxError as e:
        print(source, "->", e.msg)
    except Exception as e:
        print(source, "->", type(e).__name__, e)
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 7.5 // 2, -7.5 // 2, 7.5 % -2, divmod(-7, 2), divmod(7, -2.0))
print(2 ** 10, 2 ** -1, (-2) ** 2, -2 ** 2, 2 ** 3 ** 2, (-8) ** (1 / 3), 0 ** 0, 0.0 ** 0, 4 ** 0.5, (-1) ** 0.5, 10 ** -2, 1 / 3, 10 / 5, 1e308 * 10)
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 5 << 2, -5 >> 1, 5 >> 10, -1 >> 100, 1 << 70, -5 & 0xff, ~-1, +-+5, - -5, ~~5)
print(1 + 2 * 3 - 4 / 2 ** 2 % 3 // 1, (1 + 2) * 3, -3 ** 2, not 1 + 1, 1 if 2 > 1 else 0 + 5, 1 < 2 == True, 1 | 2 & 3 ^ 4, 2 << 1 + 1, 10 - 5 - 2, 2 * 3 % 4, 100 // 7 // 2)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(-0.5), round(1e20), round(1.5e-10, 11), int(-3.9), int(3.9), abs(-5), abs(-5.5), abs(3 + 4j))
print(int("0b101", 0), int("z", 36), int(" -12 "), float(" 1e3 "), complex("1+2j"), hex(255), oct(8), bin(5), hex(-255), chr(8364) == "\u20ac", ord("a"), bool(0.0), int(True), float("1_000.5"))
