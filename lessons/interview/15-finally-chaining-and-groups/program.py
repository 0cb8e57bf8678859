def close():
    try:
        return "from try"
    finally:
        print("cleaning up")


def convert(text):
    try:
        return int(text)
    except ValueError as error:
        raise TypeError("no number") from error


print(close())
try:
    convert("x")
except TypeError as error:
    print(type(error.__cause__).__name__)
try:
    raise ExceptionGroup("two", [ValueError(1), KeyError("k")])
except* ValueError as group:
    print("values", len(group.exceptions))
except* KeyError as group:
    print("keys", len(group.exceptions))
