def f[T, **P](): return T, P
T, P = f()
type A = int | None
type B[X] = X | list[X]
for g in (lambda: T | int, lambda: int | T, lambda: T | None, lambda: P | T, lambda: A | int, lambda: A | None, lambda: None | A, lambda: A | T, lambda: A.__value__, lambda: B.__value__, lambda: B[int] | str, lambda: T | 3, lambda: A | 3, lambda: T | T, lambda: B[int].__parameters__, lambda: list[T].__parameters__, lambda: 3 | A):
    try: print(repr(g()))
    except Exception as e: print(type(e).__name__, e)
