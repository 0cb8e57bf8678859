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

async def add(a, b):
    x = await Wait(a)
    y = await Wait(b)
    return x + y

m = add(1, 2)
print(type(m).__name__, m.cr_running, m.cr_suspended, m.cr_await, m.cr_code.co_name, m.cr_origin, m.cr_frame is None)
print(m.send(None), m.cr_suspended, type(m.cr_await).__name__, m.cr_frame.f_lineno)
print(m.send(10))
try:
    m.send(20)
except StopIteration as e:
    print(e.value, e.args)
print(m.cr_frame, m.cr_running, m.cr_suspended, m.cr_await)
for action in (lambda: m.send(None), lambda: m.throw(ValueError), lambda: m.close()):
    try:
        print(action())
    except RuntimeError as e:
        print(e)
print(run(add("a", "b"), "x", "y"))
c = add(1, 1)
try:
    c.send(5)
except TypeError as e:
    print(e)
c.__name__ = "renamed"
c.__qualname__ = "q.renamed"
print(c.__name__, c.__qualname__, repr(c).split(" at ")[0])
try:
    c.__name__ = 3
except TypeError as e:
    print(e)
c.close()
print(c.cr_frame)
async def deep(n):
    return await deep(n - 1) + 1 if n else await Wait("bottom")
print(run(deep(200), 0))
for bad in (list, iter, next, lambda c: [*c]):
    c = add(1, 1)
    try:
        bad(c)
    except TypeError as e:
        print(e)
    c.close()
