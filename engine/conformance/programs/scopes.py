x = "global"


def outer():
    x = "enclosing"

    def inner():
        x = "local"
        return x

    def reader():
        return x

    return inner(), reader(), x


print(outer(), x)


def counter():
    count = 0

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


c = counter()
print(c(), c(), c(10))
d = counter()
print(d(), c.__closure__[0].cell_contents)


def broken():
    print(total)
    total = 1


try:
    broken()
except UnboundLocalError as error:
    print(error)


def change():
    global x
    x = "changed"


change()
print(x, len("built-in"))
