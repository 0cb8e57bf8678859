def count(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


numbers = count(2)
print(next(numbers))
print(next(numbers))
print(list(numbers))
