"""`functools`: partial, Placeholder, reduce, cmp_to_key, lru_cache as their C versions are."""
import copy
import functools
import pickle
from functools import Placeholder, cmp_to_key, lru_cache, partial, reduce


def tell(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


def f(*args, **kwargs):
    return args, kwargs


p = partial(f, 1, 2, a=3)
print(p.func is f, p.args, p.keywords, p(4, b=5), p(a=6))
q = partial(p, 7, c=8)
print(q.func is f, q.args, q.keywords, q())
h = partial(f, Placeholder, 2, Placeholder, 4)
print(h(1, 3), h(1, 3, 5), partial(h, 1)(3), partial(h, Placeholder, 3)(1))
tell(lambda: h(1))
tell(lambda: partial())
tell(lambda: partial(5))
tell(lambda: partial(f, 1, Placeholder))
tell(lambda: partial(f, x=Placeholder))
print(repr(partial(int, "1", base=2)), repr(Placeholder), copy.copy(Placeholder) is Placeholder)
p.attribute = 1
print(p.__dict__, partial(p).func is p)
r = pickle.loads(pickle.dumps(partial(int, base=2)))
print(r("101"), copy.copy(r)("11"), copy.deepcopy(r).keywords)
tell(lambda: r.__setstate__((1, 2)))
tell(lambda: r.__setstate__((f, (Placeholder,), {}, None)))
own = partial(print, "x")
own.__setstate__((own, (), {}, {}))
print(repr(own).count("..."))


class C:
    method = partial(f, "partial")
    part = functools.partialmethod(f, "partialmethod")

    @lru_cache
    def cached(self, x):
        return x * 2


c = C()
print(len(c.method()[0]), len(c.part()[0]), c.cached(2), c.cached(2), C.cached.cache_info())
print(type(C.__dict__["cached"]), partial[int], partial.__module__, partial.__text_signature__)


class Sub(partial):
    pass


print(repr(Sub(int)), Sub(int)("3"))

print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, range(1, 6), 10), reduce(max, iter([3, 9, 2])))
print(reduce(lambda a, b: a, [5]), reduce(None, [], 7), reduce(lambda a, b: a + [b], "xyz", initial=[]))
for bad in (lambda: reduce(max, []), lambda: reduce(max, 5), lambda: reduce(max), lambda: reduce(1, [1, 2])):
    tell(bad)


def numbers():
    yield 1
    raise KeyError("inside")


tell(lambda: reduce(f, numbers()))


def compare(a, b):
    return (a > b) - (a < b)


key = cmp_to_key(compare)
print(sorted([3, 1, 2], key=key), sorted("bca", key=cmp_to_key(lambda a, b: -compare(a, b))), key(1) < key(2))
print(key(1) == key(1), key(1) != key(1), key(5).obj, key(2) >= key(3))
for bad in (lambda: key < key, lambda: key(1) < 5, lambda: hash(key(1)), lambda: key(), lambda: cmp_to_key()):
    tell(bad)
tell(lambda: cmp_to_key(lambda a, b: 1 / 0)(1) < key(2))

calls = []


@lru_cache(maxsize=2)
def slow(x, y=0, **more):
    calls.append(x)
    return x + y


print(slow(1), slow(1), slow(2), slow(3), slow(1), slow(1, y=2), slow(y=2, x=1), calls, slow.cache_info())
slow.cache_clear()
print(slow.cache_info(), slow.cache_parameters(), slow.__name__, slow.__wrapped__(4))


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())


@lru_cache(maxsize=None, typed=True)
def typed(x):
    return type(x).__name__


print(typed(1), typed(1.0), typed(True), typed.cache_info())


@lru_cache(maxsize=0)
def never(x):
    return x


print(never(1), never(1), never.cache_info())
tell(lambda: slow([]))


@lru_cache
def raises(x):
    raise ValueError(x)


tell(lambda: raises(1))
tell(lambda: raises(1))
print(raises.cache_info(), copy.copy(fib) is fib, copy.deepcopy(fib) is fib)
tell(lambda: lru_cache("x"))
tell(lambda: functools._lru_cache_wrapper(5, 1, False, None))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n

    def __eq__(self, other):
        return self.n == other.n


keyed = lru_cache(maxsize=3)(lambda key: key.n)
print([keyed(Key(n)) for n in (1, 2, 1, 3, 4, 2, 1)], keyed.cache_info())
