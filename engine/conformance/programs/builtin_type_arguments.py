types = [int, bool, float, complex, str, bytes, bytearray, memoryview, list, tuple, dict, set, frozenset, range, slice, object, property, staticmethod, classmethod, super, type, zip, map, filter, enumerate, reversed]
for c in types:
    for args, kwargs in (((), {}), ((1,), {}), ((None, 2), {}), (("a", "b", "c"), {}), ((1, 2, 3, 4), {}), ((1, 2, 3, 4, 5, 6), {}), ((), {"x": 1}), ((1,), {"bogus": 2})):
        try:
            r = c(*args, **kwargs)
            print(c.__name__, args, kwargs, "->", type(r).__name__)
        except Exception as e:
            print(c.__name__, args, kwargs, type(e).__name__, e)
