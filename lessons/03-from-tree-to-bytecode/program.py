def area(width, height):
    size = width * height
    return size + 1


print(area(3, 4))
