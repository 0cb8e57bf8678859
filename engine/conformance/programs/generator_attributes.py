# generator attributes, throw in every state, names, frames
import sys
def g():
    x = 1
    yield sys._getframe()
    yield 2
it = g()
print(it.gi_frame.f_lineno, it.gi_frame.f_lasti, it.gi_running, it.gi_suspended, it.gi_code is g.__code__)
f = it.gi_frame
fr = next(it)
print(it.gi_frame is fr, f is fr, it.gi_yieldfrom)
it.__name__ = "new"; it.__qualname__ = "qual.new"
print(it.__name__, it.__qualname__)
for bad in (1, None):
    try: it.__name__ = bad
    except TypeError as e: print(e)
try: del it.__qualname__
except TypeError as e: print(e)
try: it.gi_frame = 1
except AttributeError as e: print(e)
print(repr(it).split(" at ")[0])
it.close()
print(it.gi_frame, it.gi_running, it.gi_suspended, it.gi_code.co_name)

def held():
    a = [1, 2, 3]; b = 5
    yield
x = held(); next(x); f = x.gi_frame
print(f.f_locals, f.f_generator is x)
del x
print(f.f_locals, f.f_lineno)
x = held(); f = x.gi_frame; next(x); x.close(); print(f.f_locals, f.f_back)
print(sys.getsizeof(held()), held().__sizeof__())
print([n for n in dir(x) if not n.startswith("__")], type(x).__class_getitem__(int))
