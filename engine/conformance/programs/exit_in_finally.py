import sys


def f():
    try:
        raise ValueError("lost")
    finally:
        sys.exit(7)


class C:
    def __del__(self):
        print("bye")


c = C()
try:
    f()
finally:
    print("leaving")
