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

async def inner():
    await Wait(1)
    raise ValueError("inside")
async def middle():
    await inner()
async def outer():
    async for _ in agen():
        await middle()
async def agen():
    yield 1
run(outer())
