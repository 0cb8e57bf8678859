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

class Count:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        return await Wait(self.i)
async def loop(n):
    async for x in Count(n):
        print("x", x)
        if x == "skip": continue
        if x == "stop": break
    else:
        print("else")
    return "end"
print(run(loop(2), "a", "b"))
print(run(loop(3), "skip", "stop"))
class NotAsync: pass
class BadIter:
    def __aiter__(self): return 5
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5
class RaisingNext:
    def __aiter__(self): return self
    async def __anext__(self): raise KeyError("next")
class RaisingIter:
    def __aiter__(self): raise OSError("iter")
class AwaitRaises:
    def __aiter__(self): return self
    def __anext__(self): return self
    def __await__(self): raise ValueError("await")
async def over(o):
    async for x in o: print(x)
for o in (NotAsync(), [1], BadIter(), BadNext(), RaisingNext(), RaisingIter(), AwaitRaises()):
    try:
        run(over(o))
    except Exception as e:
        print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__))
async def nested():
    return [(a, b) async for a in Count(2) async for b in Count(1)]
print(run(nested(), 1, 2, 3, 4))
async def unpacking():
    async for a, *b in Pairs(): print(a, b)
class Pairs(Count):
    def __init__(self): super().__init__(2)
    async def __anext__(self):
        n = await super().__anext__()
        return (n, 1, 2)
print(run(unpacking(), "p", "q"))
