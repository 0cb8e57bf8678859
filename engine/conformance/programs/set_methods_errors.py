def on(f, s=(1, 2, 3)):
    s = set(s)
    try:
        print(repr(f(s)), sorted(s, key=repr))
    except Exception as e:
        print(type(e).__name__, e, sorted(s, key=repr))


for f in (lambda s: s.add(4), lambda s: s.add([]), lambda s: s.add(), lambda s: s.add(1, 2), lambda s: s.remove(1), lambda s: s.remove(9), lambda s: s.remove([]), lambda s: s.remove({1}), lambda s: s.discard(9), lambda s: s.discard([]), lambda s: s.discard({5}), lambda s: set().pop(), lambda s: s.pop(1),
          lambda s: s.clear(), lambda s: s.copy() == s, lambda s: s.update([4], "ab"), lambda s: s.update(1), lambda s: s.update([[]]), lambda s: s.update(), lambda s: s.update(x=1), lambda s: s.union([9]), lambda s: s.union(1), lambda s: s.union([9], (8,), "x") >= s, lambda s: s.intersection([1, 5]), lambda s: s.intersection([1, []]), lambda s: s.intersection(5),
          lambda s: s.difference([1], [2]), lambda s: s.difference([[]]), lambda s: s.symmetric_difference([1, 9]), lambda s: s.symmetric_difference(), lambda s: s.symmetric_difference([1], [2]), lambda s: s.intersection_update([1]), lambda s: s.difference_update([1]), lambda s: s.symmetric_difference_update([1, 1, 4]),
          lambda s: s.isdisjoint([9]), lambda s: s.isdisjoint([[]]), lambda s: s.isdisjoint(1), lambda s: s.issubset(range(5)), lambda s: s.issubset(1), lambda s: s.issuperset([1]), lambda s: s.issuperset([[]]), lambda s: s.issuperset(None), lambda s: s | {4}, lambda s: s | [4], lambda s: s & frozenset([1]), lambda s: frozenset([1]) | s, lambda s: s - 1, lambda s: s ^ {1, 9},
          lambda s: s.__ior__([1]), lambda s: s.__iand__({1}), lambda s: s.__isub__({1}), lambda s: s.__ixor__({1, 7}), lambda s: s < {1, 2, 3, 4}, lambda s: s <= s, lambda s: s > [1], lambda s: s == frozenset([1, 2, 3]), lambda s: s == [1, 2, 3], lambda s: s + s, lambda s: s * 2, lambda s: hash(s), lambda s: s[0], lambda s: [] in s, lambda s: {1} in s, lambda s: {1} in {frozenset([1])},
          lambda s: set(1), lambda s: set(1, 2), lambda s: set(x=1), lambda s: set([[]]), lambda s: set([{}]), lambda s: {*1}, lambda s: {[]}, lambda s: {1, *[[]]}, lambda s: frozenset(1), lambda s: frozenset([[]]), lambda s: frozenset(x=1), lambda s: frozenset([1]).add(2), lambda s: s.foo, lambda s: s.append(1), lambda s: s.ad, lambda s: set.add(1, 2), lambda s: set.union(1), lambda s: set.union()):
    on(f)
