import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.next = None

    def __del__(self):
        print("collected", self.name)


gc.disable()
a = Node("a")
b = Node("b")
a.next = b
b.next = a
print(len(gc.get_referrers(a)) > 0)
del a, b
print("unreachable now")
print(gc.collect())
print(gc.collect())
