def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


ranges = [range(0), range(5), range(2, 8, 3), range(8, 2, -3), range(2, 8, -1), range(-3, 3), range(10**20, 10**20 + 9, 4), range(5, -10**20, -10**19), range(True), range(0, 10, 100)]
for r in ranges:
    print(r, len(r) if r else 0, bool(r), list(r)[:4], r.start, r.stop, r.step, r[::-1], r[1:], r[:-1:2], r[-2:], r == range(0), hash(r) == hash(range(0)), list(reversed(r))[:3])
    for x in (0, 2, 5, 10**20, 2.0, 2.5, "a", None, True):
        t(lambda: x in r, lambda: r.count(x), lambda: r.index(x))
    t(lambda: r[0], lambda: r[-1], lambda: r[5], lambda: r["a"], lambda: r[1.0], lambda: r[::0])
t(lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1, 2, 0), lambda: range(1.5), lambda: range("a"), lambda: range(None), lambda: range(1, 2.5), lambda: range(1, 2, None), lambda: range(x=1), lambda: len(range(10**30)), lambda: range(10**30)[10**29], lambda: range(3) + range(3), lambda: range(3) * 2, lambda: range(3) < range(4),
  lambda: range(3) == range(0, 3, 1), lambda: range(0, 3, 2) == range(0, 4, 2), lambda: range(1, 1) == range(9, 9), lambda: hash(range(0, 3, 2)) == hash(range(0, 4, 2)), lambda: range(3).index(), lambda: range(3).count(), lambda: setattr(range(3), "start", 1), lambda: range(3).foo, lambda: iter(range(3)).__length_hint__(), lambda: next(iter(range(0))), lambda: list(iter(range(10**20, 10**20 + 2))))
