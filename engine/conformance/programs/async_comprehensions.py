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

async def agen(n):
    for i in range(n):
        await Wait(i)
        yield i
async def main():
    print([x async for x in agen(3) if x != 1])
    print({x async for x in agen(2)}, {x: x * x async for x in agen(3)})
    print([await Wait(i) for i in (1, 2)])
    print([[y async for y in agen(x)] async for x in agen(3)])
    g = (x * 2 async for x in agen(3))
    print(type(g).__name__, g.ag_code.co_name, repr(g).split(" at ")[0])
    async for v in g: print("v", v)
    gg = (await Wait(i) for i in range(2))
    print(type(gg).__name__)
    print([x async for x in gg])
    return [x async for x in agen(2)] == [0, 1]
print(run(main(), *range(100)))
async def fails():
    return [1 // x async for x in agen(2)]
try:
    run(fails())
except ZeroDivisionError as e:
    print(e)
