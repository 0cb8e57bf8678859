"""Writes CPython's errors and warnings for small programs that its symbol table or compiler rejects or doubts.

    python3.14 make_compiler_errors.py > compiler_errors.tsv

Columns: the program, what happened (an exception or `ok`), message, lineno, offset, end_lineno, end_offset, and the
warnings as `line: message` separated by ` | `. Texts are Python string literals.
"""

import sys
import warnings

PROGRAMS = r'''
def f(x, x): pass
---
lambda x, *x: 0
---
def f(a, *, a): pass
---
def f(a, **a): pass
---
def f(x):
    global x
---
def f(x):
    nonlocal x
---
def f():
    x = 1
    global x
---
def f():
    x = 1
    nonlocal x
---
def f():
    print(x)
    global x
---
def f():
    print(x)
    nonlocal x
---
def f():
    x: int
    global x
---
def f():
    def g():
        x: int
        nonlocal x
---
def f():
    global x
    x: int = 3
---
def f():
    x = 0
    def g():
        nonlocal x
        x: int = 3
---
nonlocal x
---
def f():
    nonlocal x
---
class C:
    nonlocal x
---
def f():
    x = 1
    def g():
        global x
        nonlocal x
---
def f():
    x = 1
    def g():
        nonlocal x
        global x
---
def f[T]():
    nonlocal T
---
def f[T]():
    def g():
        nonlocal T
---
def f():
    from os import *
---
class C:
    from os import *
---
[(x := 1) for x in y]
---
[x for x in (y := z)]
---
[[(i := 0) for j in a] for i in b]
---
[i for i in [(j := 1)]]
---
[(j := 0) for i in a for j in b]
---
[x for i in a if (x := i) for x in b]
---
class C:
    [(x := 1) for i in y]
---
class C[T: [(x := 1) for i in y]]: pass
---
type A = [(x := 1) for i in y]
---
class C[T]([(x := 1) for i in y]): pass
---
[lambda: (x := 1) for y in z]
---
{i: (i := 1) for i in y}
---
def f(x: (y := 1)): pass
---
def f(x: (yield)): pass
---
async def f():
    def g(x: (await y)): pass
---
def f() -> (yield from x): pass
---
type A = (x := 1)
---
type A = (yield)
---
def f[T: (yield)](): pass
---
def f[T = (x := 1)](): pass
---
def f[*T = (yield)](): pass
---
def f[**P = (yield)](): pass
---
def f[T: (int, (yield))](): pass
---
class C[T]((yield)): pass
---
class C[T](metaclass=(x := 1)): pass
---
def f[T, T](): pass
---
class C[T, *T]: pass
---
class C[__classdict__]: pass
---
def f[T = int, U](): pass
---
def f[T = int, *U](): pass
---
def f[T = int, **U](): pass
---
x: (yield)
---
def f():
    x: (yield)
---
async with x: pass
---
def f():
    async with x: pass
---
async for x in y: pass
---
def f():
    async for x in y: pass
---
await x
---
def f():
    await x
---
class C:
    await x
---
[await x for x in y]
---
def f():
    [await x for x in y]
---
def f():
    [x async for x in y]
---
[x async for x in y]
---
def f():
    return (x async for x in y)
---
lambda: await x
---
def f():
    [(yield) for x in y]
---
def f():
    {(yield) for x in y}
---
def f():
    {(yield): 1 for x in y}
---
def f():
    ((yield) for x in y)
---
def f():
    [(yield from z) for x in y]
---
yield x
---
yield from x
---
class C:
    yield x
---
async def f():
    yield from x
---
async def f():
    yield 1
    return 2
---
async def f():
    yield 1
    return
---
return
---
class C:
    return 1
---
if x:
    return 1
---
break
---
continue
---
def f():
    if x:
        break
---
def f():
    continue
---
class C:
    break
---
while 1:
    def f():
        break
---
for x in y:
    class C:
        continue
---
try: pass
finally:
    continue
---
try: pass
except: pass
except E: pass
---
try: pass
except* E:
    return
---
def f():
    try: pass
    except* E:
        return
---
for x in y:
    try: pass
    except* E:
        break
---
for x in y:
    try: pass
    except* E:
        continue
---
def f():
    try: pass
    except* E:
        for x in y:
            break
---
*a, *b = c
---
[*a, *b] = c
---
*a = b
---
for *a in b: pass
---
*a
---
print(*a, *b)
---
x = *a
---
del *a
---
f(a=1, a=2)
---
f(a=1, b=2, a=3)
---
class C(a=1, a=2): pass
---
x.f(a=1, a=2)
---
__debug__ = 1
---
del __debug__
---
x.__debug__ = 1
---
del x.__debug__
---
def f(__debug__): pass
---
def f(*__debug__): pass
---
def __debug__(): pass
---
class __debug__: pass
---
f(__debug__=1)
---
import __debug__
---
import x as __debug__
---
from x import __debug__
---
for __debug__ in x: pass
---
with x as __debug__: pass
---
try: pass
except E as __debug__: pass
---
(__debug__ := 1)
---
__debug__ += 1
---
__debug__: int
---
match x:
    case __debug__: pass
---
match x:
    case C(__debug__=1): pass
---
match x:
    case [*__debug__]: pass
---
match x:
    case {**__debug__}: pass
---
global __debug__
---
def f():
    global __debug__
---
from __future__ import braces
---
from __future__ import nope
---
from __future__ import annotations, nope
---
import os
from __future__ import annotations
---
"doc"
from __future__ import division
x = 1
from __future__ import generators
---
def f():
    from __future__ import division
---
x = 1; from __future__ import division
---
from __future__ import annotations; x = 1; from __future__ import division
---
match x:
    case y: pass
    case z: pass
---
match x:
    case _: pass
    case z: pass
---
match x:
    case (y | z): pass
---
match x:
    case _ | y: pass
---
match x:
    case y | 1: pass
---
match x:
    case [y, y]: pass
---
match x:
    case {"a": y, "b": y}: pass
---
match x:
    case [y] | [z]: pass
---
match x:
    case [y] | 1: pass
---
match x:
    case [a, b] | [b, a]: pass
---
match x:
    case [*a, *b]: pass
---
match x:
    case {1: _, 1: _}: pass
---
match x:
    case {1: _, True: _}: pass
---
match x:
    case {1: _, 1.0: _}: pass
---
match x:
    case {"k": _, "k": _}: pass
---
match x:
    case {-1: _, -1: _}: pass
---
match x:
    case {1 + 2j: _, 1 + 2j: _}: pass
---
match x:
    case C(a=1, a=2): pass
---
match x:
    case y if z: pass
    case w: pass
---
match x:
    case (y) as z: pass
    case 1: pass
---
x is 1
---
x is not "a"
---
() is x
---
x is (1, 2)
---
x is ()
---
x is (y, 1)
---
1 is 1
---
x is None
---
x is ...
---
x is b"" is y
---
x is -1
---
1()
---
"a"()
---
(1, 2)()
---
[1](2)
---
{}()
---
{1}()
---
[x for x in y]()
---
(x for x in y)()
---
f"{x}"()
---
t"{x}"()
---
(lambda: 0)()
---
None()
---
...()
---
1[0]
---
None[0]
---
...[0]
---
1.5[0]
---
2j[0]
---
{1}[0]
---
{x for x in y}[0]
---
(x for x in y)[0]
---
(lambda: 0)[0]
---
t"{x}"[0]
---
"a"["b"]
---
"a"[1.5]
---
"a"[None]
---
"a"[1:2]
---
"a"[True]
---
b"a"["b"]
---
(1, 2)["a"]
---
(1, 2)[3, 4]
---
[1, 2]["a"]
---
[x for x in y]["a"]
---
f"{x}"["a"]
---
[1, 2][f"{x}"]
---
[1, 2][{}]
---
[1, 2][lambda: 0]
---
[1, 2][x]
---
x["a"]
---
assert (x, "message")
---
assert ()
---
assert x, "message"
---
def f():
    try: pass
    finally: return
---
for x in y:
    try: pass
    finally: break
---
for x in y:
    try: pass
    finally: continue
---
def f():
    try: pass
    finally:
        for x in y:
            break
---
def f():
    try: pass
    finally:
        for x in y:
            return
---
def f():
    try: pass
    finally:
        def g(): return
---
def f():
    try: pass
    finally:
        x is 1
---
def f():
    try: pass
    finally:
        try: pass
        finally:
            x is 1
---
é = 1; x is 1
---
"é"; f(a=1, a=2)
---
ééé, *a, *b = c
---
def f(é, é): pass
---
for a in b:
 for c in d:
  for e in f:
   for g in h:
    for i in j:
     for k in l:
      for m in n:
       for o in p:
        for q in r:
         for s in t:
          for u in v:
           for w in x:
            for y in z:
             for a in b:
              for c in d:
               for e in f:
                for g in h:
                 for i in j:
                  for k in l:
                   for m in n:
                    for o in p:
                     for q in r: pass
---
with a as x, b: pass
---
class C:
    def f(self):
        __class__ = 1
        super().x
---
class C:
    def f():
        super().x
---
def f():
    class C:
        x: int
        if y:
            z: str
---
x: int = 1
if x:
    y: str
---
def f(a, (b)): pass
---
type X[T = int, U] = int
---
def f[T: int = str, U = T](): pass
---
lambda: (yield)
---
lambda *, a, a: 0
---
def f(a, /, a): pass
---
def f():
    global a, b, a
---
def f():
    [a for a in b]
    global a
---
def f():
    import a
    global a
---
def f():
    for a in b: pass
    nonlocal a
---
def f():
    def a(): pass
    global a
---
global x
x: int
---
x = 1
global x
---
class C:
    global x
    x: int
---
class C:
    x = 1
    nonlocal x
---
def f():
    __x = 1
    class C:
        def g(self):
            nonlocal __x
---
async def f():
    [x async for x in y]
    return [await z for z in w]
---
async def f():
    yield [await z for z in w]
---
def f():
    async def g():
        return {x: y async for x in z}
    return (await x for y in z)
---
x is 1
return
---
def f():
    (1, 2)()
    for x in y:
        try: pass
        finally: break
    yield
async def g():
    assert (x, 'y')
    await z
    x = '\d'
    break
---
'\d'
"\400"
def f(x, x): x[1.5]
---
"a\ud800 docstring"
---
def f():
    "of \ud800\udc01\ud802 f"
'''


# Too long to be written out.
GENERATED = [
    ", ".join(f"a{i}" for i in range(256)) + ", *b = c",
    "match x:\n    case [" + ", ".join(f"a{i}" for i in range(256)) + ", *b]: pass",
    "f(" + ", ".join(f"a{i}={i}" for i in range(40)) + ", a3=1)",
]


def attempt(program):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(program, "<program>", "exec", dont_inherit=True)
            outcome = ("ok", "", 0, 0, 0, 0)
        except SyntaxError as e:
            places = (e.lineno, e.offset, e.end_lineno, e.end_offset)
            outcome = (type(e).__name__, e.msg, *(place or 0 for place in places))
        except ValueError as e:
            outcome = (type(e).__name__, str(e), 0, 0, 0, 0)
    texts = [f"{warning.lineno}: {warning.message}" for warning in caught]
    return outcome, " | ".join(texts)


def main():
    print("# CPython", sys.version.split()[0])
    for program in PROGRAMS.split("\n---\n") + GENERATED:
        program = program.strip("\n") + "\n"
        (kind, message, *places), texts = attempt(program)
        print(ascii(program), kind, ascii(message), *places, ascii(texts), sep="\t")


main()
