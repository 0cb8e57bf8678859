# What dis shows of functions that have run: the forms that their instructions have taken
import dis


def add(a, b):
    for i in range(100):
        a + b
    return a


def mixed(values):
    out = []
    for a in values:
        for b in values:
            try:
                out.append(a + b)
            except TypeError:
                out.append(a)
    return len(out)


class Point:
    kind = "point"
    __slots__ = ("x", "y")

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    @property
    def sum(self):
        return self.x + self.y

    def __getitem__(self, i):
        return self.x if i == 0 else self.y


class Shape:
    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        return name * 2

    def area(self):
        return len(self.name)


def attributes(shapes):
    total = 0
    for s in shapes:
        total += s.area() + len(s.name) + len(s.missing)
        p = Point(total)
        total += p.sum + p[0] + p.x + len(p.kind) + len(Point.__name__) + len(type(p).kind)
        p.y = total
    return total % 1000


def calls(text):
    parts = []
    for n in range(8):
        parts.append("{}-{}".format(n, text))
        parts.append(text.upper())
        sorted(parts, key=len)
        isinstance(parts, list)
        max(1, n)
        slice(n)
        dict(a=n)
        str(n)
        zip(parts)
        "%s" % n
    return len(parts)


def tests(d, seen):
    hits = 0
    for i in range(20):
        if i in seen or d.get(i) and i < 10 ** 12 and not d[0]:
            hits += i == 3
        d[i] = i
        a, b = i, d
        [c, e] = [a, a]
    return hits


add(10**30, 3), add(1.5, 2), add("a", "b")
print(mixed([1, "a", 2.5, None, [1], 10**20] * 3), attributes([Shape("a"), Shape("bb")] * 6), calls("x"), tests({0: 0}, {5}))
for f in add, mixed, Point, Shape, attributes, calls, tests:
    dis.dis(f, adaptive=True)
dis.dis(add, show_offsets=True)
