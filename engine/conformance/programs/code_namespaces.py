"""Namespaces that are no plain dict, functions made of a module's code, and names that classes keep for themselves."""

import collections
import marshal
import types

# The code of a module as a function: its names are the globals.
made = types.FunctionType(compile("x = 1\ny = x + 1\ndel x\nfrom math import *", "<made>", "exec"), {})
print(made(), made.__globals__["y"], "x" in made.__globals__, "pi" in made.__globals__)

# Annotations of code whose namespace is a mapping.
space = collections.UserDict()
exec("from __future__ import annotations\nx: int = 3", {}, space)
print(space["__annotations__"], space["x"])


class Failing(collections.UserDict):
    def __getitem__(self, key):
        if key == "__annotations__":
            raise ZeroDivisionError("asked for annotations")
        return super().__getitem__(key)


try:
    exec("from __future__ import annotations\nx: int = 3", {}, Failing())
except ZeroDivisionError as error:
    print(error)

# What the compiler keeps in variables, given other values.
try:
    exec("__conditional_annotations__ = 5\nif 1:\n x: int = 3")
except TypeError as error:
    print(error)
for name in "__classcell__", "__classdictcell__":
    for body in "", "\n def f(self): return __class__", "\n def f[T](self, x: T): pass":
        try:
            exec(f"class A:{body}\n {name} = 5")
        except TypeError as error:
            print(name, error)
        else:
            print(name, repr(body))

# Code as bytes runs as it did; data cut short is told of.
source = """
def outer(n):
    def inner(): return n
    try:
        with open("") as f: pass
    except* (OSError, ValueError): n = [inner() for i in range(n) if i % 2]
    except* TypeError: n = None
    return n
async def waits(it):
    async for x in it:
        async with x as y: yield await y
def generic[T](a: T, *, b=f"{1:>{3}}") -> T:
    match a:
        case {"k": 1, **rest}: return rest
        case str(x) | [x, *_]: return x
"""
data = marshal.dumps(compile(source, "<data>", "exec"))
exec(marshal.loads(data), names := {})
print(names["generic"]({"k": 1, "l": 2}), names["generic"]([3, 4]))
told = set()
for end in range(0, len(data), 7):
    try:
        marshal.loads(data[:end])
    except (EOFError, TypeError, ValueError) as error:
        told.add(type(error).__name__)
print(sorted(told))
