"""What sys tells of errors that nobody can receive, of breakpoints, of long numbers; warnings of the interpreter go by the filters."""
import sys
import warnings

sys.unraisablehook = lambda told: print("told:", told.exc_type.__name__, told.exc_value, told.err_msg.split(" <")[0], told.object)


class Fails:
    def __del__(self):
        1 / 0


Fails()
sys.unraisablehook = sys.__unraisablehook__

print(sys.get_int_max_str_digits())
sys.set_int_max_str_digits(700)
for text in ["1" * 700, "1" * 701]:
    try:
        print(len(str(int(text))))
    except ValueError as error:
        print(error)
try:
    str(10 ** 700)
except ValueError as error:
    print(error)
try:
    sys.set_int_max_str_digits(5)
except ValueError as error:
    print(error)
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)))

sys.breakpointhook = lambda *args, **named: print("stop", args, named)
breakpoint(1, two=2)
print(sys.get_asyncgen_hooks())


async def waits():
    pass


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    waits()
    eval("'\\d'")
    (x for x in ()).throw
print([(w.category.__name__, str(w.message)) for w in caught])
warnings.simplefilter("error")
try:
    eval("'\\d'")
except SyntaxError as error:
    print(error)


def generator():
    yield 1


try:
    g = generator()
    next(g)
    g.throw(ValueError, ValueError(1), None)
except DeprecationWarning as error:
    print(error)
