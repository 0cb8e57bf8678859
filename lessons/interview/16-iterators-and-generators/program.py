class Countdown:
    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left


def countdown(left):
    while left:
        left -= 1
        yield left


numbers = Countdown(2)
for n in numbers:
    print(n)
print(list(numbers))
print(list(countdown(2)))
