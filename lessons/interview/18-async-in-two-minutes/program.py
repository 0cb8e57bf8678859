class Pause:
    def __await__(self):
        yield


async def worker(name):
    for step in range(2):
        print(name, step)
        await Pause()


ready = [worker("a"), worker("b")]
while ready:
    task = ready.pop(0)
    try:
        task.send(None)
        ready.append(task)
    except StopIteration:
        print("done")
