def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


slices = [slice(None), slice(3), slice(1, 5), slice(1, 5, 2), slice(-1, None, -1), slice("a", "b"), slice(None, None, None), slice(1.5), slice(2, 1, 10**20)]
for s in slices:
    print(s, s.start, s.stop, s.step, s == slice(s.start, s.stop, s.step))
    for n in (0, 1, 5, 10**20):
        t(lambda: s.indices(n))
    t(lambda: hash(s) == hash(slice(s.start, s.stop, s.step)), lambda: s < slice(5), lambda: {s: 1}[s])
t(lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(x=1), lambda: slice(1).indices(), lambda: slice(1).indices(-1), lambda: slice(1, 2, 0).indices(3), lambda: slice(1).indices(1.5), lambda: slice([]).indices(3), lambda: hash(slice([])), lambda: slice(1) < 2, lambda: slice(1, 2) < slice(1, 3), lambda: slice(1) < slice("a"), lambda: slice(None) == slice(None), lambda: setattr(slice(1), "start", 2), lambda: slice(1).foo, lambda: slice(1)[0], lambda: iter(slice(1)), lambda: len(slice(1)), lambda: bool(slice(0)))


class Get:
    def __getitem__(self, key):
        return key


g = Get()
print(g[1:2], g[::], g[1:2, 3], g[...], g[1:2:3, ::4], g[()], g[*(1, 2)], g[-1], g["a":"b"])


class type_of_slice(type):
    pass


try:
    class S(slice):
        pass
except TypeError as e:
    print(e)
