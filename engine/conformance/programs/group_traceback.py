def f(n): raise ValueError(n)
def collect(*calls):
    errors = []
    for c in calls:
        try: c()
        except Exception as e: errors.append(e)
    return errors
def deep():
    try: f("cause")
    except ValueError as e: raise TypeError("chained") from e
errors = collect(lambda: f(1), deep, lambda: {}["missing"])
inner = ExceptionGroup("inner group", collect(lambda: f(2), lambda: undefined_name))
inner.add_note("a note\nof two lines")
raise ExceptionGroup("outer\nof two lines", errors + [inner, OSError(2, "no traceback")])
