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

async def echo():
    try:
        got = yield 0
        while got != "stop":
            print("got", got)
            got = yield await Wait(got)
    finally:
        print("closing", await Wait("f"))
async def main():
    g = echo()
    print(type(g).__name__, g.ag_running, g.ag_suspended, g.ag_await, g.ag_frame is None, g.ag_code.co_name)
    print(await g.asend(None), g.ag_suspended)
    print(await g.asend("hello"))
    print(await g.__anext__())
    try:
        await g.asend("stop")
    except StopAsyncIteration as e:
        print("ended", e.args, g.ag_frame)
    try:
        await g.asend(1)
    except StopAsyncIteration:
        print("still ended")
    g = echo()
    await anext(g)
    print(await g.aclose(), await g.aclose())
    g = echo()
    await anext(g)
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as e:
        print(repr(e), repr(e.__context__))
    g = echo()
    try:
        await g.asend("early")
    except TypeError as e:
        print(e)
    await g.aclose()
    try:
        await g.athrow(KeyError)
    except (KeyError, StopAsyncIteration) as e:
        print("athrow", repr(e))
print(run(main(), "A", "B", "C"))
async def ignores():
    try: yield 1
    except GeneratorExit: yield 2
async def closes():
    g = ignores()
    await anext(g)
    try: await g.aclose()
    except RuntimeError as e: print(e)
run(closes())
async def raises_stop():
    yield 1
    raise StopAsyncIteration("x")
async def use():
    g = raises_stop()
    await anext(g)
    try: await anext(g)
    except RuntimeError as e: print(e, repr(e.__cause__))
run(use())
async def catches():
    try: yield 1
    except ValueError as e: print("caught", e); yield 2
async def thrower():
    g = catches()
    print(await anext(g), await g.athrow(ValueError("v")))
    await g.aclose()
run(thrower())
for bad in (list, iter, next, len):
    g = catches()
    try: bad(g)
    except TypeError as e: print(e)
