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

async def co():
    r = await Wait("w")
    print("got", r)
    return "result"
c = co()
it = c.__await__()
print(type(it).__name__, iter(it) is it, next(it))
try:
    it.send(7)
except StopIteration as e:
    print(e.value)
it = co().__await__()
print(it.send(None))
try:
    it.throw(ValueError, "thrown")
except ValueError as e:
    print(repr(e))
it = co().__await__(); next(it); print(it.close())
print(list(co().__await__()))
class Delegates:
    def __await__(self):
        return (yield from co().__await__())
async def main(): return await Delegates()
print(run(main(), "sent"))
try:
    type(it)()
except TypeError as e:
    print(e)
for t in (type(c), type(it)):
    print(t.__name__, t.__mro__, sorted(n for n in dir(t) if not n.startswith("__")))
