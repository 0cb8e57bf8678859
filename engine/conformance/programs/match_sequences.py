class Seq:
    def __init__(self, *items): self.items = items
    def __len__(self): print("len", end=" "); return len(self.items)
    def __getitem__(self, i): print("item", i, end=" "); return self.items[i]


class L(list):
    pass


def m(v):
    match v:
        case []: return "empty"
        case [1]: return "one"
        case [x] if x == 2: return "guarded", x
        case [x, y]: return "two", x, y
        case [1, *rest]: return "one and", rest
        case [*head, 9]: return "ends with 9", head
        case (a, [b, c], *_): return "nested", a, b, c
        case [_, _, _, *more]: return "three or more", more
        case _: return "other"


for v in ([], (), [1], [2], [3], (1, 2), [1, 2, 3], [4, 5, 9], (7, [8, 6], 5), (7, (8, 6)), [4, 5, 6, 7], "ab", b"ab", bytearray(b"ab"), {1: 2}, {1}, range(2), range(5), None, L([1, 2]), iter([1]), memoryview(b"ab"), Seq(1, 2)):
    print(type(v).__name__, m(v))


def names(v):
    match v:
        case [(1 | 2) as first, str() as second]: return first, second
        case [[[x]]]: return x
        case [x, x_]: return x, x_


print(names([1, "a"]), names([2, "b"]), names([3, "c"]), names([[[5]]]), names([[5]]))
