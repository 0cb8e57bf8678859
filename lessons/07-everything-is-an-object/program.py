def double(n):
    return n * 2


class Point:
    pass


things = [7, "text", double, Point, None]
for thing in things:
    print(type(thing).__name__)
double.note = "functions have attributes"
print(double.note)
again = double
print(again(4))
print(type(type) is type)
print(isinstance(type, object), isinstance(object, type))
