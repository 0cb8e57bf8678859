pair = ([1], 2)
try:
    pair[0] += [3]
except TypeError as error:
    print(error)
print(pair)
first, *middle, last = range(6)
print(first, middle, last)
(a, b), c = (1, 2), 3
a, b = b, a
print(a, b, c)
empty = ()
one = (1,)
print(empty, one, one * 3, (1, 2) + (3,), (1, 2) < (1, 3))
try:
    x, y = 1, 2, 3
except ValueError as error:
    print(error)
