# Functions that are called at the end: newest first, with their arguments; errors, those taken back, those registered late.
import atexit


def shown(*args, **kwargs):
    print("shown", args, kwargs)


def raises():
    raise ValueError("at the end")


class Dies:
    def __repr__(self):
        return "Dies()"

    def __del__(self):
        print("dies")


print(atexit.register(shown, 1, 2, key="value") is shown)
atexit.register(raises)


@atexit.register
def last():
    print("last", atexit._ncallbacks())
    atexit.register(print, "too late")


atexit.register(shown, Dies())
atexit.register(print, "never")
atexit.register(print, "never again")
print(atexit._ncallbacks(), atexit.unregister(print), atexit._ncallbacks(), atexit.unregister(5))
for bad in (lambda: atexit.register(5), lambda: atexit.register()):
    try:
        bad()
    except TypeError as e:
        print(e)
kept = "names are still there"
atexit.register(lambda: print(kept))
print("the program ends")
