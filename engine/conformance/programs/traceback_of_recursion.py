def down(n):
    if n == 0:
        raise ValueError("bottom")
    return down(n - 1)


def even(n):
    return odd(n - 1)


def odd(n):
    return even(n - 1) if n > 0 else 1 // 0


try:
    even(9)
except ZeroDivisionError as e:
    n, tb = 0, e.__traceback__
    while tb:
        n, tb = n + 1, tb.tb_next
    print(n)
down(12)
