from fractions import Fraction as F
print(F(1, 3) + F(1, 6), F("0.25"), F(0.5), F(3), F(-6, 4), repr(F(1, 2)), F(1, 3) < F(1, 2), F(7, 2) // 1, F(7, 2) % 1, F(2, 3) ** 2, float(F(1, 4)))
print(F(22, 7).limit_denominator(3), round(F(5, 2)), F(1, 3) == 1 / 3, hash(F(2)) == hash(2), int(F(7, 2)), abs(F(-1, 2)))
for bad in [lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2), lambda: F([])]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
