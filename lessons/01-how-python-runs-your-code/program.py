def calculate(a, b):
    total = a + b
    return total


answer = calculate(5, 3)
print("5 + 3 =", answer)
