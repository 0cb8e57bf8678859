import math
try:
    from math import flor
except ImportError as e: print(e.args, e.name, e.path, e.name_from, e.msg)
try:
    import nothere_
except ImportError as e: print(type(e), e.args, e.name, e.path, e.name_from, e.msg)
e = ImportError("m", name="n", path="p"); print(e.args, e.name, e.path, e.msg, e.name_from, e, repr(e))
try: ImportError(1, foo=2)
except TypeError as x: print(x)
print(ImportError().msg, str(ImportError()), str(ImportError(1,2)), ImportError(1,2).msg)
from math import flor
