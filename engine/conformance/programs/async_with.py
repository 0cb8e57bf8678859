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

class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    async def __aenter__(self):
        print("enter", self.name, await Wait("e" + self.name))
        return self.name
    async def __aexit__(self, kind, exc, tb):
        print("exit", self.name, kind and kind.__name__, exc, tb is None)
        await Wait("x" + self.name)
        return self.swallow
async def plain():
    async with CM("a") as x, CM("b") as y:
        return x + y
print(run(plain(), 1, 2))
async def swallowed():
    async with CM("s", True):
        raise KeyError("k")
    return "after"
print(run(swallowed()))
async def leaves():
    async with CM("l"):
        raise ValueError("v")
try:
    run(leaves())
except ValueError as e:
    print(e, e.__traceback__.tb_next.tb_next.tb_lineno)
class OnlyEnter:
    async def __aenter__(self): pass
class Sync:
    def __enter__(self): pass
    def __exit__(self, *a): pass
class BadEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass
class BadExit:
    async def __aenter__(self): pass
    def __aexit__(self, *a): return 5
async def use(o):
    async with o: print("body")
async def use_sync(o):
    with o: pass
for what in (use(3), use(OnlyEnter()), use(Sync()), use(BadEnter()), use(BadExit()), use_sync(CM("z")), use_sync(OnlyEnter())):
    try:
        run(what)
    except TypeError as e:
        print(e)
async def looped():
    for i in range(3):
        async with CM(str(i)):
            if i == 0: continue
            break
print(run(looped()))
