class Failure(Exception):
    def __str__(self): return "line one\nline two"


def a(n):
    def b(m):
        class C:
            def method(self):
                return [1 // (m - m) for _ in (1,)]
        return C().method()
    return b(n)


def outer():
    try:
        a(3)
    except ZeroDivisionError as e:
        e.add_note("a note")
        e.add_note("two\nlines")
        raise Failure from e


outer()
