import gc


class Cycle:
    def __init__(self):
        self.me = self


print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug())
Cycle()
a, b = [], {}
a.append(b)
b["a"] = a
del a, b
print(gc.collect(), sorted(type(x).__name__ for x in gc.garbage))
gc.garbage.clear()
print(gc.collect())
gc.garbage.clear()
gc.set_debug(0)
print(gc.collect(), gc.garbage)
for value in ("x", 2**40, -1, None, True):
    try:
        gc.set_debug(value)
        print(value, gc.get_debug())
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)
    gc.set_debug(0)
for value in ("x", 3, -2, -1, 1.5, 2**70, None, True):
    try:
        print(value, type(gc.get_objects(value)).__name__)
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
for value in (3, -1, "x", 2**70):
    try:
        print(gc.collect(value))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
gc.set_threshold(-1)
print(gc.get_threshold())
for wrong in (2**70, 2**40, "x", 1.5):
    try:
        gc.set_threshold(wrong)
    except (OverflowError, TypeError) as e:
        print(e)
    try:
        gc.set_threshold(1, wrong)
    except (OverflowError, TypeError) as e:
        print(e)
