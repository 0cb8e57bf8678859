total = 10


def show():
    print(total)


def add():
    print(total)
    total = total + 1


show()
try:
    add()
except UnboundLocalError as problem:
    print(problem)
