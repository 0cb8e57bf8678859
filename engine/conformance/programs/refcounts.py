import sys


class Thing:
    pass


a = Thing()
print(sys.getrefcount(a))
b = a
print(sys.getrefcount(a))
c = [a, a]
print(sys.getrefcount(a))
del b
print(sys.getrefcount(a))
c = None
print(sys.getrefcount(a))


def inside(x):
    y = x
    return sys.getrefcount(x), sys.getrefcount(y)


print(inside(a))


def alone():
    fresh = []
    first = sys.getrefcount(fresh)
    other = fresh
    return first, sys.getrefcount(other)


print(alone())
print(sys.getrefcount(None) == sys.getrefcount(1))
