import os.path
import os.path as p
from os import path, sep as s
import collections.abc, sys
print(p is path is os.path, s, os.__name__, collections.abc.Mapping.__name__)
def f():
    import json
    return json.dumps({"a": [1, None, True]})
print(f())
print("json" in sys.modules, "json.decoder" in sys.modules)
print(__name__, __spec__, __package__)
import importlib
print(importlib.import_module("json") is sys.modules["json"])
print(__import__("os.path").__name__, __import__("os.path", fromlist=["x"]).__name__)
