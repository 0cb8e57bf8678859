class Shape:
    area = 1
    _private = 2


def look(shape):
    return shape.aera


look(Shape())
