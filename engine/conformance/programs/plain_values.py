# Numbers, texts and searches whose results are made without asking anybody: every edge of their quick ways.
class R:
    x = 12345
    @classmethod
    def n(c, k):
        c.x = (c.x * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (c.x >> 33) % k
def rint():
    bits = [1, 8, 31, 32, 33, 62, 63, 64, 65, 90, 128, 200, 500, 2100][R.n(14)]
    v = 0
    for _ in range(bits // 16 + 1):
        v = (v << 16) | [0, 65535, R.n(65536)][R.n(3)]
    v >>= R.n(16)
    return -v if R.n(2) else v
out = []
for i in range(120):
    a, b = rint(), rint()
    row = [a + b, a - b, a * b, a < b, a == b, a >= b, a & b, a | b, a ^ b]
    if b:
        row += [a // b, a % b, divmod(a, b)]
    row += [a * 10, a // 7, a % -13, 3 - a, a + 1, -a, abs(a), a * 2 ** 40]
    out.append(hash(tuple(map(str, row))))
    if i % 10 == 0: print(row)
print(out)
words = ["", "a", " ", "  ab ", "x,y,,z", ",", ",a", "a,", "été", "a\u0416b", "\U0001F600x", "the cat sat", "tab\tx\n", "\x85\xa0z", "Ünï", "AbC", "12", "a1", "ABC", "abc", "Z9"]
for w in words:
    print([w.split(), w.split(","), w.split(",", 1), w.rsplit(",", 1), w.split(None, 1), w.strip(), w.lstrip(), w.rstrip(), w.lower(), w.upper(), w.replace("a", "bb"), w.replace("a", "é"), w.replace("", "-"), w.isdigit(), w.isalpha(), w.isalnum(), w.isupper(), w.islower(), w.isnumeric(), w.isdecimal(), w.isspace(), w.encode(), w.find("a"), w.count(""), w.join(["1", "2", "Ж"]), w.join(["p", "q"]), w.join([]), w.join(["k"]), "x" in w, w.startswith("a"), w[1:3], w[::-1], list(w), w.title(), w.capitalize(), w.partition(",")])
    for f in ["%s", "%5s|", "%-5s|", "a%sb%%", "%r", "é%s", "%.1s"]:
        print(f % w, f % (w,))
    for f in ["{}", "{:>6}|", "{:^7}|", "a{}b", "{{{}}}", "{0}{0}", "é{}", "{!r:>9}", "{:*<5}", "{:.2}"]:
        print(f.format(w))
for n in [0, 1, -1, 7, 255, 256, -5, -6, 12345, 10**18, -10**18, 2**63, 10**30, True]:
    print([str(n), repr(n), f"{n}", f"{n:5d}|", f"{n:<5}|", f"{n:^9}|", f"{n:+}", f"{n: }", f"{n:,}", f"{n:_}", f"{n:010,}", f"{n:x}", f"{n:#b}", f"{n:#X}", f"{n:o}", f"{n:=+8}", f"{n:*=9}", f"{n:.2f}", f"{n:e}", f"{n:08}", f"{n:%}"])
    print("%d %i %5d|%-5d|%05d|%+d|% d|%x|%#o|%X|%s|%r|%.3d|%e|%c" % (n, n, n, n, n, n, n, n & 0xffff, n & 255, n & 255, n, n, n, n, abs(n) % 1000))
    print("{} {:>4} {}{{}} {}".format(n, n, "x", n), "{}".format(n), "{}-{}".format(n, "é"))
for x in [0.0, -0.0, 1.5, 2.5, 1e100, 1/3, -123.456, float("inf"), float("nan")]:
    print([f"{x}", f"{x:.2f}", f"{x:10.3f}|", f"{x:<10}|", f"{x:+e}", f"{x:g}", f"{x:,.1f}", f"{x:012.3f}", f"{x:%}", "%f %.1f %8.2f|%-8.1f|%e %g %s" % (x, x, x, x, x, x, x), "{:z.0f}".format(x), f"{x:^12}|", f"{x:=10}"])
for bad in ["%", "%(a)s", "%d", "%z", "%*d", "%s %s"]:
    for v in ["s", 1, (1, 2), {"a": 3}, [1], ()]:
        try: print(bad % v)
        except Exception as e: print(type(e).__name__, e)
for bad in ["{", "}", "{0", "{a}", "{}{}", "{0}{}", "{!x}", "{:d}", "{:5c}", "{:=5}", "{:10.3x}", "{:,s}", "{:5 }", "{:abc}", "{:99999999999999999999}"]:
    for v in ["s", 65, 2.5]:
        try: print(bad.format(v))
        except Exception as e: print(type(e).__name__, e)
nan = float("nan")
seqs = [[1, 2, 3], [1.0, 2, True, None, "x", b"y", 10**30], ["a", "b"], [nan, 1], [], [[1], (1,), 1], [2**53, 2.0**53, 2**53 + 1], [True, False], [-5, 10**20, 3], [None, None], ["é", "Ж", "a"]]
for s in seqs:
    for t in (list(s), tuple(s)):
        for v in [1, 1.0, True, "x", "a", None, nan, 2**53, 2**53 + 1, 10**30, b"y", (1,), [1], False, 0, "Ж"]:
            row = [v in t, t.count(v)]
            try: row.append(t.index(v))
            except ValueError as e: row.append(str(e))
            if isinstance(t, list):
                u = t[:]
                try: u.remove(v); row.append(u)
                except ValueError as e: row.append(str(e))
            print(row)
        for f in (sum, min, max, any, all, sorted):
            try: print(f.__name__, f(t))
            except Exception as e: print(f.__name__, type(e).__name__, e)
        for o in seqs:
            p = type(t)(o)
            row = [t == p, t != p]
            try: row += [t < p, t >= p]
            except TypeError as e: row.append(str(e))
            print(row)
print(min(3, 1, 2), max("a", "b"), min(2, 1.0), max(1, True), min([1, 2], key=lambda x: -x), max([], default=3), min((5,)), sum([0.1] * 10), sum([1, 2.5, 3]), sum([1.5, 2**60]), sum([2**62, 2**62, 2**62]), sum((1, 2), 10), sum([[1], [2]], []))
print([int(s) for s in ["12", "-7", "+8", " 9 ", "1_0", "999999999999999999", "9999999999999999999", "-0", "٣"]])
for s in ["", "-", "1 2", "0b1", "1__0", "a"]:
    try: print(int(s))
    except ValueError as e: print(e)
