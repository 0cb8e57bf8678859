def v(x):
    print("<", x, ">", sep="", end="")
    return x


print(v(0) or v("") or v([]) or v("last"), v(1) and v("a") and v(0) and v("never"), v(0) and v(1) or v(2), not v(0), not not v("x"))
print(v("yes") if v(1) else v("no"), v("a") if v(0) else v("b") if v(0) else v("c"), (v(1) if 1 else 2) + 3)
print([] or {} or () or 0 or None or False or "end", 1 and 2 and 3, 1 and 0 or 2, None and 1, (None or [])is None)
print(not 1 == 2, not (1 and 0), 1 < 2 and 2 < 1 or "neither", not [] and "empty", 5 and not 0)
x = None
print(x or "default", x and x.attr, x is None and "none" or "some", (x := 3) and x + 1, x if x else "zero")
values = [0, 1, "", "a", [], [0], {}, {0: 0}, (), (0,), None, ..., 0.0, -0.0, 0j, 1e-300, b"", b"\0", set(), range(0), range(1), object, float("nan")]
print([bool(a) for a in values], sum(map(bool, values)), [a or 1 for a in values[:6]], [a and 1 for a in values[:6]])


def early(a, b):
    if a and (b or not a):
        return "first"
    elif a or b:
        return "second"
    elif not (a or b):
        return "third"


print([early(a, b) for a in (0, 1) for b in (0, 1)])


def complicated(n):
    return ("small" if n < 10 else "medium" if n < 100 else "large") + (" even" if n % 2 == 0 else " odd") * (n > 0)


print([complicated(n) for n in (-4, 0, 3, 40, 101)])
while (n := len(values)) > 20:
    values.pop()
print(n, len(values))
