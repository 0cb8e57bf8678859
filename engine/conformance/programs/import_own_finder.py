import sys, importlib.abc, importlib.util
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith("made"):
            return importlib.util.spec_from_loader(name, self, is_package=name == "made")
    def create_module(self, spec):
        print("create", spec.name)
    def exec_module(self, module):
        print("exec", module.__name__)
        module.value = len(module.__name__)
        if module.__name__ == "made.bad":
            1 / 0
sys.meta_path.insert(0, Finder())
import made, made.one
from made import two
print(made.value, made.one.value, two.value, made.__path__, two.__package__)
try:
    import made.bad
except ZeroDivisionError as e:
    print(e, "made.bad" in sys.modules, hasattr(made, "bad"))
try:
    from made import bad
except ZeroDivisionError:
    print("again")
import importlib
print(importlib.reload(two) is two)
del sys.modules["made.two"]
try:
    importlib.reload(two)
except ImportError as e:
    print(e)
