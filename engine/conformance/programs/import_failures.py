import sys
for text in ["import nowhere", "import nowhere.at_all", "import os.nothing", "from os import nothing", "from os.path import joint",
             "import json.nothing", "from json import nothing", "from . import x", "from .x import y", "from .. import z", "import sys.x"]:
    try:
        exec(text)
    except ImportError as e:
        print(type(e).__name__, "|", e, "|", e.name, e.name_from)
for args in [("",), (1,), ("os", None, None, (), -1), ("x", {}, {}, (), 1), ("x", {"__package__": 1}, {}, (), 1),
             ("x", {"__package__": "a"}, {}, (), 3), ("x", {"__name__": "a.b"}, None, (), 1)]:
    try:
        print(__import__(*args))
    except Exception as e:
        print(type(e).__name__, "|", e)
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as e:
    print(e)
