class Wait:
    def __init__(self, name):
        self.name = name

    def __await__(self):
        answer = yield self.name
        return answer


async def fetch(name):
    text = await Wait(name)
    return text.upper()


async def main():
    first = await fetch("a")
    second = await fetch("b")
    return first + second


task = main()
asked = task.send(None)
print("waits for", asked)
asked = task.send("one")
print("waits for", asked)
try:
    task.send("two")
except StopIteration as stop:
    print("result", stop.value)
