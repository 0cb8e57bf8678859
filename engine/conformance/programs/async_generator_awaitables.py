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

async def agen():
    r = yield 1
    print("r", r)
    yield await Wait(2)
g = agen()
s = g.asend(None)
print(type(s).__name__, iter(s) is s, s.__await__() is s)
try: s.send(None)
except StopIteration as e: print(e.value)
for again in (lambda: s.send(None), lambda: s.throw(ValueError), lambda: s.close(), lambda: next(s)):
    try: print(again())
    except RuntimeError as e: print(e)
s = g.asend("value")
print(next(s), g.ag_running)
other = g.asend(None)
for busy in (lambda: other.send(None), lambda: g.athrow(ValueError).send(None), lambda: g.aclose().send(None)):
    try: busy()
    except RuntimeError as e: print(e)
try: s.send("two")
except StopIteration as e: print(e.value, g.ag_running)
a = g.aclose()
print(type(a).__name__)
try: a.send(None)
except StopIteration as e: print("closed", e.value)
for again in (lambda: a.send(None), lambda: a.throw(ValueError), lambda: a.close()):
    try: print(again())
    except RuntimeError as e: print(e)
g = agen()
t = g.athrow(KeyError, "text")
try: t.send(1)
except RuntimeError as e: print(e)
try: t.send(None)
except KeyError as e: print(repr(e))
g = agen()
for args in ((), (1, 2, 3, 4)):
    try: g.athrow(*args).send(None)
    except TypeError as e: print(e)
s = agen().asend(None)
try: s.throw(OSError("o"))
except OSError as e: print(repr(e))
s = agen().asend(None)
print(s.close())
