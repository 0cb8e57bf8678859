import importlib, importlib.util, os, sys
base = "/tmp/serpentarium_import_test"
os.makedirs(base + "/pack", exist_ok=True)
def write(name, text):
    with open(f"{base}/{name}", "w") as f:
        f.write(text)
write("one.py", "value = 1\n")
write("pack/__init__.py", "from .part import name\n")
write("pack/part.py", "from . import other\nname = other.word + __name__\n")
write("pack/other.py", "word = 'word of '\n")
write("wrong.py", "def f(:\n    pass\n")
write("fails.py", "print('begins')\n1 / 0\n")
write("ring_a.py", "import ring_b\nfrom ring_b import late\n")
write("ring_b.py", "import ring_a\nring_a.nothing\nlate = 1\n")
sys.path.insert(0, base)
import one, pack
print(one.value, pack.name, one.__file__ == base + "/one.py", pack.__path__ == [base + "/pack"], pack.part.__package__)
print(one.__spec__.cached == importlib.util.cache_from_source(one.__file__))
write("one.py", "value = 22\n")
print(importlib.reload(one).value)
for name in ["wrong", "fails", "fails", "ring_a", "pack.nothing", "one.nothing"]:
    try:
        importlib.import_module(name)
    except Exception as e:
        print(name, type(e).__name__, e.msg if isinstance(e, SyntaxError) else str(e).replace(base, "BASE"), name in sys.modules)
spec = importlib.util.spec_from_file_location("by_hand", base + "/one.py")
m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m); print(m.value, m.__name__)
print(importlib.util.find_spec("nowhere"), importlib.util.find_spec("pack.part").name)
for p, d, f in os.walk(base, topdown=False):
    for n in f: os.remove(os.path.join(p, n))
    for n in d: os.rmdir(os.path.join(p, n))
os.rmdir(base)
