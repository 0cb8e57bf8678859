glob = 1


def unbound():
    print(local)
    local = 1


def deleted():
    x = 1
    del x
    return x


def free():
    def inner():
        return y
    if 0:
        y = 1
    return inner()


def free_deleted():
    z = 1
    def inner():
        nonlocal z
        del z
        return z
    return inner()


def undefined():
    return undefinedd


def del_global():
    global nothing
    del nothing


def del_local():
    del q
    q = 1


def except_name():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    return e


def comp():
    return [w for v in (1,)]


def cls():
    class K:
        print(kk)


def cls2():
    class K:
        a = 1
        b = [a for _ in (1,)]


def aug():
    glob += 1


def annotated():
    n: int
    return n


def loop():
    for i in ():
        pass
    return i


def with_name():
    with open_ as f:
        pass


def deep():
    def a():
        def b():
            return d
        return b()
    a()
    d = 1


for f in (unbound, deleted, free, free_deleted, undefined, del_global, del_local, except_name, comp, cls, cls2, aug, annotated, loop, with_name, deep, lambda: pritn, lambda: sefl, lambda: lenn, lambda: globb, lambda: __nam__, lambda: itertools, lambda: sys, lambda: x.y):
    try:
        print(f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e, e.name, e.args)
