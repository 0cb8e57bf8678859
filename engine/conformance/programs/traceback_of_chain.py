def low():
    raise ValueError("low")


def middle():
    try:
        low()
    except ValueError as e:
        raise KeyError("middle") from e


def high():
    try:
        middle()
    except KeyError:
        raise RuntimeError("high")


def suppressed():
    try:
        high()
    except RuntimeError:
        raise TypeError("only this") from None


try:
    suppressed()
except TypeError as e:
    print(e.__suppress_context__, type(e.__context__).__name__)
high()
