def add(a, b):
    total = [a, b]
    return total


result = add(5, 3)
print(result)
