def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class It:
    def __init__(self, *items): self.items = list(items)
    def __iter__(self): return self
    def __next__(self):
        if not self.items: raise StopIteration
        print("next", end=" ")
        return self.items.pop(0)


class Index:
    def __init__(self, v): self.v = v
    def __index__(self): print("index", end=" "); return self.v


def gen():
    yield 1
    yield 2
    raise ValueError("gen")


t(lambda: bytes(It(1, 2)), lambda: bytes(It(1, "a", 2)), lambda: bytes(It(1, 256, 2)), lambda: bytes(It(1, -1, 2)), lambda: bytes(It(1, 2.5)), lambda: bytes(gen()), lambda: bytes(x for x in (1, 300)), lambda: bytes([Index(66), 67]), lambda: bytes((1, None)), lambda: bytes({1, 2}), lambda: bytes({3: 4}), lambda: bytes(map(int, "12")), lambda: bytes(range(3, 0, -1)), lambda: bytes(iter(b"ab")), lambda: bytes(reversed(b"ab")), lambda: bytes([True]), lambda: bytes(""), lambda: bytes(It("a")))
t(lambda: bytearray(It(1, 2)), lambda: bytearray(It(1, "a", 2)), lambda: bytearray(gen()), lambda: bytearray(It(300)), lambda: bytearray(x for x in b"xy"))


def extend(items):
    b = bytearray(b"_")
    try:
        b.extend(items)
    finally:
        print(b, end=" ")


t(lambda: extend(It(1, 2)), lambda: extend(It(1, "a", 2)), lambda: extend(gen()), lambda: extend([1, 300]), lambda: extend("ab"), lambda: extend(5), lambda: extend(b"xy"), lambda: extend(x for x in (1, None)))


def assign(items):
    b = bytearray(b"abcd")
    b[1:3] = items
    return b


t(lambda: assign([1, 2, 3]), lambda: assign([]), lambda: assign([300]), lambda: assign("ab"), lambda: assign(5), lambda: assign(b"XY"), lambda: assign(range(2)), lambda: assign(iter([65])), lambda: assign(None), lambda: assign(bytearray(b"q")))
