# How much a bytearray allocates, as it grows and shrinks.
import sys

b = bytearray()
seen = []
for i in range(200):
    b.append(i & 255)
    seen.append(b.__alloc__())
print(seen)
print(sys.getsizeof(b), b.__sizeof__())
while b:
    b.pop()
    seen.append(b.__alloc__())
print(seen[200:])
for n in (0, 1, 5, 100):
    b = bytearray(n)
    print(n, b.__alloc__(), sys.getsizeof(b))
b = bytearray(b"0123456789" * 5)
for cut in (1, 5, 10, 10):
    del b[:cut]
    print(len(b), b.__alloc__(), bytes(b))
b.append(1)
print(b.__alloc__())
b += b"x" * 30
print(b.__alloc__(), len(b))
b[5:10] = b""
print(b.__alloc__(), len(b))
b[:20] = b"y"
print(b.__alloc__(), len(b))
b.clear()
print(b.__alloc__(), len(b))
b.extend(range(10))
print(b.__alloc__())
b.extend(iter(range(40)))
print(b.__alloc__())
b.resize(100)
print(b.__alloc__(), b[50:])
b.resize(10)
print(b.__alloc__(), b)
b.insert(0, 7)
print(b.__alloc__(), b)
b *= 3
print(b.__alloc__(), b)
b.remove(7)
print(b.__alloc__())
print(bytearray([1, 2, 3]).__alloc__(), bytearray(iter([1, 2, 3])).__alloc__(), bytearray("abc", "ascii").__alloc__())
print(bytearray(b"abc")[:2].__alloc__(), (bytearray(b"abc") + b"d").__alloc__(), bytearray(b"").__alloc__())
