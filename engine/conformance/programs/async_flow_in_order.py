log = []


class Pause:
    def __init__(self, v): self.v = v
    def __await__(self):
        log.append(f"pause {self.v}")
        got = yield self.v
        log.append(f"resumed {self.v} with {got}")
        return got


class CM:
    def __init__(self, n): self.n = n
    async def __aenter__(self): log.append(f"enter {self.n}"); await Pause(f"e{self.n}"); return self.n
    async def __aexit__(self, kind, *a): log.append(f"exit {self.n} {kind and kind.__name__}"); await Pause(f"x{self.n}"); return self.n == 2


async def numbers(n):
    try:
        for i in range(n):
            await Pause(f"n{i}")
            yield i
    finally:
        log.append("numbers done")


async def inner(x):
    r = await Pause(x)
    return (x, r)


async def main():
    out = [await inner("a"), await inner("b")]
    async for i in numbers(2):
        out.append(i)
    else:
        out.append("else")
    async with CM(1) as one, CM(2) as two:
        out.append((one, two))
        raise KeyError("swallowed by two")
    out.append([x async for x in numbers(2)])
    out.append({x: await inner(x) async for x in numbers(1)})
    out.append([await inner(y) for y in "cd"])
    out += [g async for g in (z * 2 async for z in numbers(2) if z)]
    try:
        await failing()
    except ValueError as e:
        out.append(str(e))
    return out


async def failing():
    try:
        await Pause("f")
        raise ValueError("failed")
    finally:
        await Pause("cleanup")


def run(c, thrown=None):
    sent, n = None, 0
    try:
        while True:
            v = c.send(sent)
            log.append(f"-> {v}")
            n += 1
            sent = f"#{n}"
    except StopIteration as e:
        return e.value


print(run(main()))
for line in log:
    print(line)
log.clear()
c = main()
c.send(None)
c.send("x")
try:
    c.throw(RuntimeError("thrown in"))
except RuntimeError as e:
    print(e, log)
log.clear()
async def guarded():
    try:
        await Pause("g")
    except BaseException as e:
        log.append(repr(e))
        await Pause("after")
        return "recovered"
c = guarded()
c.send(None)
print(c.throw(ValueError("v")), log)
print(run(c), log)
c = guarded()
c.send(None)
try:
    c.close()
except RuntimeError as e:
    print(e, log)
