def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


a, b, c = 10**50 + 7, -(3**80), 2**200 - 1
for x in (a, b, c, -c, a * b):
    for y in (a, b, c, 17, -1, 2**64):
        print(x + y, x - y, x * y, x // y, x % y, divmod(x, y) == (x // y, x % y), x & y, x | y, x ^ y, x < y, x == y, sep="\n")
    print(x << 70, x >> 70, x >> 1000, ~x, -x, abs(x), x ** 3, x.bit_length(), hash(x), float(x), str(x)[-5:], hex(x), oct(x), bin(x)[:40], x.bit_count(), sep="\n")
print(pow(a, c, 10**9 + 7), pow(b, 5, a), pow(7, -1, a), pow(3, 10**30, 10**10), (a * a) // a == a, (a ** 5) % (10**20))
import sys
for e in range(0, 130, 13):
    print(2**e, (2**e).bit_length(), 2**e - 1, -(2**e), (2**e) * (2**e), (2**e - 1) ** 2, round(2**e, -2), f"{2**e:,}", f"{-2**e:_x}", sys.getsizeof(2**e))
print([10**k // 7 for k in range(0, 60, 6)], [-(10**k) // 7 for k in range(0, 60, 6)], [-(10**k) % 7 for k in range(0, 60, 6)])
f = 1
for i in range(1, 60):
    f *= i
print(f, str(f).rstrip("0")[-3:], sum(map(int, str(f))), int(str(f)) == f, int(hex(f), 16) == f, int(bin(f), 2) == f)
print(1.5 * 2**70, 2**70 / 3, 2**1000 / 2**990, (2**60 + 1) / 2**60, 10**23 / 1, float(2**53 + 1), int(1e23), int(2.5e15), 3 * 10**400 // 10**399)
print(2**100 == float(2**100), 2**100 + 1 == float(2**100), 2**53 + 1 > 2.0**53, 10**30 < 1e30, hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(10**100) == hash(float(10**100)) if float(10**100) == 10**100 else "differs")
