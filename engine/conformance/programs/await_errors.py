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

class NoIter:
    def __await__(self): return 5
class GivesCoroutine:
    def __await__(self):
        global kept
        kept = other()
        return kept
async def other(): pass
class Raises:
    def __await__(self): raise KeyError("in __await__")
class GivesList:
    def __await__(self): return [1]
async def awaits(o):
    return await o
for o in (3, None, "s", [], NoIter(), GivesCoroutine(), Raises(), GivesList(), object, lambda: 0):
    try:
        awaits(o).send(None)
    except (TypeError, KeyError) as e:
        print(type(e).__name__, e)
kept.close()
c = other()
async def once(): await c
run(once())
try:
    run(once())
except RuntimeError as e:
    print(e)
async def slow(): await Wait(1)
c = slow()
a, b = once(), once()
a.send(None)
try:
    b.send(None)
except RuntimeError as e:
    print(e)
a.close()
def plain():
    yield from other()
try:
    list(plain())
except TypeError as e:
    print(e)
def gen(): yield 1
try:
    awaits(gen()).send(None)
except TypeError as e:
    print(e)
class Slots:
    __slots__ = ()
    def __await__(self): return iter((1, 2))
print(run(awaits(Slots())))
s = Slots()
try:
    s.__await__ = None
except AttributeError as e:
    print(e)
