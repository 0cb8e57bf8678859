"""Calls natives with objects that are Python code, and has each call from within raise in turn.

Arguments: the kind of object, the name of the native, "whole" for all pairs of arguments, and the numbers of calls that
are left out. It prints how many
calls there were and how many callbacks raised. Without arguments it lists what can be called."""

import builtins
import gc
import math
import sys

gc.disable()
KIND, METHOD = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")
WHOLE = "whole" in sys.argv
SKIP = set(int(number) for number in sys.argv[3:] if number != "whole")


class Fuse:
    """Burns down by one with each callback, and raises at zero."""

    left = 0
    raised = 0
    called = 0


class Blown(Exception):
    pass


def tick():
    Fuse.called += 1
    if Fuse.left:
        Fuse.left -= 1
        if not Fuse.left:
            Fuse.raised += 1
            raise Blown("blown")


class O:
    """An object all of whose special methods are Python code, and tick."""

    def __init__(self, n=2):
        self.n = n

    def __new__(cls, n=2):
        tick()
        return object.__new__(cls)

    def __eq__(self, other):
        tick()
        return self is other

    def __ne__(self, other):
        tick()
        return self is not other

    def __lt__(self, other):
        tick()
        return True

    def __le__(self, other):
        tick()
        return True

    def __gt__(self, other):
        tick()
        return False

    def __ge__(self, other):
        tick()
        return False

    def __hash__(self):
        tick()
        return 5

    def __len__(self):
        tick()
        return 2

    def __length_hint__(self):
        tick()
        return 3

    def __iter__(self):
        tick()
        return Steps()

    def __reversed__(self):
        tick()
        return Steps()

    def __index__(self):
        tick()
        return 1

    def __int__(self):
        tick()
        return 1

    def __float__(self):
        tick()
        return 1.5

    def __complex__(self):
        tick()
        return 1j

    def __bool__(self):
        tick()
        return True

    def __call__(self, *args, **kwargs):
        tick()
        return "k"

    def __repr__(self):
        tick()
        return "O"

    def __str__(self):
        tick()
        return "o"

    def __format__(self, spec):
        tick()
        return "f"

    def __bytes__(self):
        tick()
        return b"b"

    def __contains__(self, item):
        tick()
        return False

    def __getitem__(self, key):
        tick()
        if key == 3:
            raise IndexError
        return "i"

    def __setitem__(self, key, value):
        tick()

    def __delitem__(self, key):
        tick()

    def __getattr__(self, name):
        tick()
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: tick()

    def __add__(self, other):
        tick()
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __add__
    __mod__ = __rmod__ = __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __lshift__ = __rlshift__ = __add__
    __rshift__ = __rrshift__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = __iadd__ = __ior__ = __isub__ = __add__

    def __divmod__(self, other):
        tick()
        return (1, 2)

    __rdivmod__ = __divmod__

    def __neg__(self):
        tick()
        return self

    __pos__ = __abs__ = __invert__ = __trunc__ = __floor__ = __ceil__ = __neg__

    def __round__(self, n=None):
        tick()
        return 1

    def __enter__(self):
        tick()
        return self

    def __exit__(self, *args):
        tick()
        return False

    def keys(self):
        tick()
        return Steps()

    def __set_name__(self, owner, name):
        tick()

    def __get__(self, instance, owner=None):
        tick()
        return self

    def __instancecheck__(self, other):
        tick()
        return True

    __subclasscheck__ = __instancecheck__

    def __mro_entries__(self, bases):
        tick()
        return ()


class Steps:
    """Two items, and every step ticks."""

    def __init__(self):
        self.left = 2

    def __iter__(self):
        tick()
        return self

    def __next__(self):
        tick()
        if not self.left:
            raise StopIteration
        self.left -= 1
        return O()

    def __length_hint__(self):
        tick()
        return 2


class Pairs(Steps):
    def __next__(self):
        super().__next__()
        return [O(), O()]


class Mapping:
    def keys(self):
        tick()
        return Steps()

    def __getitem__(self, key):
        tick()
        return O()


class Index(O):
    def __index__(self):
        tick()
        return 0


class L(list):
    def __iter__(self):
        tick()
        return super().__iter__()

    def __len__(self):
        tick()
        return super().__len__()

    def __getitem__(self, i):
        tick()
        return super().__getitem__(i)


class D(dict):
    def __missing__(self, key):
        tick()
        return O()

    def __getitem__(self, key):
        tick()
        return super().__getitem__(key)

    def keys(self):
        tick()
        return super().keys()


