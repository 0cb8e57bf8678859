import importlib.util
import os
import py_compile

import shapes

cache = importlib.util.cache_from_source("hashed.py")
if not os.path.exists(cache):
    mode = py_compile.PycInvalidationMode.CHECKED_HASH
    py_compile.compile("hashed.py", invalidation_mode=mode)
import hashed

print(shapes.area(2), hashed.NAME)
