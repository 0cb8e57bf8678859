class Noisy:
    def __init__(self, name):
        self.name = name
        print("made", name)

    def __del__(self):
        print("gone", self.name)


a = Noisy("a")
b = Noisy("b")
pair = [Noisy("first"), Noisy("second")]
a = None
del pair
b = Noisy("b again")


def scope():
    local = Noisy("local")
    print("leaving")


scope()
table = {"x": Noisy("x"), "y": Noisy("y")}
table.pop("x")
table.clear()
print("end")
