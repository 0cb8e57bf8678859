def decorator(f):
    raise TypeError("decorated")


def make():
    class Broken:
        x = 1

        @decorator
        def method(self):
            pass

    return Broken


make()