class S(str):
    def __str__(self):
        tick()
        return "s"

    def __eq__(self, other):
        tick()
        return False

    def __hash__(self):
        tick()
        return 7


class E(Exception):
    def __init__(self, *args):
        tick()

    def __str__(self):
        tick()
        return "e"


class Meta(type):
    def __call__(cls, *args, **kwargs):
        tick()
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, other):
        tick()
        return False

    def __prepare__(name, bases, **kwargs):
        tick()
        return {}


class M(metaclass=Meta):
    @property
    def p(self):
        tick()
        return 1

    @p.setter
    def p(self, value):
        tick()


def generator():
    tick()
    yield O()
    tick()
    yield O()


def quiet(make):
    """Makes an object without burning the fuse."""
    left, Fuse.left = Fuse.left, 0
    try:
        return make()
    finally:
        Fuse.left = left


SUBJECTS = {
    "list": lambda: [O(), O(), 3],
    "tuple": lambda: (O(), O(), 3),
    "dict": lambda: {O(): O(), 3: O(), "k": 1},
    "set": lambda: {O(), O(), 3},
    "frozenset": lambda: frozenset([O(), O(), 3]),
    "str": lambda: "a{}b%s",
    "bytes": lambda: b"abc",
    "int": lambda: 12345678901,
    "float": lambda: 2.5,
    "complex": lambda: 1 + 2j,
    "bool": lambda: True,
    "range": lambda: range(4),
    "slice": lambda: slice(O(), O(), O()),
    "NoneType": lambda: None,
    "object": lambda: O(),
    "type": lambda: O,
    "function": lambda: generator,
    "method": lambda: O().keys,
    "builtin_function_or_method": lambda: len,
    "method_descriptor": lambda: list.append,
    "wrapper_descriptor": lambda: list.__len__,
    "getset_descriptor": lambda: int.__dict__["real"],
    "member_descriptor": lambda: slice.start,
    "generator": generator,
    "list_iterator": lambda: iter([O(), O()]),
    "tuple_iterator": lambda: iter((O(), O())),
    "dict_keyiterator": lambda: iter({O(): 1}),
    "dict_keys": lambda: {O(): O()}.keys(),
    "dict_values": lambda: {O(): O()}.values(),
    "dict_items": lambda: {O(): O()}.items(),
    "set_iterator": lambda: iter({O()}),
    "range_iterator": lambda: iter(range(3)),
    "str_iterator": lambda: iter("abc"),
    "map": lambda: map(O(), [O(), O()]),
    "zip": lambda: zip([O()], [O()]),
    "filter": lambda: filter(O(), [O(), O()]),
    "enumerate": lambda: enumerate(Steps()),
    "reversed": lambda: reversed([O(), O()]),
    "callable_iterator": lambda: iter(O(), "z"),
    "iterator": lambda: iter(L([O(), O()])),
    "property": lambda: M.__dict__["p"],
    "classmethod": lambda: classmethod(O()),
    "staticmethod": lambda: staticmethod(O()),
    "super": lambda: super(O, O()),
    "mappingproxy": lambda: O.__dict__,
    "BaseException": lambda: E(O(), O()),
    "KeyError": lambda: KeyError(O()),
    "StopIteration": lambda: StopIteration(O()),
    "ImportError": lambda: ImportError("x", name="y"),
    "OSError": lambda: OSError(2, "x"),
    "types.GenericAlias": lambda: list[O],
    "code": lambda: generator.__code__,
    "cell": lambda: (lambda o: (lambda: o))(O()).__closure__[0],
    "module": lambda: gc,
    "L": lambda: L([O(), O()]),
    "D": lambda: D({3: O()}),
    "S": lambda: S("x"),
    "M": lambda: M(),
}

ARGUMENTS = [
    lambda: O(),
    lambda: Steps(),
    lambda: Pairs(),
    lambda: Mapping(),
    lambda: [O(), (O(), O())],
    lambda: {O(): O(), "k": O()},
    lambda: "k",
    lambda: 1,
    lambda: Index(),
    lambda: L([O(), O()]),
    lambda: S("x"),
]


