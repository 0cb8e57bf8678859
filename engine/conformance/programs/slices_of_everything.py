values = ["abcdef", b"abcdef", bytearray(b"abcdef"), (0, 1, 2, 3, 4, 5), [0, 1, 2, 3, 4, 5], range(6), memoryview(b"abcdef")]
keys = [slice(None), slice(2), slice(2, 4), slice(-2, None), slice(None, -2), slice(None, None, 2), slice(None, None, -1), slice(4, 1, -2), slice(10, 20), slice(-100, 100), slice(3, 3), slice(5, 0, -10), slice(None, None, 100), slice(-1, -7, -1), slice(True, 5), slice(0, None, 3)]
for v in values:
    print(type(v).__name__, [v[k].tobytes() if isinstance(v, memoryview) else v[k] for k in keys])


class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n


for v in values:
    for f in (lambda: v[I(1)], lambda: v[I(1):I(3)], lambda: v[::I(2)], lambda: v[::0], lambda: v["a":], lambda: v[:1.5], lambda: v[I("x"):], lambda: v[1, 2], lambda: v[None], lambda: v[6], lambda: v[-7], lambda: v[10**20], lambda: v[:10**20], lambda: v[-10**20:], lambda: v[::10**20], lambda: v[::-10**20], lambda: v[...], lambda: v[True]):
        try:
            r = f()
            print(type(v).__name__, r.tobytes() if isinstance(r, memoryview) else r, end="; ")
        except Exception as e:
            print(type(e).__name__, e, end="; ")
    print()


class G:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)


g = G()
print(g[1:2], g[1:2:3], g[:], g[::], g[1:, :2], g[1:2, 3, ...], g["a":"b"], g[g:g] == slice(g, g))
g[1:2] = 3
del g[::2], g[1:]
