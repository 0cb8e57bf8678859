# Ranges of numbers that fit no machine word.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


big = range(10**30, 10**30 + 30, 7)
down = range(10**30, 10**30 - 30, -7)
show(r"""list(big) == [10**30 + 7 * i for i in range(5)], list(down) == [10**30 - 7 * i for i in range(5)]""", lambda: (list(big) == [10**30 + 7 * i for i in range(5)], list(down) == [10**30 - 7 * i for i in range(5)]))
show(r"""len(big), big[0], big[-1], big[4], 10**30 + 7 in big, 10**30 + 8 in big, 5 in big""", lambda: (len(big), big[0], big[-1], big[4], 10**30 + 7 in big, 10**30 + 8 in big, 5 in big))
show(r"""big[5]""", lambda: (big[5]))
show(r"""big[1:3], big[::-1], big[::2], big[-2:], big[10:], big[3:1], big[-100:100], down[1:], down[::-2]""", lambda: (big[1:3], big[::-1], big[::2], big[-2:], big[10:], big[3:1], big[-100:100], down[1:], down[::-2]))
show(r"""big[::0]""", lambda: (big[::0]))
show(r"""big['a':]""", lambda: (big['a':]))
show(r"""range(2**70)[2**69:2**69 + 3], range(2**70)[-3:], range(2**70)[::2**68], range(-2**70, 2**70)[::-2**69]""", lambda: (range(2**70)[2**69:2**69 + 3], range(2**70)[-3:], range(2**70)[::2**68], range(-2**70, 2**70)[::-2**69]))
show(r"""len(range(2**70))""", lambda: (len(range(2**70))))
show(r"""range(2**70)[2**69], range(2**70)[-1]""", lambda: (range(2**70)[2**69], range(2**70)[-1]))
show(r"""range(2**70)[2**70]""", lambda: (range(2**70)[2**70]))
show(r"""list(reversed(big)), list(reversed(down)), list(reversed(range(2**63 - 3, 2**63)))""", lambda: (list(reversed(big)), list(reversed(down)), list(reversed(range(2**63 - 3, 2**63)))))
show(r"""type(iter(big)), type(iter(range(5))), type(reversed(big)), iter(big).__length_hint__()""", lambda: (type(iter(big)), type(iter(range(5))), type(reversed(big)), iter(big).__length_hint__()))
show(r"""next(iter(big)), sum(big), max(big), min(down), sorted(big, reverse=True)[0]""", lambda: (next(iter(big)), sum(big), max(big), min(down), sorted(big, reverse=True)[0]))
show(r"""big.index(10**30 + 14), big.count(10**30 + 14), big.count(1)""", lambda: (big.index(10**30 + 14), big.count(10**30 + 14), big.count(1)))
show(r"""big.index(3)""", lambda: (big.index(3)))
show(r"""big == range(10**30, 10**30 + 29, 7), hash(big) == hash(range(10**30, 10**30 + 29, 7)), big != range(3)""", lambda: (big == range(10**30, 10**30 + 29, 7), hash(big) == hash(range(10**30, 10**30 + 29, 7)), big != range(3)))
show(r"""bool(big), bool(range(10**30, 10**30)), repr(big), list(range(2**63 - 2, 2**63 + 1)), list(range(-2**63 + 1, -2**63 - 2, -1))""", lambda: (bool(big), bool(range(10**30, 10**30)), repr(big), list(range(2**63 - 2, 2**63 + 1)), list(range(-2**63 + 1, -2**63 - 2, -1))))
show(r"""list(range(0, 2**64, 2**63)), list(range(2**64, 0, -2**63))""", lambda: (list(range(0, 2**64, 2**63)), list(range(2**64, 0, -2**63))))
show(r"""[i for i, x in zip(range(3), range(2**64, 2**65))]""", lambda: ([i for i, x in zip(range(3), range(2**64, 2**65))]))
show(r"""range(1.5)""", lambda: (range(1.5)))
show(r"""range(10**30, 10**30 + 5, 0)""", lambda: (range(10**30, 10**30 + 5, 0)))
