names = ["abs", "all", "any", "ascii", "bin", "callable", "chr", "compile", "delattr", "divmod", "enumerate", "eval", "exec", "filter", "format", "getattr", "globals", "hasattr", "hash", "hex", "id", "isinstance", "issubclass", "iter", "len", "locals", "map", "max", "min", "next", "oct", "ord", "pow", "repr", "reversed", "round", "setattr", "sorted", "sum", "vars", "zip", "aiter", "anext"]
import builtins

for name in names:
    f = getattr(builtins, name)
    for args, kwargs in (((), {}), ((1,), {}), ((None, 2), {}), (("a", "b", "c"), {}), ((1, 2, 3, 4), {}), ((1, 2, 3, 4, 5, 6, 7, 8), {}), ((), {"x": 1}), ((1,), {"bogus": 2})):
        try:
            r = f(*args, **kwargs)
            print(name, args, kwargs, "->", type(r).__name__)
        except Exception as e:
            print(name, args, kwargs, type(e).__name__, e)
