from itertools import chain, islice, takewhile, accumulate, groupby
class Noisy:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        print("next", self.n)
        return self.n
print(list(islice(chain(Noisy(2), Noisy(3)), 4)))
def test(x):
    print("test", x)
    return x > 1
print(list(takewhile(test, Noisy(4))))
print(sum(accumulate(Noisy(3), lambda a, b: a + b)))
for key, group in groupby(Noisy(4), key=lambda x: x // 2):
    print(key, list(group))
for x in chain.from_iterable(chain(range(i)) for i in range(4)):
    print(x, end=" ")
print()
