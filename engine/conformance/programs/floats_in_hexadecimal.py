# float.hex, float.fromhex and float.from_number.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""(1.5).hex(), (-0.1).hex(), (0.0).hex(), (-0.0).hex(), (5e-324).hex(), (1.7976931348623157e308).hex(), float('inf').hex(), float('nan').hex()""", lambda: ((1.5).hex(), (-0.1).hex(), (0.0).hex(), (-0.0).hex(), (5e-324).hex(), (1.7976931348623157e308).hex(), float('inf').hex(), float('nan').hex()))
show(r"""float.fromhex('0x1.8p0'), float.fromhex('1.8'), float.fromhex('-0x.8p1'), float.fromhex('  0X1P+3\n'), float.fromhex('+inf'), float.fromhex('-Infinity'), float.fromhex('ff'), float.fromhex('0x1p-1074'), float.fromhex('0x1p-1075')""", lambda: (float.fromhex('0x1.8p0'), float.fromhex('1.8'), float.fromhex('-0x.8p1'), float.fromhex('  0X1P+3\n'), float.fromhex('+inf'), float.fromhex('-Infinity'), float.fromhex('ff'), float.fromhex('0x1p-1074'), float.fromhex('0x1p-1075')))
show(r"""float.fromhex('nan')""", lambda: (float.fromhex('nan')))
show(r"""float.fromhex('0x1.fffffffffffff8p1023')""", lambda: (float.fromhex('0x1.fffffffffffff8p1023')))
show(r"""float.fromhex('0x1p1024')""", lambda: (float.fromhex('0x1p1024')))
show(r"""float.fromhex('0x1.fffffffffffff7p1023')""", lambda: (float.fromhex('0x1.fffffffffffff7p1023')))
show(r"""float.fromhex('0x1p99999999999999999999')""", lambda: (float.fromhex('0x1p99999999999999999999')))
show(r"""float.fromhex('0x0p99999999999999999999'), float.fromhex('0x1p-99999999999999999999')""", lambda: (float.fromhex('0x0p99999999999999999999'), float.fromhex('0x1p-99999999999999999999')))
show(r"""float.fromhex('0x1.00000000000008p0'), float.fromhex('0x1.00000000000018p0'), float.fromhex('0x1.000000000000080000000000000000000000000000000000001p0')""", lambda: (float.fromhex('0x1.00000000000008p0'), float.fromhex('0x1.00000000000018p0'), float.fromhex('0x1.000000000000080000000000000000000000000000000000001p0')))
show(r"""float.fromhex('')""", lambda: (float.fromhex('')))
show(r"""float.fromhex('0x')""", lambda: (float.fromhex('0x')))
show(r"""float.fromhex('.')""", lambda: (float.fromhex('.')))
show(r"""float.fromhex('0xp1')""", lambda: (float.fromhex('0xp1')))
show(r"""float.fromhex('1p')""", lambda: (float.fromhex('1p')))
show(r"""float.fromhex('1p+')""", lambda: (float.fromhex('1p+')))
show(r"""float.fromhex('1 2')""", lambda: (float.fromhex('1 2')))
show(r"""float.fromhex('g')""", lambda: (float.fromhex('g')))
show(r"""float.fromhex('0x1.p0'), float.fromhex('.8')""", lambda: (float.fromhex('0x1.p0'), float.fromhex('.8')))
show(r"""float.fromhex(5)""", lambda: (float.fromhex(5)))
show(r"""float.from_number(5), float.from_number(2.5), float.from_number(True), float.from_number(10**20)""", lambda: (float.from_number(5), float.from_number(2.5), float.from_number(True), float.from_number(10**20)))
show(r"""float.from_number('5')""", lambda: (float.from_number('5')))
show(r"""float.from_number(None)""", lambda: (float.from_number(None)))
show(r"""float.from_number(1j)""", lambda: (float.from_number(1j)))
show(r"""float.from_number(10**400)""", lambda: (float.from_number(10**400)))
show(r"""all(float.fromhex(x.hex()) == x for x in (0.1, 1e300, 5e-324, 2.2250738585072014e-308, 1 / 3, 123456.789))""", lambda: (all(float.fromhex(x.hex()) == x for x in (0.1, 1e300, 5e-324, 2.2250738585072014e-308, 1 / 3, 123456.789))))
