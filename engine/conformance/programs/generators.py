def countdown(n):
    print("start")
    while n > 0:
        yield n
        n -= 1
    return "lift-off"


for value in countdown(3):
    print(value)
g = countdown(1)
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            break
        total += value
        count += 1
        average = total / count
    return count


avg = averager()
next(avg)
print(avg.send(10), avg.send(20))
try:
    avg.send(None)
except StopIteration as stop:
    print("count", stop.value)


def both():
    result = yield from countdown(2)
    yield result


print(list(both()))
print(sum(n * n for n in range(10)))


def guarded():
    try:
        yield 1
    except ValueError as error:
        yield f"caught {error}"
    finally:
        print("cleanup")


h = guarded()
print(next(h), h.throw(ValueError("x")))
h.close()
