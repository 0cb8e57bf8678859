def squares(limit):
    for n in range(limit):
        yield n * n
    return "done"


def chain(*limits):
    for limit in limits:
        result = yield from squares(limit)
        print("result:", result)


made = squares(3)
print(next(made))
print(next(made))
print(list(made))
print(list(chain(2, 1)))
