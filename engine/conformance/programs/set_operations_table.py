sets = [set(), {1}, {1, 2}, {2, 3}, frozenset({1, 2}), frozenset(), {1.0, "a"}]
for a in sets:
    for b in sets:
        print(sorted(map(repr, a | b)), sorted(map(repr, a & b)), sorted(map(repr, a - b)), sorted(map(repr, a ^ b)), type(a | b).__name__, a < b, a <= b, a == b, a != b, a > b, a >= b, a.isdisjoint(b))
        c = set(a)
        c |= b
        c &= {1, 2, "a"}
        c ^= {9}
        c -= {2}
        print(sorted(map(repr, c)))
for a in (set("abc"), frozenset("abc")):
    for other in ([], "ab", ("c", "d"), {"a": 1}, range(2), iter("b"), (x for x in "xa")):
        other = list(other)
        print(sorted(map(str, a.union(other))), sorted(a.intersection(other)), sorted(a.difference(other)), sorted(map(str, a.symmetric_difference(other))), a.issubset(other), a.issuperset(other), a.isdisjoint(other))
print(sorted({1, 2}.union([3], (4,), {5: 6})), sorted({1, 2, 3}.intersection([1, 2], [2])), sorted({1, 2, 3}.difference([1], [2])), {1}.union() == {1}, {1}.intersection() == {1})
s = {3, 1, 2}
t = s
s |= {4}
print(t is s, sorted(t), {x % 3 for x in range(10)} == {0, 1, 2}, len({1, 1.0, True, 1 + 0j}), {frozenset({1}): "nested"}[frozenset([1])], {1, 2} in {frozenset({1, 2})}, {()} == {tuple([])})
print([sorted(x) for x in sorted([{3}, {1, 2}, set()], key=len)], max({1, 5, 3}), min({"b", "a"}), sum({1, 2, 3}), any({0, ""}), all(set()), sorted({1, 2} & {2}, reverse=True))
