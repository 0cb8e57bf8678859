def on(f):
    d = {"a": 1, 2: "b"}
    try:
        print(repr(f(d)), d)
    except Exception as e:
        print(type(e).__name__, e, d)


for f in (lambda d: d["x"], lambda d: d[[]], lambda d: d[{}], lambda d: d.get("x"), lambda d: d.get("x", 5), lambda d: d.get(), lambda d: d.get(1, 2, 3), lambda d: d.get([]), lambda d: d.get("a", default=1), lambda d: d.pop("a"), lambda d: d.pop("x"), lambda d: d.pop("x", None),
          lambda d: d.pop(), lambda d: d.pop([]), lambda d: d.popitem(), lambda d: d.popitem(1), lambda d: {}.popitem(), lambda d: {}.pop(1), lambda d: d.setdefault("a", 9), lambda d: d.setdefault("z"), lambda d: d.setdefault("z", 3), lambda d: d.setdefault(), lambda d: d.setdefault([]),
          lambda d: d.update({"a": 5}), lambda d: d.update(a=7, q=8), lambda d: d.update([(1, 2), [3, 4], "xy"]), lambda d: d.update([(1,)]), lambda d: d.update([1]), lambda d: d.update(1), lambda d: d.update(None), lambda d: d.update("ab"), lambda d: d.update({}, {}), lambda d: d.update([("k", 1), 5]),
          lambda d: d.update([([], 1)]), lambda d: d.update(**{"x": 1}), lambda d: d.update(**{1: 1}), lambda d: d.clear(), lambda d: d.clear(1), lambda d: d.copy(), lambda d: d.keys(), lambda d: d.values(), lambda d: d.items(), lambda d: d.keys(1), lambda d: d | {"a": 0}, lambda d: d | [(1, 2)],
          lambda d: d.__ior__([(1, 2)]), lambda d: d.__ior__(1), lambda d: {"a": 0} | d, lambda d: d + d, lambda d: d == {2: "b", "a": 1}, lambda d: d < d, lambda d: hash(d), lambda d: "a" in d, lambda d: [] in d, lambda d: list(reversed(d)), lambda d: d.fromkeys("ab"), lambda d: dict.fromkeys([1, 2], []),
          lambda d: dict.fromkeys(1), lambda d: dict.fromkeys(), lambda d: dict.fromkeys([[]]), lambda d: d.foo, lambda d: d.itemss, lambda d: d.a, lambda d: dict(1), lambda d: dict([1]), lambda d: dict([(1, 2, 3)]), lambda d: dict(["ab", "cd"]), lambda d: dict(a=1, **{"b": 2}), lambda d: dict({}, {}),
          lambda d: dict(None), lambda d: dict([("a", 1)], a=2), lambda d: {**1}, lambda d: {**d, "a": 3}, lambda d: {**None}, lambda d: dict(**{1: 2}), lambda d: {[]: 1}, lambda d: {(1, []): 1}, lambda d: d.keys() & {"a"}, lambda d: d.keys() | [5], lambda d: d.items() - {("a", 1)}, lambda d: d.keys() ^ {"a", 3}, lambda d: d.values() & [1],
          lambda d: d.keys() == {"a", 2}, lambda d: d.keys() <= {"a", 2}, lambda d: d.keys().isdisjoint([7]), lambda d: d.keys().isdisjoint(1), lambda d: d.items().mapping["a"], lambda d: d.keys().mapping, lambda d: d.keys()[0], lambda d: len(d.values()), lambda d: next(d.keys()), lambda d: d.values() == d.values(), lambda d: ("a", 1) in d.items(), lambda d: ("a",) in d.items(), lambda d: 5 in d.items()):
    on(f)


def delete(d):
    del d["x"]


def delete_list(d):
    del d[[]]


on(delete)
on(delete_list)
