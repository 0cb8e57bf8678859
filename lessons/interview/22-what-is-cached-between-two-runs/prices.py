LOADED = []
LOADED.append("once")


def of(n):
    return n * 3 + 1
