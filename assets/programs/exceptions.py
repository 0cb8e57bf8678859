class Empty(Exception):
    pass


def first(items):
    try:
        return items[0]
    except IndexError:
        raise Empty("nothing to take from") from None
    finally:
        print("looked at", items)


print(first(["a", "b"]))
try:
    first([])
except Empty as problem:
    print("caught:", problem)
