def find(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            break
    else:
        return "not found"
    return i


def countdown(n, stop):
    while n > 0:
        n -= 1
        if n == stop:
            break
    else:
        return "ran out", n
    return "stopped", n


def nested():
    out = []
    for i in range(4):
        for j in range(4):
            if j == i:
                continue
            if j > 2:
                break
            out.append((i, j))
        else:
            out.append(f"else {i}")
            continue
        if i == 2:
            break
    else:
        out.append("outer else")
    return out


def empty():
    for x in ():
        pass
    else:
        x = "never set"
    while False:
        pass
    else:
        x += "!"
    return x


def changing():
    items, seen = [1, 2, 3], []
    for x in items:
        seen.append(x)
        if x < 3:
            items.append(x + 3)
        if len(seen) > 6:
            return seen
    return seen


def with_try():
    log = []
    for i in range(3):
        try:
            if i == 1:
                continue
            log.append(i)
        finally:
            log.append(f"finally {i}")
    return log


print(find("abc", "b"), find("abc", "z"), countdown(5, 2), countdown(5, 9), nested(), empty(), changing(), with_try())
print([x for x in iter(lambda s=iter([1, 2, 0, 3]): next(s), 0)])
i = 10
for i in range(3):
    i *= 10
print(i)
for i in []:
    pass
print(i)
