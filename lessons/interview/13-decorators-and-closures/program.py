def counted(function):
    calls = 0

    def wrapper(*args):
        nonlocal calls
        calls += 1
        print(function.__name__, calls)
        return function(*args)

    return wrapper


@counted
def add(a, b):
    return a + b


add(1, 2)
add(3, 4)
print(add.__name__)
