import sys


def leave(code):
    try:
        sys.exit(code)
    except SystemExit as e:
        print(repr(e.code), e.args, str(e))


leave(3)
leave("text")
leave(None)
leave((1, 2))
try:
    sys.exit(1, 2)
except TypeError as e:
    print(e)
try:
    raise SystemExit
except SystemExit as e:
    print(e.code)
raise SystemExit({"a": 1})
