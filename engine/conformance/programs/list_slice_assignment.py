def on(f, n=6):
    l = list(range(n))
    try:
        f(l)
        print(l)
    except Exception as e:
        print(type(e).__name__, e, l)


def put(key, value):
    def f(l):
        l[key] = value
    return f


def drop(key):
    def f(l):
        del l[key]
    return f


for key in (slice(1, 3), slice(3, 1), slice(-2, None), slice(None, None), slice(10, 20), slice(None, None, 2), slice(None, None, -2), slice(4, 1, -1), slice(1, 1), slice(0, 6, 3), slice(5, None, -5), slice(2, 5, 100)):
    for value in ((), [9], (7, 8), "abc", range(3), {1: 2}, 5, None):
        on(put(key, value))
    on(drop(key))
for key in (0, -1, 6, -7, 1.5, "a", None, (1, 2), slice("a", 2), slice(1, 2, 0), slice(1.5, 2)):
    on(put(key, 1))
    on(drop(key))


def itself(l):
    l[1:2] = l


def backwards(l):
    l[::-1] = l


def grown(l):
    l[3:] = (x for x in l)


for f in (itself, backwards, grown):
    on(f)
