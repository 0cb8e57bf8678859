import gc


class Cell:
    def __init__(self):
        self.me = self


gc.collect()
before = gc.get_stats()[0]["collections"]
for _ in range(5000):
    Cell()
after = gc.get_stats()[0]["collections"]
print(after > before, gc.get_threshold(), gc.isenabled())
print(gc.collect() > 0)