def operators():
    """What instructions ask of an object, and natives with keywords."""
    a, b = O(), O()

    def unpack():
        x, y = Steps()

    def unpack_more():
        x, *y = Steps()

    def match_it():
        match O():
            case {"k": x, 1: y}:
                return x
            case O(n=3):
                return 1
            case [x, y]:
                return x

    def match_dict():
        match {O(): 1, "k": O()}:
            case {"k": x, 7: y}:
                return x
            case {"k": [x, y]}:
                return y

    def with_it():
        with O() as x, O():
            pass

    def delete():
        o = O()
        del o[1]

    def store():
        o = [1, 2, 3]
        o[O()] = 2
        o[0:1] = Steps()
        o[O():O()] = O()

    def augment():
        o = O()
        o += 1
        o |= 2
        l = []
        l += Steps()
        d = {}
        d |= Pairs()
        s = {1}
        s |= {O()}
        s &= {O()}

    def raise_it():
        try:
            raise E from O()
        except TypeError:
            pass
        try:
            raise E
        except (O,):
            pass
        except E:
            pass

    def spread(*args, **kwargs):
        return (lambda *a, **k: None)(*Steps(), **Mapping(), k=1)

    def make_class():
        class C(M, O(), k=2):
            x = O()

            def __init_subclass__(cls, **kwargs):
                tick()

        class D(C):
            pass

    def call_meta():
        return type("T", (M,), {"x": O(), "__slots__": Steps2()})

    def own_class():
        return type("T", (), {"x": O(), O(): 1})

    def for_loop():
        for x in O():
            for y in generator():
                for z in zip(Steps(), O(), generator()):
                    pass

    def yielding():
        def inner():
            yield from Steps()
            return (yield from generator())

        return list(inner())

    def thrown():
        g = generator()
        next(g)
        try:
            g.throw(E)
        except E:
            pass
        g.close()

    def finalized():
        class F:
            def __del__(self):
                tick()

        F()
        [F(), F()]

    class Steps2(Steps):
        def __next__(self):
            super().__next__()
            return "ab"[self.left]

    return [
        unpack, unpack_more, match_it, match_dict, with_it, delete, store, augment, raise_it, spread, make_class,
        call_meta, own_class, for_loop, yielding, thrown, finalized,
        lambda: f"{a} {a!r} {a:x} {a!s:>{b}} {[a, b]}",
        lambda: "%s %r %a %d %c %5.2f %*d" % (a, a, a, a, Index(), a, 3, a),
        lambda: "%(k)s %(j)d" % Mapping(),
        lambda: "{} {0.n} {1[k]!r:>{0}} {k}".format(a, b, k=a),
        lambda: "{0} {0.n} {1[k]!r:>{0}} {k!s}".format(a, b, k=a),
        lambda: "{a} {b}".format_map(Mapping()),
        lambda: " ".join(Steps()),
        lambda: " ".join([a, b]),
        lambda: print(a, b, [a], sep="", end=""),
        lambda: a + 1, lambda: 1 + a, lambda: a == b, lambda: a < b, lambda: [a] == [b], lambda: (a, 1) < (b, 2),
        lambda: {a: 1} == {b: 1}, lambda: {a} == {b}, lambda: {a} < {b, 1}, lambda: -a, lambda: ~a, lambda: not a,
        lambda: a in b, lambda: a in [b], lambda: a in {b}, lambda: a in {b: 1}, lambda: a in Steps(), lambda: a[1],
        lambda: "abc"[a], lambda: [1, 2][Index():a], lambda: {a: 1}[b], lambda: {a: 1, b: 2}, lambda: {a, b},
        lambda: {**Mapping()}, lambda: [*Steps()], lambda: {*Steps()}, lambda: (*O(),), lambda: a.x, lambda: a.x(),
        lambda: M().p, lambda: setattr(M(), "p", 1), lambda: M(), lambda: isinstance(a, M), lambda: isinstance(1, O()),
        lambda: issubclass(int, O()), lambda: sorted(Steps()), lambda: sorted([a, b], key=O()),
        lambda: sorted([a, b], key=lambda x: tick()), lambda: [a, b].sort(reverse=a), lambda: max(Steps(), key=O()),
        lambda: max(a, b, key=O()), lambda: min(Steps(), default=a), lambda: min(a, b), lambda: sum(Steps(), a),
        lambda: any(Steps()), lambda: all(Steps()), lambda: dict(Pairs(), k=a), lambda: dict(Mapping()),
        lambda: dict.fromkeys(Steps(), a), lambda: list(map(O(), Steps(), generator())),
        lambda: list(filter(O(), Steps())), lambda: list(filter(None, Steps())), lambda: list(enumerate(Steps(), a)),
        lambda: list(zip(Steps(), generator(), strict=True)), lambda: list(zip(Steps(), [1], strict=True)),
        lambda: list(reversed(O())), lambda: list(iter(O(), "k")), lambda: divmod(a, 2), lambda: divmod(2, a),
        lambda: pow(a, 2), lambda: pow(2, a, 3), lambda: round(a), lambda: round(a, b), lambda: round(1.5, a),
        lambda: abs(a), lambda: int(a), lambda: int("1", a), lambda: float(a), lambda: complex(a), lambda: str(a),
        lambda: bytes(a), lambda: bytes(Steps()), lambda: hash((a, b)), lambda: hash(frozenset([a, b])),
        lambda: getattr(a, "zz"), lambda: getattr(a, "__zz__", b), lambda: hasattr(a, "__zz__"), lambda: vars(a),
        lambda: dir(a), lambda: repr([a, {a: (a,)}, {a}]), lambda: ascii([a]), lambda: format(a, "x"),
        lambda: range(a, b, Index()), lambda: slice(a).indices(a), lambda: chr(a), lambda: ord(a), lambda: bin(a),
        lambda: next(Steps()), lambda: next(generator(), a), lambda: list(generator()), lambda: tuple(Steps()),
        lambda: set(Steps()), lambda: frozenset(Steps()), lambda: {a} | {b}, lambda: {a} & {b}, lambda: {a} - {b},
        lambda: {a} ^ {b}, lambda: {a: 1} | {b: 2}, lambda: {a: 1}.keys() & [b], lambda: {a: 1}.keys() | Steps(),
        lambda: {a: 1}.items() & {(b, 1)}, lambda: {a: 1}.keys() <= {b}, lambda: [a] * Index(), lambda: "x" * a,
        lambda: [a, b].index(O()), lambda: [a, b].count(b), lambda: [a, b].remove(O()), lambda: (a, b).index(O()),
        lambda: eval("1"), lambda: exec("1"), lambda: str(E(a)), lambda: repr(KeyError(a)), lambda: str(KeyError(a)),
        lambda: a @ b, lambda: a ** b, lambda: 1 if a else 2, lambda: a and b, lambda: [x for x in Steps() if x],
        lambda: {x: x for x in Steps()}, lambda: {x for x in Steps()}, lambda: O(), lambda: object.__repr__(a),
        lambda: __import__("math").fsum(Steps()), lambda: __import__("math").prod(Steps()),
        lambda: __import__("math").gcd(a, b), lambda: __import__("math").dist([a], [b]),
        lambda: __import__("math").isclose(a, b, rel_tol=a), lambda: __import__("math").hypot(a, b),
        lambda: __import__("math").floor(a), lambda: __import__("math").log(a, b), lambda: __import__("math").sumprod(Steps(), Steps()),
    ]


