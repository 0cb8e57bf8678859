class Base:
    def __init__(self):
        print("Base")


class Left(Base):
    def __init__(self):
        print("Left")
        super().__init__()


class Right(Base):
    def __init__(self):
        print("Right")
        super().__init__()


class Both(Left, Right):
    def __init__(self):
        print("Both")
        super().__init__()


both = Both()
print([cls.__name__ for cls in Both.__mro__])
