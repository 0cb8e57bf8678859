"""Writes what CPython's built-in types and modules hold: engine/vm/src/native/cpython.tsv.

Run it with PYTHONHASHSEED=0 under the CPython that the project follows:

    PYTHONHASHSEED=0 python3.14 engine/conformance/golden/make_type_tables.py

A line `type` has name, flags, basicsize, itemsize, mro and text signature; a line `module` has its name; lines that
begin with a tab are the names in its `__dict__`: name, kind, text signature. A line `importable` is a module of the
standard library, and whether the library does without it where it is missing.
"""

import builtins
import dis
import gc
import importlib.util
import math
import os
import sys
import time
import types

import _typing
import _weakref

KINDS = {
    "wrapper_descriptor": "wrapper",
    "method_descriptor": "method",
    "classmethod_descriptor": "classmethod",
    "staticmethod": "static",
    "getset_descriptor": "getset",
    "member_descriptor": "member",
    "builtin_function_or_method": "builtin",
}

# Modules in C that the library has a fall-back for, written in Python.
ACCELERATORS = """_asyncio _bisect _datetime _decimal _elementtree _heapq _json _lsprof _opcode _pickle _queue
_statistics _zoneinfo _remote_debugging _suggestions _interpreters _interpchannels _interpqueues""".split()


def sequence_iterator():
    class Indexed:
        def __getitem__(self, i):
            raise IndexError

    return iter(Indexed())


def lender():
    class Lends:
        def __buffer__(self, flags):
            return memoryview(b"")

    return memoryview(Lends())


OBJECTS = [
    None, ..., NotImplemented, lambda: 0, [].append, list.append, list.__len__, dict.__dict__["fromkeys"],
    [].__len__, type.__dict__["__dict__"], type.__dict__["__flags__"], (lambda: 0).__code__, sys, types.CellType(),
    iter(bytearray()), memoryview(b""), iter(memoryview(b"")), gc.get_referents(memoryview(b""))[0], lender().obj,
    (i for i in ()), property(), sys._getframe(), reversed([]), iter(range(1)), iter(range(10**30)), reversed({}), reversed({}.values()), reversed({}.items()), iter([]), iter(()), iter("\u2603"),
    iter("a"), iter(b""), sequence_iterator(), iter({}), iter({}.values()), iter({}.items()), iter(set()), {}.keys(),
    {}.values(), {}.items(), iter(int, 1), type.__dict__, list[int], iter(list[int]), int | str, sys.stdout, [].__init_subclass__,
]
TYPES = [type(o) for o in OBJECTS] + [types.MethodType, types.TracebackType]
TYPES += [t for t in vars(builtins).values() if isinstance(t, type)]
# Types that no module names, and those that statements make objects of.
UNNAMED = """coroutine coroutine_wrapper async_generator async_generator_asend async_generator_athrow
async_generator_wrapped_value anext_awaitable FrameLocalsProxy Template Interpolation TemplateIter TypeVar ParamSpec
ParamSpecArgs ParamSpecKwargs TypeVarTuple TypeAliasType NoDefaultType _ConstEvaluator ReferenceType ProxyType CallableProxyType""".split()
BY_NAME = {t.__name__: t for t in object.__subclasses__()}
TYPES += [BY_NAME[name] for name in UNNAMED if name in BY_NAME]
TYPES += [_typing.Generic]


def one_line(text):
    return (text or "").replace("\n", "\\n").replace("\t", " ")


def name_lines(namespace):
    for name, value in namespace.items():
        kind = KINDS.get(type(value).__name__, "value")
        signature = None if kind in ("getset", "member", "value") else getattr(value, "__text_signature__", None)
        yield "\t".join(["", name, kind, one_line(signature)])


def lines():
    seen = set()
    for t in TYPES:
        if t in seen:
            continue
        seen.add(t)
        # Whether a version tag is valid depends on what ran before.
        flags = t.__flags__ & ~(1 << 19)
        mro = ",".join(c.__name__ for c in t.__mro__)
        row = ["type", t.__name__, str(flags), str(t.__basicsize__), str(t.__itemsize__), mro, one_line(t.__text_signature__)]
        yield "\t".join(row)
        yield from name_lines(t.__dict__)
    for module in (builtins, sys, math, time, gc, dis, _weakref):
        yield f"module\t{module.__name__}"
        names = {k: v for k, v in vars(module).items() if k not in ("last_exc", "last_type", "last_value", "last_traceback")}
        yield from name_lines(names)
    for name in sorted(sys.stdlib_module_names):
        if importlib.util.find_spec(name) is not None:
            yield f"importable\t{name}\t{'accelerator' if name in ACCELERATORS else ''}"


def main():
    path = os.path.join(os.path.dirname(__file__), "../../vm/src/native/cpython.tsv")
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("\n".join(lines()) + "\n")


main()
