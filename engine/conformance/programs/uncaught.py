def parse(text):
    return int(text)


def average(texts):
    numbers = [parse(t) for t in texts]
    return sum(numbers) / len(numbers)


print(average(["1", "2", "6"]))
try:
    average([])
except ZeroDivisionError:
    print(average(["4", "four"]))
