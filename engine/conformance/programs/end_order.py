# In which order what a program leaves behind dies: the collector comes by the items of a list or tuple from the last to the first.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name, "pair" in globals())


single = Noisy("single")
pair = [Noisy("first"), Noisy("second")]
tuple_of_three = (Noisy("one"), Noisy("two"), Noisy("three"))
table = {"k": Noisy("in a dict"), 5: [Noisy("deeper"), Noisy("still deeper")]}


class Holder:
    def __init__(self):
        self.left = Noisy("left")
        self.right = Noisy("right")


holder = Holder()


def kept(default=Noisy("default")):
    return default


waiting = (item for item in [Noisy("of a generator")])


def scope():
    pass


del no_such_name
