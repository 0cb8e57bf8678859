# What dict views and their iterators do.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


d = {1: "a", 2: "b", 3: "c"}
show(r"""list(reversed(d)), list(reversed(d.keys())), list(reversed(d.values())), list(reversed(d.items()))""", lambda: (list(reversed(d)), list(reversed(d.keys())), list(reversed(d.values())), list(reversed(d.items()))))
show(r"""type(reversed(d)), type(reversed(d.values())), type(reversed(d.items())), type(d.keys().__reversed__())""", lambda: (type(reversed(d)), type(reversed(d.values())), type(reversed(d.items())), type(d.keys().__reversed__())))
show(r"""reversed(d).__length_hint__(), iter(d).__length_hint__(), reversed({}).__length_hint__()""", lambda: (reversed(d).__length_hint__(), iter(d).__length_hint__(), reversed({}).__length_hint__()))
show(r"""1 in d.keys(), 9 in d.keys(), (1, 'a') in d.items(), (1, 'b') in d.items(), (9, 'a') in d.items(), 1 in d.items(), (1,) in d.items(), 'a' in d.values()""", lambda: (1 in d.keys(), 9 in d.keys(), (1, 'a') in d.items(), (1, 'b') in d.items(), (9, 'a') in d.items(), 1 in d.items(), (1,) in d.items(), 'a' in d.values()))
show(r"""[] in d.keys()""", lambda: ([] in d.keys()))
show(r"""([], 1) in d.items()""", lambda: (([], 1) in d.items()))
show(r"""[1] in d.values(), [1, 'a'] in d.items()""", lambda: ([1] in d.values(), [1, 'a'] in d.items()))
show(r"""d.keys() & {1, 9}, d.keys() | [7], d.keys() - {1}, d.keys() ^ {1, 4}, d.items() & {(1, 'a')}, {1, 5} & d.keys(), [1, 2] - d.keys()""", lambda: (d.keys() & {1, 9}, d.keys() | [7], d.keys() - {1}, d.keys() ^ {1, 4}, d.items() & {(1, 'a')}, {1, 5} & d.keys(), [1, 2] - d.keys()))
show(r"""d.values() & {1}""", lambda: (d.values() & {1}))
show(r"""d.values() - d.values()""", lambda: (d.values() - d.values()))
show(r"""{1} | d.values()""", lambda: ({1} | d.values()))
show(r"""d.keys() == {1, 2, 3}, d.keys() == d.keys(), d.keys() < {1, 2, 3, 4}, d.keys() >= {1}, d.items() == {(1, 'a'), (2, 'b'), (3, 'c')}, d.values() == d.values(), d.keys() == [1, 2, 3]""", lambda: (d.keys() == {1, 2, 3}, d.keys() == d.keys(), d.keys() < {1, 2, 3, 4}, d.keys() >= {1}, d.items() == {(1, 'a'), (2, 'b'), (3, 'c')}, d.values() == d.values(), d.keys() == [1, 2, 3]))
show(r"""d.values() < {1}""", lambda: (d.values() < {1}))
show(r"""set() > d.values()""", lambda: (set() > d.values()))
show(r"""{1}.__eq__(d.values()), {1}.__eq__(d.keys())""", lambda: ({1}.__eq__(d.values()), {1}.__eq__(d.keys())))
show(r"""d.keys().isdisjoint([5]), d.keys().isdisjoint({1}), d.items().isdisjoint([])""", lambda: (d.keys().isdisjoint([5]), d.keys().isdisjoint({1}), d.items().isdisjoint([])))
show(r"""d.keys().mapping, type(d.keys().mapping), d.keys().mapping == d""", lambda: (d.keys().mapping, type(d.keys().mapping), d.keys().mapping == d))
show(r"""hash(d.keys())""", lambda: (hash(d.keys())))
show(r"""hash(d.values()) == hash(d.values())""", lambda: (hash(d.values()) == hash(d.values())))
show(r"""len(d.keys()), repr(d.keys()), repr(d.values()), repr(d.items())""", lambda: (len(d.keys()), repr(d.keys()), repr(d.values()), repr(d.items())))
show(r"""d.keys()[0]""", lambda: (d.keys()[0]))
show(r"""next(d.keys())""", lambda: (next(d.keys())))
