class Celsius:
    def __init__(self, degrees):
        self.degrees = degrees

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32

    def describe(self):
        return "from the class"


t = Celsius(100)
print(t.fahrenheit)
t.__dict__["fahrenheit"] = 0
print(t.fahrenheit)
t.__dict__["describe"] = lambda: "from the instance"
print(t.describe())
