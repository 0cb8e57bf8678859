# In which order what a program leaves behind dies: the collector comes by the items of a list or tuple from the last to the first.
import gc

gc.collect()


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name, "pair" in globals())


single = Noisy("single")
pair = [Noisy("first"), Noisy("second")]
tuple_of_three = (Noisy("one"), Noisy("two"), Noisy("three"))
table = {"k": Noisy("in a dict"), 5: [Noisy("deeper"), Noisy("still deeper")]}


def kept(default=Noisy("default")):
    return default


waiting = (item for item in [Noisy("of a generator")])


def scope():
    pass


del no_such_name
