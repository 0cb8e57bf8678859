# A small event loop: tasks, sleeping, futures, cancellation, gathering.
class Future:
    def __init__(self): self.done, self.result, self.waiters = False, None, []
    def set(self, value):
        self.done, self.result = True, value
        for task in self.waiters: task.loop.ready.append((task, value))
    def __await__(self):
        if not self.done: yield self
        return self.result
class Cancelled(BaseException): pass
class Task:
    count = 0
    def __init__(self, loop, coro):
        self.loop, self.coro, self.future, self.cancelled = loop, coro, Future(), False
        Task.count += 1; self.number = Task.count
        loop.ready.append((self, None))
    def step(self, value):
        try:
            waits = self.coro.throw(Cancelled()) if self.cancelled else self.coro.send(value)
        except StopIteration as e: self.future.set(e.value)
        except Cancelled: print("task", self.number, "cancelled"); self.future.set("cancelled")
        else:
            if isinstance(waits, Future): waits.waiters.append(self)
            else: self.loop.timers.append((self.loop.now + waits, self.number, self))
    def cancel(self): self.cancelled = True; self.loop.ready.append((self, None))
    def __await__(self): return self.future.__await__()
class Loop:
    def __init__(self): self.ready, self.timers, self.now = [], [], 0
    def run(self, coro):
        main = Task(self, coro)
        while not main.future.done:
            if not self.ready:
                self.timers.sort(key=lambda t: t[:2])
                when, _, task = self.timers.pop(0)
                self.now = when
                self.ready.append((task, None))
            task, value = self.ready.pop(0)
            task.step(value)
        return main.future.result
class sleep:
    def __init__(self, n): self.n = n
    def __await__(self): yield self.n
loop = Loop()
async def worker(name, delay, times):
    for i in range(times):
        await sleep(delay)
        print(loop.now, name, i)
    return name.upper()
async def gather(*coros): return [await t for t in [Task(loop, c) for c in coros]]
async def produce(queue, n):
    for i in range(n):
        await sleep(1)
        queue.append(i)
        yield i * i
class lock:
    async def __aenter__(self): await sleep(1); print("locked at", loop.now)
    async def __aexit__(self, *exc): await sleep(1); print("released at", loop.now, exc[0] and exc[0].__name__)
async def forever():
    try:
        while True: await sleep(3)
    finally: print("cleaned up at", loop.now)
async def main():
    print(await gather(worker("a", 2, 3), worker("b", 3, 2), worker("c", 1, 1)))
    q = []
    print([x async for x in produce(q, 3)], q)
    async with lock(): print("inside")
    t = Task(loop, forever())
    await sleep(5)
    t.cancel()
    print(await t)
    try:
        async with lock(): raise KeyError("in lock")
    except KeyError as e: print(repr(e))
    return "finished at", loop.now
print(loop.run(main()))
