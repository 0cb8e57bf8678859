import sys
for source in ("import nothing_here", "import nothing.here", "from nothing import x", "import sys.foo", "from sys import nothing", "from sys import pth", "from sys import path, nothing", "import sys as s; print(s is sys)", "from sys import maxsize as m; print(m)", "import sys, sys as again", "from . import x", "from .x import y", "from .. import x", "import math; math.nothing", "from math import sqroot", "from math import *; print(sqrt(4))", "__import__('nothing')", "__import__('sys', level=1)", "__import__(5)", "__import__('')", "__import__('sys').nothing", "__import__('sys', fromlist=['path']) is sys", "from math import pi, nothing2"):
    try:
        exec(source, {"sys": sys, "__name__": "prog"})
        print(source, "fine")
    except Exception as e:
        print(source, "->", type(e).__name__, e, getattr(e, "name", None), getattr(e, "path", None), getattr(e, "name_from", None))
