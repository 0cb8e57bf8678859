class E(Exception):
    pass


def catch(what, *clauses):
    try:
        try:
            raise what
        except clauses[0] as e:
            return f"caught {e!r}"
    except BaseException as e:
        return f"{type(e).__name__}: {e} / {e.__context__!r}"


for clause in (E, (E, KeyError), (KeyError,), (), Exception, BaseException, 5, (5,), "a", (E, 5), None, [E], E("x"), object, type):
    print(catch(E("w"), clause))
    print(catch(KeyboardInterrupt("k"), clause))


def flow(n):
    out = []
    for i in range(3):
        try:
            out.append(i)
            if n == 0 and i == 1:
                continue
            if n == 1 and i == 1:
                break
            if n == 2 and i == 1:
                raise E
            if n == 3 and i == 1:
                return out
        except E:
            out.append("but for")
        else:
            out.append("or else")
        finally:
            out.append("at last")
    else:
        out.append("loop else")
    return out


print([flow(n) for n in range(5)])


def nested():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            [][1]
        finally:
            {}["k"]
    except LookupError as e:
        while e:
            print(repr(e), e.__suppress_context__)
            e = e.__context__


nested()


def override():
    try:
        return "try it"
    finally:
        return "at last"


def swallow():
    while True:
        try:
            1 / 0
        finally:
            break
    return "swallowed"


print(override(), swallow())
