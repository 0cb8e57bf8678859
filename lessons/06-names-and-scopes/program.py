x = "global"


def outer():
    x = "enclosing"

    def inner():
        x = "local"
        print(x)

    def reader():
        print(x)

    inner()
    reader()


class Box:
    x = "class"

    def method(self):
        return x


outer()
print(Box().method())
print(len(x))
