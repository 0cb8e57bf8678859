def one():
    raise ValueError("one")


def collect():
    errors = []
    for f in (one, lambda: {}["k"], lambda: 1 / 0):
        try:
            f()
        except Exception as e:
            e.add_note(f"note of {type(e).__name__}")
            errors.append(e)
    raise ExceptionGroup("several", errors)


def outer():
    try:
        collect()
    except ExceptionGroup as group:
        raise ExceptionGroup("outer", [group, TypeError("t")]) from OSError(2, "why", "file")


outer()
