"""`asyncio` on virtual time: tasks, groups, queues, timeouts, locks, what is cancelled."""
import asyncio

async def f(n, t):
    await asyncio.sleep(t)
    print('done', n)
    return n*2
async def prod(q):
    for i in range(3):
        await q.put(i); await asyncio.sleep(0.1)
    await q.put(None)
async def cons(q):
    while (x := await q.get()) is not None: print('got', x)
async def main():
    print(await asyncio.gather(f(1,.3), f(2,.1), f(3,.2)))
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(f(4,.1)); b = tg.create_task(f(5,.2))
    print(a.result(), b.result())
    q = asyncio.Queue()
    await asyncio.gather(prod(q), cons(q))
    try:
        async with asyncio.timeout(.5): await asyncio.sleep(5)
    except TimeoutError as e: print('timeout', repr(e))
    try: await asyncio.wait_for(f(9, 3), .1)
    except TimeoutError as e: print('wf', repr(e))
    ev = asyncio.Event(); lock = asyncio.Lock()
    async def w():
        await ev.wait(); 
        async with lock: print('ev')
    t = asyncio.create_task(w()); await asyncio.sleep(0); ev.set(); await t
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad()); tg.create_task(f(7, 10))
    except* ValueError as eg: print(eg.exceptions)
    done, pending = await asyncio.wait([asyncio.create_task(f(i, i/10)) for i in (1,2,3)], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for p in pending: p.cancel()
    print(await asyncio.gather(*pending, return_exceptions=True))
    loop = asyncio.get_running_loop()
    loop.call_later(.1, print, 'later'); loop.call_soon(print,'soon')
    await asyncio.sleep(.2)
    async for x in ag(): print(x)
    loop.call_soon_threadsafe(print,'ts'); await asyncio.sleep(0.01)
    s = asyncio.Semaphore(2)
    async with s: print('sem')
    for c in asyncio.as_completed([f(1,.2), f(2,.1)]): print('ac', await c)
    print(type(loop).__name__, asyncio.current_task().get_name())
async def ag():
    for i in range(2):
        await asyncio.sleep(.01); yield i
async def bad():
    await asyncio.sleep(.1); raise ValueError('bad')
asyncio.run(main())
with asyncio.Runner() as r: print(r.run(f(1,.1)))
