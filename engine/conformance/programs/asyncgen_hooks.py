class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r

def run(c, *answers):
    answers = list(answers)
    try:
        value = c.send(None)
        while True:
            print("->", value)
            value = c.send(answers.pop(0) if answers else None)
    except StopIteration as e:
        return e.value

import sys
async def agen():
    try:
        yield 1
        yield 2
    finally:
        print("finally")
def first(g): print("first", g.__name__)
def final(g):
    print("final", g.__name__)
    try: g.aclose().send(None)
    except StopIteration: print("closed it")
print(sys.get_asyncgen_hooks()[0], sys.get_asyncgen_hooks()[1])
sys.set_asyncgen_hooks(firstiter=first, finalizer=final)
print(sys.get_asyncgen_hooks()[0] is first, sys.get_asyncgen_hooks()[1] is final)
async def use():
    g = agen()
    print(await anext(g))
    print(await anext(g))
run(use())
print("---")
g = agen()
g.asend(None).close()
g.asend(None).close()
del g
def failing(g): raise KeyError("hook")
sys.set_asyncgen_hooks(firstiter=failing)
try: agen().asend(None)
except KeyError as e: print(repr(e))
sys.set_asyncgen_hooks(firstiter=None, finalizer=None)
for bad in (lambda: sys.set_asyncgen_hooks(firstiter=3), lambda: sys.set_asyncgen_hooks(finalizer="x")):
    try: bad()
    except TypeError as e: print(e)
