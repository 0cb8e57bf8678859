import sys
import random
import colours

print(colours.RED)
print("random comes from", random.__name__, "beside the program:", hasattr(random, "MINE"))
print("sys" in sys.builtin_module_names)
