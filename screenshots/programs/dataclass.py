import dataclasses


@dataclasses.dataclass
class Point:
    x: int
    y: int


print(Point(1, 2))
