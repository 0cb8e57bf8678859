def total(numbers):
    result = 0
    for n in numbers:
        result = result + n
    return result


print(total([1, 2, 3, 4]))
print(total([0.5, 0.25]))
