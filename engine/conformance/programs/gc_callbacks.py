import gc


def said(phase, info):
    print(phase, info)


print(gc.callbacks, gc.garbage, type(gc.callbacks).__name__)
gc.callbacks.append(said)
gc.collect()
gc.collect(0)


def fails(phase, info):
    raise ValueError(phase)


class Quiet:
    def __repr__(self):
        return "<quiet>"

    def __call__(self, phase, info):
        info["collected"] = "changed for all"
        raise KeyError(phase)


gc.callbacks.insert(0, Quiet())
gc.collect(1)
gc.callbacks.clear()


class Cycle:
    def __init__(self):
        self.me = self


gc.callbacks.append(said)
Cycle()
print(gc.collect())


# A callback that adds another, one that collects, one that takes itself away.
def adds(phase, info):
    print("adds", phase)
    if phase == "start":
        gc.callbacks.append(late)


def late(phase, info):
    print("late", phase, gc.collect(), gc.isenabled())
    gc.callbacks.remove(late)


gc.callbacks[:] = [adds]
gc.collect()
print(len(gc.callbacks))
gc.callbacks.clear()


class Dies:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("del")


gc.callbacks.append(said)
Dies()
print(gc.collect())
