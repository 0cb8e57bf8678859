d, e = {"a": 1, "b": 2}, {"b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), list(reversed(k)), list(reversed(v)), list(reversed(i)), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, type(k).__name__)
for x, y in ((d.keys(), e.keys()), (d.items(), e.items()), (d.keys(), {"a", "z"}), (d.keys(), ["a", "q"]), ({"a"}, d.keys()), (d.items(), {("a", 1)}), (d.keys(), "ab"), (d.keys(), {"a": 0})):
    row = []
    for f in (lambda: x | y, lambda: x & y, lambda: x - y, lambda: x ^ y, lambda: x == y, lambda: x < y, lambda: x <= y, lambda: x.isdisjoint(y) if hasattr(x, "isdisjoint") else ""):
        try:
            r = f()
            row.append(sorted(r) if isinstance(r, set) else r)
        except TypeError as error:
            row.append(str(error))
    print(row)
d["c"] = 3
del d["a"]
print(list(k), list(v), list(i), k.mapping == d, k == {"b", "c"}, k == ["b", "c"], v == d.values(), i == d.items(), k <= {"b", "c", "d"}, i >= {("b", 2)})
for f in (lambda: k[0], lambda: k + k, lambda: hash(k), lambda: next(k), lambda: k.add(1), lambda: v & v, lambda: i.mapping["b"], lambda: setattr(k, "mapping", 1), lambda: k | 5, lambda: 5 | k, lambda: k < 5, lambda: len(v), lambda: v[0], lambda: {[]: 1}.keys(), lambda: {"a": []}.items() | set(), lambda: ("a", []) in {"a": []}.items(), lambda: {"a": []}.items() == {"a": []}.items(), lambda: k.isdisjoint([]), lambda: k.isdisjoint(5), lambda: v.isdisjoint([]), lambda: repr({}.keys()), lambda: repr({1: {}.values()}), lambda: sorted(k ^ k), lambda: bool({}.keys()), lambda: {}.keys() == set(), lambda: {}.items() == {}.keys(), lambda: {}.values() == {}.values()):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
it = iter(d.items())
d["b"] = 20
print(list(it), list(d), d)
