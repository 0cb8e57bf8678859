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

async def careful():
    while True:
        try:
            got = await Wait("waiting")
            print("got", got)
        except ValueError as e:
            print("caught", repr(e), repr(e.__context__))
        finally:
            print("finally")

c = careful()
print(c.send(None), c.throw(ValueError("one")), c.send(2))
try:
    c.throw(KeyError("gone"))
except KeyError as e:
    print(repr(e), c.cr_frame)
c = careful()
c.send(None)
print(c.close())
async def stubborn():
    while True:
        try:
            await Wait(1)
        except GeneratorExit:
            print("no")
            await Wait(2)
            return
c = stubborn()
c.send(None)
try:
    c.close()
except RuntimeError as e:
    print(e)
async def returns():
    try:
        await Wait(1)
    finally:
        print("cleanup")
c = returns(); c.send(None); print(c.close(), c.close())
c = returns()
try:
    c.throw(OSError("early"))
except OSError as e:
    print(repr(e), e.__traceback__.tb_next.tb_frame.f_code.co_name)
async def stop():
    raise StopIteration("x")
try:
    stop().send(None)
except RuntimeError as e:
    print(e, repr(e.__cause__))
async def inner():
    try:
        await Wait("in")
    except KeyError:
        return "from inner"
async def outer():
    return await inner()
c = outer(); print(c.send(None), c.cr_await.__name__)
try:
    c.throw(KeyError)
except StopIteration as e:
    print(e.value)
async def running():
    for what in (lambda: me.send(None), lambda: me.throw(ValueError), lambda: me.close()):
        try:
            what()
        except ValueError as e:
            print(e)
    print(me.cr_running)
me = running()
try: me.send(None)
except StopIteration: print("end")
