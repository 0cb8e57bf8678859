from_name = 3


class C:
    A, B = 1, "b"
    class D:
        E = None


def m(v):
    match v:
        case 0 | 1 | 2: return "small"
        case -5: return "minus five"
        case 1.5 | -2.5: return "float"
        case 1 + 2j | -3 - 4j: return "complex"
        case "a" "b" | b"ab": return "text"
        case True: return "never for 1"
        case None: return "None"
        case C.B: return "C.B"
        case C.D.E: return "never"
        case str(x) | [x]: return "bound", x
        case from_name: return "captured", from_name


for v in (0, 1, 2.0, -5, 1.5, -2.5, 1 + 2j, -3 - 4j, "ab", b"ab", True, False, None, "b", "q", [7], 99):
    print(repr(v), m(v))


class Eq:
    def __eq__(self, other): print("eq", other, end=" "); return other == 2


def e(v):
    match v:
        case 1: return "1"
        case None: return "None"
        case 2: return "2"


print(e(Eq()))


class Odd:
    def __eq__(self, other): raise ValueError("eq")


try:
    e(Odd())
except ValueError as x:
    print(x)


def guards(n):
    match n:
        case x if x < 0: return "negative", x
        case x if (y := x * 2) > 10: return "big", y
        case int(x) if False: pass
        case x: return "rest", x


print([guards(n) for n in (-1, 6, 3)])


def bindings(v):
    x = "before"
    match v:
        case [x, 1]: return x
        case [_, 2]: return x
    return x


print(bindings(["a", 1]), bindings(["a", 2]), bindings(["a", 3]))
match 1, 2:
    case 1, b:
        print(b)
match *[1], 2:
    case a, b:
        print(a, b)
match = case = type = 5
print(match, case, type)
