class Animal:
    kind = "animal"

    def __init__(self, name, legs=4):
        self.name = name
        self.legs = legs

    def speak(self):
        return "..."

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"


class Dog(Animal):
    def speak(self):
        return "Woof, " + super().speak()


class Bird(Animal):
    def __init__(self, name):
        super().__init__(name, legs=2)

    @property
    def title(self):
        return self.name.title()

    @classmethod
    def hatch(cls):
        return cls("chick")

    @staticmethod
    def flies():
        return True


pets = [Dog("rex"), Bird("tweety"), Dog("ace")]
print(pets)
for pet in pets:
    print(pet.speak(), pet.legs, pet.kind)
print(sorted(pets, key=lambda p: p.name))
print(sorted(pets, key=lambda p: (p.legs, p.name), reverse=True))
print(Bird.hatch().title, Bird.flies(), isinstance(pets[0], Animal), issubclass(Bird, Dog))
print([c.__name__ for c in Dog.__mro__], vars(pets[1]))


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __str__(self):
        return f"<{self.x}, {self.y}>"


print(Vector(1, 2) + Vector(3, 4), Vector(1, 1) == Vector(1, 1))
