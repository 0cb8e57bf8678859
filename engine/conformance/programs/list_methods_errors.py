def on(items, f):
    l = list(items)
    try:
        print(repr(f(l)), l)
    except Exception as e:
        print(type(e).__name__, e, l)


for f in (lambda l: l.append(), lambda l: l.append(1, 2), lambda l: l.append(x=1), lambda l: l.insert(1), lambda l: l.insert("a", 1), lambda l: l.insert(-100, 0), lambda l: l.insert(100, 0), lambda l: l.insert(1.5, 0),
          lambda l: l.extend(), lambda l: l.extend(1), lambda l: l.extend(None), lambda l: l.extend("ab"), lambda l: l.extend({1: 2}), lambda l: l.extend(l), lambda l: l.pop(), lambda l: l.pop(-1), lambda l: l.pop(3), lambda l: l.pop(-4),
          lambda l: l.pop("a"), lambda l: l.pop(1, 2), lambda l: l.remove(2), lambda l: l.remove(9), lambda l: l.remove(), lambda l: l.index(2), lambda l: l.index(9), lambda l: l.index(1, 1), lambda l: l.index(3, -1), lambda l: l.index(3, -2, -1),
          lambda l: l.index(1, "a"), lambda l: l.index(1, None), lambda l: l.index(), lambda l: l.count(1), lambda l: l.count(), lambda l: l.count(True), lambda l: l.reverse(), lambda l: l.reverse(1), lambda l: l.sort(1), lambda l: l.sort(key=1),
          lambda l: l.sort(reverse=True), lambda l: l.sort(reverse="x"), lambda l: l.sort(x=1), lambda l: l.sort(key=lambda x: -x), lambda l: l.sort(key=lambda: 1), lambda l: l.copy(1), lambda l: l.clear(), lambda l: l.clear(1),
          lambda l: l + (1,), lambda l: l + None, lambda l: (1,) + l, lambda l: l * 2, lambda l: l * -1, lambda l: l * 1.5, lambda l: l * l, lambda l: 2 * l, lambda l: l.__iadd__("ab"), lambda l: l.__iadd__(1), lambda l: l.__imul__(0), lambda l: l.__imul__("a"),
          lambda l: l[3], lambda l: l[-4], lambda l: l["a"], lambda l: l[1.0], lambda l: l[None], lambda l: l[1, 2], lambda l: l[::0], lambda l: l["a":], lambda l: l < [1, 3], lambda l: l < (1,), lambda l: l == [1, 2, 3], lambda l: [1, "a"] < [1, 2], lambda l: hash(l), lambda l: l.foo, lambda l: l.appendd):
    on([1, 2, 3], f)
for f in (lambda l: l.pop(), lambda l: l.pop(0), lambda l: l.remove(1), lambda l: l.index(1), lambda l: max(l), lambda l: min(l), lambda l: l[0], lambda l: l[-1], lambda l: next(iter(l)), lambda l: sum(l), lambda l: l.sort()):
    on([], f)
on(["b", 1], lambda l: l.sort())
on([None, None], lambda l: l.sort())
on([1j, 2], lambda l: sorted(l))
print([].__new__(list, 1, 2, x=3), list.__init__([], "ab"))
for f in (lambda: list(1), lambda: list(1, 2), lambda: list(x=1), lambda: list(None), lambda: [*1], lambda: [*None], lambda: list.append(1, 2), lambda: list.append(), lambda: list.sort([2, 1], 3)):
    on([], lambda l: f())
