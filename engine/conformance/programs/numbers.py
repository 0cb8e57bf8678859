print(2**100, 2**-1, 10**20 // 7, -7 // 2, -7 % 3, divmod(17, 5))
print(0.1 + 0.2, 1 / 3, 1e16, 1e15, 1.0, 123456789.123456789, 5e-324, 1e-5)
print(7 / 2, 7 // 2, 7.0 // 2, 2**0.5, round(2.675, 2), round(0.5), round(1.5), int(-3.7))
print(0x1F, 0b101, 0o17, 1_000_000, 3 & 5, 3 | 5, 3 ^ 5, ~3, 1 << 70, (1 << 70) >> 68)
print(float("inf"), -float("inf"), float("nan"), abs(-5), pow(3, 4, 5), sum([0.1] * 10))
print(1 + 2j, (1 + 2j) * (3 - 1j), abs(3 + 4j), True + True, 10 == 10.0, 1 < 2 < 3)
import math

print(math.pi, math.sqrt(2), math.floor(-2.5), math.factorial(20), math.gcd(12, 18), math.isclose(0.1 + 0.2, 0.3))
n = 12345678901234567890
print(n * n, n % 97, -n // 10, str(n)[::3], n.bit_length(), hash(n), hash(0.5))
try:
    1 // 0
except ZeroDivisionError as error:
    print(error)
