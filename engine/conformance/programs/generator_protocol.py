def g():
    got = []
    try:
        while True:
            try:
                got.append((yield len(got)))
            except KeyError as e:
                got.append(repr(e))
    finally:
        print("closing", got)


def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e, e.args, repr(e.__cause__), repr(e.__context__))


i = g()
t(lambda: i.send(1))
t(lambda: next(i))
t(lambda: i.send("a"))
t(lambda: i.throw(KeyError("k")))
t(lambda: i.throw(KeyError))
t(lambda: i.throw(ValueError("v")))
t(lambda: next(i))
t(lambda: i.throw(ValueError("after")))
t(lambda: i.close())
i = g()
t(lambda: i.throw(ValueError("unstarted")))
t(lambda: next(i))
i = g()
t(i.close)
i = g()
next(i)
t(i.close)
t(i.close)


def returns():
    yield 1
    return "value"


i = returns()
t(lambda: next(i)), t(lambda: next(i)), t(lambda: next(i)), t(lambda: i.close())
i = returns()
next(i)
t(lambda: i.close())


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


i = stubborn()
next(i)
t(i.close)
t(lambda: next(i))


def catches():
    try:
        yield 1
    except GeneratorExit:
        return "caught"


i = catches()
next(i)
t(i.close)


def stops():
    yield 1
    raise StopIteration("inside")


i = stops()
next(i)
t(lambda: next(i))


def itself():
    yield next(me)


me = itself()
t(lambda: next(me))
for bad in ((5,), (int,), ("a",), (ValueError, 5), (ValueError, ValueError("x")), (ValueError("x"), 5), (ValueError, None, 5), (), (1, 2, 3, 4)):
    i = g()
    next(i)
    t(lambda: i.throw(*bad))
t(lambda: g().send())
t(lambda: g().send(None, 1))
t(lambda: next(g(), 5))
t(lambda: [*returns()])
t(lambda: list(zip(returns(), returns())))
del i, me
