def check(n):
    if n < 0:
        raise ValueError(f"{n} is negative")
    return n


def careful(n):
    try:
        return check(n)
    except ValueError as error:
        print("caught:", error)
        return 0
    finally:
        print("finally")


print(careful(4))
print(careful(-1))
try:
    careful("a")
except TypeError as error:
    print(type(error).__name__)
