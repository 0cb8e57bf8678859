import sys


class Point:
    def __init__(self):
        self.length = 1
        self._hidden = 2

    def go(self):
        return lenght

    def bare(self):
        return length


def outer():
    counter = 1
    return countr


def run(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info()) if hasattr(sys, "nothing_like_it") else print(type(sys.exc_info()[1]).__name__, sys.exc_info()[1])


for f in (outer, Point().go, Point().bare, lambda: Point().lenght, lambda: Point().hidden):
    run(f)
outer_value = 5
print(outer_valeu)
