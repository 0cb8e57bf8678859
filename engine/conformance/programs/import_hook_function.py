import builtins
real = builtins.__import__
def noted(name, globals=None, locals=None, fromlist=(), level=0):
    print("import", name, fromlist, level)
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = noted
import stat
from errno import ENOENT, EEXIST
import os.path as p
builtins.__import__ = real
print(stat.S_ISDIR(0o40755), ENOENT, EEXIST, p.join("a", "b"))
del builtins.__import__
try:
    import stat
except ImportError as e:
    print(e)
builtins.__import__ = real
