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

import gc
async def suspended():
    try: await Wait(1)
    finally: print("coroutine cleaned up")
c = suspended(); c.send(None); del c
async def cycle():
    me = holder
    try: await Wait(1)
    finally: print("cycle cleaned up")
holder = []
holder.append(cycle()); holder[0].send(None)
del holder
gc.collect()
async def agen():
    try: yield 1
    finally: print("async generator cleaned up")
g = agen()
try: g.asend(None).send(None)
except StopIteration as e: print(e.value)
del g
async def wont():
    try: await Wait(1)
    finally: await Wait(2)
c = wont(); c.send(None); del c
def gen():
    try: yield 1
    finally: print("generator cleaned up")
def delegating():
    yield from gen()
d = delegating(); next(d); del d
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def close(self): print("closed by the death of the generator")
def over(): yield from It()
d = over(); next(d); del d
print("end")
