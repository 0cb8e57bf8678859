def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


texts = ["1", "-1.5", ".5", "5.", "1e5", "1E-5", "1e", "e5", "1_0.5", "1__0", "_1", "1_", "1._5", "inf", "-Infinity", "+nan", "NaN", "infin", " 1.5\n", "", " ", "1 2", "0x10", "\u0661.5", "1e400", "-1e400", "1e-400", "1,5", "1.5f", "\x001", "--1", "1.e1", "1e+1_0", "9" * 400]
for text in texts:
    t(lambda: float(text))
for text in ("0x1p3", "1.8", "0x.8p1", "-0x1.8p-2", "inf", "nan", "0x", "0x1.g", "0x1p", "1p1", "", "0x1p1024", "0x1.fffffffffffffp1023", "0x1.fffffffffffff8p1023", "0x1p-1075", "0x1p-1074", " 0x1 ", "0x1p1 1"):
    t(lambda: float.fromhex(text))
t(lambda: float(None), lambda: float([]), lambda: float(1j), lambda: float(b"1.5"), lambda: float(b"x"), lambda: float(bytearray(b" 2 ")), lambda: float(10**400), lambda: float(), lambda: float(1, 2), lambda: float(x=1), lambda: float("1", base=2), lambda: float(True))


class F:
    def __float__(self):
        return 1


class G(float):
    pass


class H:
    def __float__(self):
        return G(2.5)


t(lambda: float(F()), lambda: type(float(G(1))), lambda: float.from_number(1), lambda: float.from_number("1"), lambda: G.from_number(2.5), lambda: float.from_number(F()))
