def walk(d, change, it=None):
    out = []
    try:
        for n, key in enumerate(it(d) if it else d):
            out.append(key)
            if n == 0:
                change(d)
            if n > 20:
                break
    except Exception as e:
        out.append(f"{type(e).__name__}: {e}")
    print(out, d)


def add(d): d["new"] = 1
def drop(d): d.pop("b")
def replace(d): d["b"] = 99
def swap(d): d.pop("c"); d["z"] = 0
def clear(d): d.clear()
def again(d): d.pop("a"); d["a"] = 1
def update(d): d.update(x=1, y=2)


for change in (add, drop, replace, swap, clear, again, update):
    for it in (None, dict.values, dict.items, reversed, lambda d: reversed(d.items()), lambda d: iter(d.keys())):
        walk({"a": 1, "b": 2, "c": 3}, change, it)
it = iter({1: 1})
print(next(it), next(it, "end"), next(it, "end"), it.__length_hint__())
d = {1: 1, 2: 2, 3: 3}
it = iter(d)
next(it)
print(it.__length_hint__(), list(it), it.__length_hint__())
s = {1, 2, 3}
for change in (lambda: s.add(9), lambda: s.discard(3), lambda: s.clear()):
    s.update((1, 2, 3))
    out = []
    try:
        for x in s:
            out.append(x)
            change()
    except RuntimeError as e:
        out.append(str(e))
    print(out, s)
l = [1, 2, 3]
out = []
for x in l:
    out.append(x)
    if len(l) < 6:
        l.append(x * 10)
    elif len(out) == 4:
        del l[:3]
print(out, l)
