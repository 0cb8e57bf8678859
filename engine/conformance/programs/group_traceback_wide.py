def nest(n): return ExceptionGroup(f"level {n}", [nest(n + 1) if n < 13 else ValueError("bottom"), ValueError(n)])
try: 1 / 0
except ZeroDivisionError:
    raise ExceptionGroup("wide", [nest(0)] + [ValueError(i) for i in range(20)]) from ExceptionGroup("the cause", [KeyError(1), KeyError(2)])
