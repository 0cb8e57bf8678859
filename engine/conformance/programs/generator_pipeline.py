def numbers():
    n = 0
    while True:
        sent = yield n
        n = sent if sent is not None else n + 1
def take(it, n):
    for _ in range(n): yield next(it)
def averager():
    total = count = 0; average = None
    while True:
        try: value = yield average
        except ValueError: total = count = 0; continue
        if value is None: return total, count
        total += value; count += 1; average = total / count
def collect(results):
    while True:
        r = yield from averager()
        results.append(r)
g = numbers()
print(list(take(g, 3)), g.send(10), next(g), list(take(g, 2)))
res = []
c = collect(res); next(c)
for v in (1, 2, 3, None, 10, None): print(c.send(v), end=" ")
print(res)
print(c.throw(ValueError), c.send(4))
def tree(t):
    if isinstance(t, tuple):
        for x in t: yield from tree(x)
    else: yield t
print(list(tree((1, (2, (3, 4)), ((5,), 6)))))
def ret(): return 5; yield
def chain(): x = yield from ret(); yield x
print(list(chain()), list(ret()))
def nested(n):
    if n: return (yield from nested(n - 1)) + 1
    got = yield "bottom"
    return got
n = nested(50); print(next(n))
try: n.send(7)
except StopIteration as e: print(e.value)
gen = (x for x in "ab"); print(gen.gi_code.co_name, next(gen), gen.gi_frame.f_locals.keys() if 0 else sorted(gen.gi_frame.f_locals))
def cleanup():
    try: yield 1; yield 2
    finally: print("cleanup")
for x in cleanup(): break
print("after break")
def swallow():
    while True:
        try: yield
        except ZeroDivisionError as e: print("swallowed", e)
s = swallow(); next(s); s.throw(ZeroDivisionError("z")); s.throw(ZeroDivisionError, "w")
a, *b = (i for i in range(4)); print(a, b)
print(sum(x for x in range(5)), dict((k, v) for k, v in zip("ab", (1, 2))), max((x for x in (3, 1)), default=0))
