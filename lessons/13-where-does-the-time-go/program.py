def distance(a, b):
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def nearest(points, target):
    best = points[0]
    for point in points:
        if distance(point, target) < distance(best, target):
            best = point
    return best


def load(count):
    return [(n * 7 % 31, n * 11 % 29) for n in range(count)]


def report(points):
    for target in points[:5]:
        print(nearest(points, target))


report(load(30))
