# what the collector tracks at birth, by the maker of a tuple
import gc
gc.collect(); gc.disable()
a, b, l = 1, 2, [3]
def f(*args): return args
def g(**kw): return kw
class T(tuple): pass
t, u, n = (a, b), (a, l), (a, (b, a))
made = {
    "display": (a, b), "display of a list": (a, l), "display of a tuple": (a, t), "tuple of list": tuple([1, 2]), "tuple of lists": tuple([1, []]),
    "tuple of range": tuple(range(3)), "tuple of generator": tuple(x for x in (1, 2)), "tuple of str": tuple("ab"), "tuple of dict": tuple({1: 2}),
    "tuple of set": tuple({1}), "tuple of map": tuple(map(int, "12")), "slice": (a, b, a)[1:], "slice of lists": (a, l, l)[1:], "slice steps": (a, b, a)[::2],
    "concat": t + t, "repeat": t * 2, "star": (*t, *t), "args": f(1, 2), "args of a list": f(1, []), "args spread": f(*[1, 2]), "zip": next(zip([1], [2])),
    "enumerate": next(enumerate("a")), "items": next(iter({1: 2}.items())), "popitem": {1: 2}.popitem(), "divmod": divmod(7, 2), "partition": "a-b".partition("-"),
    "rpartition": "ab".rpartition("-"), "ratio": (0.5).as_integer_ratio(), "int ratio": (5).as_integer_ratio(), "float divmod": divmod(7.5, 2),
    "error args": ValueError("x").args, "error args of a list": ValueError([]).args, "subclass": T((1, 2)), "sorted": tuple(sorted([2, 1])),
    "indices": slice(1, 2).indices(5), "bases": T.__bases__, "mro": T.__mro__, "varnames": f.__code__.co_varnames,
    "defaults": (lambda x=1: x).__defaults__, "count": gc.get_count(), "threshold": gc.get_threshold(), "reversed": tuple(reversed([1, 2])),
    "filter": tuple(filter(None, [1, 2])), "keys": tuple({1: 2}.keys()), "list of tuples": tuple([(1, 2)]), "swap": (b, a), "copy": tuple(t), "nested": n,
}
try: 1 / 0
except ZeroDivisionError as e: made["raised"] = e.args
try: {}[1]
except KeyError as e: made["key error"] = e.args
try: raise ValueError(1, 2)
except ValueError as e: made["raised by program"] = e.args
try: [].x
except AttributeError as e: made["attribute"] = e.args
for name, value in made.items(): print(name, gc.is_tracked(value))
gc.collect()
print([name for name, value in made.items() if gc.is_tracked(value)])
print([gc.is_tracked(o) for o in ({}, {1: 2}, {1: []}, dict(a=1), g(a=1), g(), set(), {1}, frozenset(), frozenset([1]), [], [1], "a", 1, 1.5, b"a", range(3), slice(1), slice([]),
      iter([]), iter(()), iter("a"), iter(b"a"), iter({}), iter(range(3)), iter(set()), (x for x in ()), f, f.__code__, len, [].append, T, int, T(), object(), ValueError(), type(l), map(int, []), zip(),
      enumerate([]), reversed([]), {}.keys(), property(), staticmethod(f), classmethod(f), super(T), lambda: 0, gc, NotImplemented, None, ..., complex(1), memoryview if 0 else 0, T.__dict__, "".join)])
