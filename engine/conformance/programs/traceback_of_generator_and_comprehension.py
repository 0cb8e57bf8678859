def numbers(n):
    for i in range(n):
        yield 10 // (i - 2)


def delegate(n):
    yield from numbers(n)


def total():
    return sum(x * 2 for x in delegate(5))


try:
    [x for x in delegate(4)]
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
print({k: v for k, v in ((1, 2), (3, total()))})
