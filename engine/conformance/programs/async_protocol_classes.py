class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return self.n
class ACM:
    async def __aenter__(self): return self
    async def __aexit__(self, t, v, tb): return t is KeyError
class Obj:
    def __await__(self): return (yield "asked")
def run(c):
    out = []
    try:
        v = c.send(None)
        while True: out.append(v); v = c.send(len(out))
    except StopIteration as e: return out, e.value
async def t1(): return [i async for i in AIter(3)], {i: i async for i in AIter(2)}, [i async for i in AIter(4) if i % 2]
async def t2():
    async with ACM() as a, ACM() as b: raise KeyError
    return isinstance(a, ACM)
async def t3(): return await Obj() + await Obj()
async def t4(): return [await Obj() for _ in range(2)], [x + await Obj() for x in (10, 20)]
async def t5():
    async for i in AIter(2):
        async with ACM():
            if i: continue
            break
    else: return "else"
    return i
async def t6(): return (lambda: 5)(), await t3(), f"{await Obj()}"
async def t7():
    async def inner():
        yield await Obj()
        yield 2
    return [x async for x in inner()]
async def t8(*, key=None): return key
async def t9():
    try: await t8(bad=1)
    except TypeError as e: return str(e)
async def t10():
    x = await Obj() if await Obj() else None
    return x and await Obj()
async def t11(): return [[j async for j in AIter(i)] async for i in AIter(3)]
async def t12():
    g = (i async for i in AIter(3))
    return await anext(g), [x async for x in g]
class Meth:
    async def m(self): return self.__class__.__name__
    @classmethod
    async def c(cls): return cls.__name__
    @staticmethod
    async def s(): return "s"
    async def __call__(self, n): return n
async def t13(): m = Meth(); return await m.m(), await Meth.c(), await m.s(), await m(3)
for t in (t1, t2, t3, t4, t5, t6, t7, t9, t10, t11, t12, t13): print(t.__name__, run(t()))
import sys
print(run(t8(key=5)), t1.__code__.co_flags & 0x80, t7.__code__.co_flags & 0x200)
print(type(t1), t1.__name__, callable(t1))
