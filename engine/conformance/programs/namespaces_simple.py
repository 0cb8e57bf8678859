from types import SimpleNamespace as N
a = N(x=1, y="b")
print(a, a.x, N(), a == N(x=1, y="b"), a != N(), a == 1)
a.z = [a]
print(a)
print(N({"k": 1}, j=2), N([("p", 3)]))
class S(N): pass
print(S(q=1))
for bad in [lambda: N(1), lambda: N({1: 2}), lambda: N({}, {}), lambda: a.nope, lambda: hash(a), lambda: a < a]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
import copy
print(copy.replace(N(a=1, b=2), b=3))
