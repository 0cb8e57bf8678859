def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


a = (1, 2, 3, 2)
t(lambda: a.count(2), lambda: a.count(), lambda: a.count(1, 2), lambda: a.index(2), lambda: a.index(2, 2), lambda: a.index(9), lambda: a.index(2, 0, 1), lambda: a.index(), lambda: a.index(1, "a"), lambda: a.index(1, 2, 3, 4), lambda: a + [1], lambda: a + (1,),
  lambda: a + None, lambda: a * 2, lambda: a * -1, lambda: a * 0.5, lambda: a * a, lambda: 2 * a, lambda: a[4], lambda: a[-5], lambda: a["x"], lambda: a[1.0], lambda: a[::2], lambda: a[::-1], lambda: a[::0], lambda: a < (1, 3), lambda: a < [1], lambda: (1, "a") < (1, 2),
  lambda: a == [1, 2, 3, 2], lambda: a > (1, 2), lambda: (1,) >= (1, 0), lambda: hash((1, [])), lambda: hash(()) == hash(()), lambda: hash((1, 2)) == hash((1.0, 2.0)), lambda: tuple(1), lambda: tuple(1, 2), lambda: tuple(x=1), lambda: tuple("ab"), lambda: tuple({1: 2}),
  lambda: tuple(None), lambda: a.append, lambda: a.foo, lambda: setattr(a, "x", 1), lambda: a.__setitem__, lambda: a.__len__(1), lambda: tuple.__len__(), lambda: tuple.__len__([]), lambda: tuple.count(1), lambda: 1 in a, lambda: "x" in a, lambda: max(()), lambda: (1, (2, [3])), lambda: (1,), lambda: ())


def assign():
    a[0] = 1


def delete():
    del a[0]


def unpack(n):
    if n == 2:
        x, y = a
    elif n == 5:
        v, w, x, y, z = a
    else:
        x, *y, z, q, r, s = a


t(assign, delete, lambda: unpack(2), lambda: unpack(5), lambda: unpack(9))
