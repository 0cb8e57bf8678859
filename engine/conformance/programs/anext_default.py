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

async def agen():
    yield await Wait("w")
class It:
    def __anext__(self): return co()
async def co(): return "from co"
class Ends:
    async def __anext__(self): raise StopAsyncIteration
class Fails:
    async def __anext__(self): raise KeyError("k")
class NotAwaitable:
    def __anext__(self): return 5
async def main():
    g = agen()
    print(await anext(g, "default"))
    print(await anext(g, "default"))
    print(await anext(It(), 1), await anext(It()), await anext(Ends(), "end"))
    for o in (Fails(), NotAwaitable()):
        try: await anext(o, 1)
        except (KeyError, TypeError) as e: print(repr(e))
    try: await anext(Ends())
    except StopAsyncIteration as e: print(repr(e))
    print(aiter(g) is g)
print(run(main(), "answer"))
for f in (lambda: anext(5), lambda: anext([]), lambda: aiter(5), lambda: aiter(It()), lambda: anext(), lambda: anext(1, 2, 3), lambda: aiter()):
    try: f()
    except TypeError as e: print(e)
class BadAiter:
    def __aiter__(self): return 3
try: aiter(BadAiter())
except TypeError as e: print(e)
a = anext(agen(), 7)
print(type(a).__name__, iter(a) is a, a.__await__() is a)
print(a.send(None))
try: a.throw(ValueError("v"))
except ValueError as e: print(repr(e))
a = anext(Ends(), 7)
try: a.send(None)
except StopIteration as e: print(e.value)
