import operator as o
print(o.add(1, 2), o.itemgetter(1, 0)("ab"), o.attrgetter("real", "imag")(3 + 4j), o.methodcaller("upper")("a"), o.mul("a", 3), o.contains([1], 1))
print(sorted([(1, "b"), (0, "c")], key=o.itemgetter(1)), o.concat([1], [2]), o.countOf([1, 1, 2], 1), o.indexOf("abc", "c"), o.truth([]), o.not_(1))
x = [1]; print(o.iadd(x, [2]) is x, x, o.index(True), o.length_hint(iter([1, 2])), o.is_(None, None), o.call(lambda a: a * 2, 4))
for bad in [lambda: o.itemgetter(5)("a"), lambda: o.attrgetter(1), lambda: o.indexOf("a", "b"), lambda: o.add(1, "a"), lambda: o.attrgetter("a.b")(1)]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
