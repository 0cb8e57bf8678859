class TooSmall(Exception):
    def __init__(self, value, limit):
        super().__init__(f"{value} is below {limit}")
        self.value = value


def check(value):
    try:
        if value < 10:
            raise TooSmall(value, 10)
    except TooSmall as error:
        print("caught", error, error.value)
        return "small"
    else:
        print("fine", value)
    finally:
        print("finally", value)
    return "large"


print(check(3), check(30))


class Door:
    def __enter__(self):
        print("open")
        return self

    def __exit__(self, kind, value, tb):
        print("close", kind)
        return kind is ValueError


with Door() as door:
    raise ValueError("swallowed")
try:
    with Door():
        [][1]
except IndexError as error:
    print(error)
try:
    try:
        {}["k"]
    except KeyError as inner:
        raise RuntimeError("outer") from inner
except RuntimeError as error:
    print(repr(error), repr(error.__cause__))
for i in range(3):
    try:
        if i == 1:
            continue
        if i == 2:
            break
    finally:
        print("loop", i)
