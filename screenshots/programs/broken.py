def area(width, height):
    size = width * height
    return size


for side in (1, 2, 3):
    print("square of", side, area(side, side)
