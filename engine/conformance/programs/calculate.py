def calculate(a, b):
    total = a + b
    product = a * b
    return total, product


result = calculate(5, 3)
print(result)
print(result[0] - result[1])
