import math

print("the body of shapes runs")


def area(radius):
    return math.pi * radius ** 2