def argument_lists():
    yield ()
    for a in ARGUMENTS:
        yield (a,)
    for a in ARGUMENTS:
        for b in ARGUMENTS if WHOLE else ARGUMENTS[:5]:
            yield (a, b)
    for a in ARGUMENTS[:2]:
        yield (a, a, a)
        yield (a, a, a, a)


def calls():
    """Pairs of a maker of the thing to call, and makers of its arguments."""
    if KIND == "operators":
        for i in range(len(quiet(operators))):
            yield lambda i=i: operators()[i], ()
        return
    modules = {"builtins": builtins, "math": math}
    for arguments in argument_lists():
        if KIND in modules:
            yield lambda: getattr(modules[KIND], METHOD), arguments
            continue
        yield lambda: getattr(SUBJECTS[KIND](), METHOD), arguments


def attempt(function, makers, fuse):
    """One call with the fuse at that length; whether it was blown."""
    call = quiet(function)
    arguments = [quiet(make) for make in makers]
    raised = Fuse.raised
    Fuse.left = fuse
    try:
        call(*arguments)
    except Blown:
        pass
    except Exception:
        pass
    finally:
        Fuse.left = 0
    return Fuse.raised > raised


def hunt(skip):
    done = blown = Fuse.raised = Fuse.called = 0
    for number, (function, makers) in enumerate(calls()):
        if number in skip:
            continue
        print("call", number)
        for fuse in range(1, 40):
            done += 1
            if not attempt(function, makers, fuse):
                break
            blown += 1
    return done, blown


def names():
    """All natives that can be called, a kind on a line."""
    away = {"input", "exit", "quit", "breakpoint", "help", "copyright", "credits", "license", "open", "O"}
    print("operators", "all")
    for module in (builtins, math):
        print(module.__name__, *[n for n, f in vars(module).items() if callable(f) and n not in away])
    for kind, make in SUBJECTS.items():
        found = type(make())
        print(kind, *[n for n in vars(found) if n != "__dict__" and callable(getattr(found, n, None))])


if KIND:
    # The first round warms up; the next ones must leave nothing behind.
    for _ in range(3):
        DONE = hunt(SKIP)
        gc.collect()
        print("round")
    print(*DONE)
else:
    names()
