class O:
    def __init__(self): object.__setattr__(self, "d", {"v": 1})
    def __getattr__(self, n): print("get", n, end=" "); return self.d["v"]
    def __setattr__(self, n, v): print("set", n, v, end=" "); self.d["v"] = v
    def __getitem__(self, k): print("item", k, end=" "); return self.d["v"]
    def __setitem__(self, k, v): print("setitem", k, v, end=" "); self.d["v"] = v


o = O()
o.attr += 1
o[5] *= 3
o[1:2] -= 1
o[1, 2] **= 2
print(o.d)
x = [1, 2, 3, 4]
x[0] += 10
x[-1] <<= 2
x[1:3] *= 2
x += (5, 6)
x *= 2
print(x)
t1 = ([1], 2)
try:
    t1[0] += [9]
except TypeError as e:
    print(e, t1)
s = "a"
s += "b"
s *= 3
print(s)
a = b = [1]
a += [2]
print(a is b, b)
a = a + [3]
print(a is b, b)
d = {"k": [1]}
d["k"] += [2]
d |= {"l": 3}
print(d)
st = other = {1, 2}
st |= {3}
st &= {2, 3, 4}
st -= {4}
st ^= {9}
print(sorted(st), st is other)
fs = fo = frozenset({1})
fs |= {2}
print(sorted(fs), fs is fo)
n = 7
n //= 2; n **= 3; n %= 10; n |= 8; n &= 13; n ^= 1; n >>= 1; n @= 2 if False else 1 if False else type("M", (), {"__rmatmul__": lambda s, o: o * 100})()
print(n)
f = 1.5
f /= 2; f -= 0.25; f //= 0.1
print(f)


class I:
    def __iadd__(self, other): return "replaced"
    def __isub__(self, other): return NotImplemented
    def __sub__(self, other): return f"sub {other}"
    def __imul__(self, other): return self


i = I()
i *= 5
print(type(i).__name__)
j = i
j += 1
i -= 2
print(j, i)
for bad in ("x = 1; x += y", "z += 1", "x = None; x += 1", "x = 'a'; x += 1", "x = 1; x += 'a'", "x = (1,); x[0] += 1", "x = {}; x['k'] += 1", "x = []; x[0] += 1", "x = 1; x.real += 1", "x = 1; x @= 2", "x = []; x -= []", "(1) += 1", "f() += 1", "a, b += 1", "x += 1 += 2"):
    try:
        exec(bad)
    except Exception as e:
        print(type(e).__name__, e)
