a, b, *c = [1, 2, 3, 4]
print(a, b, c)
*head, tail = "xyz"
print(head, tail)
print([*range(3), *"ab"], {**{"k": 1}}, (*(), 1))


def collect(*args, **kwargs):
    return args, kwargs


print(collect(*[1, 2], 3, **{"x": 4}, y=5))
for i, (left, right) in enumerate([(1, 2), (3, 4)]):
    print(i, left + right)
total = 0
total += 5
total -= 2
total *= 7
total //= 2
total **= 2
total %= 9
print(total)
(m, n), [o, p] = [1, 2], (3, 4)
print(m, n, o, p)
