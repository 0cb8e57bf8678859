"""`_operator`: operators as functions, and the three getters, with objects in Python."""
import _operator
import copy
import operator
import pickle
from functools import reduce

NAMES = "add and_ floordiv lshift matmul mod mul or_ pow rshift sub truediv xor lt le eq ne gt ge".split()
UNARY = "neg pos inv invert abs truth not_ index is_none is_not_none".split()


def tell(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


class Vector:
    def __init__(self, *parts):
        self.parts = list(parts)

    def __repr__(self):
        return f"Vector{self.parts}"

    def __add__(self, other):
        return Vector(*map(operator.add, self.parts, other.parts))

    def __radd__(self, other):
        return f"{other} radd"

    def __iadd__(self, other):
        self.parts += getattr(other, "parts", other)
        return self

    def __matmul__(self, other):
        return sum(map(operator.mul, self.parts, other.parts))

    def __eq__(self, other):
        return self.parts == getattr(other, "parts", None)

    def __lt__(self, other):
        return self.parts < other.parts

    def __neg__(self):
        return Vector(*map(operator.neg, self.parts))

    def __abs__(self):
        return 3

    def __bool__(self):
        return False

    def __index__(self):
        return 7

    def __getitem__(self, key):
        return "item", key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)

    def __contains__(self, item):
        return item == "in"

    def __call__(self, *args, **kwargs):
        return args, kwargs

    def method(self, *args, **kwargs):
        return "method", args, kwargs

    @property
    def prop(self):
        return self


v, w = Vector(1, 2), Vector(3, 4)
VALUES = [(7, 2), (-7, 2), (2.5, 2), ("a", "b"), ([1], [2]), ({1}, {2}), (v, w), (1, v), (v, 1), (1, "a"), ({1: 2}, {3: 4}), (1, 0), ("%d", 5)]
for name in NAMES:
    f = getattr(_operator, name)
    print(name, f is getattr(operator, name), f.__module__, f.__text_signature__)
    for a, b in VALUES:
        tell(f, a, b)
        tell(getattr(operator, f"__{name.strip('_')}__"), a, b)
for name in NAMES[:13]:
    f = getattr(_operator, "i" + name.strip("_"))
    for a, b in VALUES:
        tell(f, copy.deepcopy(a), b)
for name in UNARY:
    f = getattr(_operator, name)
    print(name, f.__text_signature__)
    for o in (0, 5, -5, True, 2.5, "s", "", None, v):
        if name in ("inv", "invert") and o is True:
            continue
        tell(f, o)
tell(operator.iadd, [1], (n for n in range(3)))
tell(operator.iadd, v, [9])
for o, key in (([1, 2, 3], 1), ([1, 2, 3], slice(1, 3)), ([1], 5), ({"a": 1}, "a"), ({"a": 1}, "b"), ("text", -1), (v, "k"), (5, 1), ((1,), v), ({v.prop: 1} if 0 else {}, [])):
    tell(operator.getitem, o, key)
    tell(operator.setitem, copy.copy(o), key, [8, 9])
    tell(operator.delitem, copy.copy(o), key)
    tell(operator.contains, o, key)
tell(operator.contains, iter([1, 2]), 2)
tell(operator.contains, [w, v], Vector(3, 4))
tell(operator.is_, v, v)
tell(operator.is_not, v, v)
tell(operator.call, v, 1, k=2)
tell(operator.call, len, "abc")
tell(operator.call)
tell(operator.add, 1)
tell(operator.add, 1, b=2)
print(reduce(operator.add, [v, w, w]), reduce(operator.mul, range(1, 20)))
print(list(map(operator.sub, [5, 6], [1, 2])), sorted([w, v], key=operator.neg))
print(operator.countOf([1, 2, 1], 1), operator.indexOf("abc", "c"), operator.concat([1], [2]), operator.length_hint(iter([1, 2])))

item, attr, method = operator.itemgetter, operator.attrgetter, operator.methodcaller
for t in (item, attr, method):
    print(t, t.__module__, t.__qualname__, t.__basicsize__, hex(t.__flags__), t.__text_signature__)
    tell(t)
    tell(t, x=1)
    tell(lambda: type("Sub", (t,), {}))
GETTERS = [item(1), item(0, -1), item(slice(1, 3)), item("a"), item(v), attr("parts"), attr("prop.parts", "prop.prop.parts"), attr("no.way")]
GETTERS += [attr("parts.", "x"), method("upper"), method("method", 1, k=2), method("nothing"), method("__len__"), attr("__class__.__name__")]
for g in GETTERS:
    print(g, g.__text_signature__)
    for o in ([1, 2, 3], "text", {"a": 1, 1: 2, 0: 3, -1: 4}, v, 5):
        tell(g, o)
    tell(g)
    tell(g, 1, 2)
    tell(g, 1, x=2)
    if "Vector" not in repr(g):
        print(g.__reduce__(), copy.copy(g), [repr(pickle.loads(pickle.dumps(g, n))) for n in range(5)])
tell(attr, 1)
tell(attr, "a", 1)
tell(method, 1)
tell(setattr, item(1), "x", 1)
loop = [1]
g = item(loop)
loop.append(g)
print(g)
people = [{"name": "b", "age": 3}, {"name": "a", "age": 3}, {"name": "c", "age": 1}]
print(sorted(people, key=item("age", "name")))
print(sorted(["b", "A", "c"], key=method("lower")), max([v, w], key=attr("parts")))
