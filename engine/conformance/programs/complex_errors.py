def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


for text in ("1", "1j", "1+2j", "-1.5e3-2.5j", "j", "-j", "+1+j", "1 + 2j", "(1+2j)", " ( 3j ) ", "((1))", "1+2", "1j+2", "", "inf+nanj", "1_0+1_0j", "1+2J", "0x1", "i", "1+", "infj", "nan-infj", "1e400j"):
    t(lambda: complex(text))
t(lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex(1, 2), lambda: complex(1j, 2j), lambda: complex(real=1), lambda: complex(imag=2), lambda: complex(None), lambda: complex([]), lambda: complex(1, 2, 3), lambda: complex(x=1),
  lambda: complex(b"1"), lambda: complex(10**400), lambda: complex(), lambda: 1j < 2, lambda: 1j // 2, lambda: 1j % 2, lambda: divmod(1j, 2), lambda: int(1j), lambda: float(1j), lambda: round(1j), lambda: 1j / 0, lambda: 0j ** -1, lambda: 0j ** 1j,
  lambda: pow(1j, 2, 3), lambda: 1j ** 2, lambda: (1 + 2j) ** -2, lambda: (1 + 2j) ** 0.5, lambda: abs(1e300 + 1e300j), lambda: abs(1.7e308 + 1.7e308j), lambda: 1j @ 2, lambda: 1j & 1, lambda: -(0j), lambda: ~1j, lambda: hash(1 + 0j) == hash(1), lambda: 1 + 0j == 1,
  lambda: 2j == 2, lambda: bool(0j), lambda: (1 + 2j).conjugate(), lambda: (1 + 2j).real, lambda: setattr(1j, "real", 3), lambda: complex.from_number(3), lambda: complex.from_number("3"), lambda: (3 + 4j).__complex__(), lambda: format(1 + 2j, ".2f"), lambda: format(1j, "d"), lambda: "%d" % 1j, lambda: f"{1 + 2j:>12}", lambda: f"{1j:=12}")
