"""`symtable`: what the compiler knows of names, block by block."""
import symtable

import _symtable

SOURCE = """
import os
from typing import TypeVar as TV
x: int = 1
global g
def f(a, /, b, *args, c=1, **kwargs):
    nonlocal_here = a
    def inner(z):
        nonlocal nonlocal_here
        nonlocal_here = z + b + x
        return [y for y in args if y]
    return lambda: inner(c)
class C[T](object):
    attr = 1
    def method(self): return __class__, super()
    class D: pass
type Alias[U: int = str] = list[U]
async def co(): return [await z async for z in g()]
def gen(): yield from (i for i in range(3))
"""


def show(table, depth=0):
    pad = "  " * depth
    print(pad, table.get_type(), table.get_name(), table.get_lineno(), table.is_nested(), table.is_optimized())
    print(pad, sorted(table.get_identifiers()), table.has_children())
    if table.get_type() == "function":
        print(pad, table.get_parameters(), sorted(table.get_locals()), sorted(table.get_frees()), table.get_nonlocals())
    for symbol in sorted(table.get_symbols(), key=lambda s: s.get_name()):
        said = [name for name in dir(symbol) if name.startswith("is_") and getattr(symbol, name)()]
        print(pad, "-", symbol.get_name(), *said)
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable(SOURCE, "here.py", "exec"))
show(symtable.symtable("a + b", "e", "eval"))
print(str(_symtable.symtable("x", "f", "exec")).split("(")[0], type(_symtable.symtable("x", "f", "exec")))
for bad in (("x =", "f", "exec"), ("nonlocal x", "f", "exec"), ("x", "f", "other"), (5, "f", "exec"), ("x", 5, "exec")):
    try:
        print(symtable.symtable(*bad))
    except Exception as e:
        print(type(e).__name__, e)
