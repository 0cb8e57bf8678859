import gc

gc.disable()


class Node:
    pass


a = Node()
b = Node()
a.other = b
b.other = a
del a, b
print("both are still there")
print(gc.collect(), "objects freed")
