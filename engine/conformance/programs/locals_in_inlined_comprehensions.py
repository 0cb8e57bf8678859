z = 9
print([sorted(locals()) for i in [1]])
print([eval("i + z") for i in [1]], [eval("i", globals()) if 0 else 0 for i in [1]])
class A:
    k = 3
    print([sorted(locals()) for i in [1]])
    l = [locals() for i in [1]]
    print([eval("i") for i in [1]])
    try: print([eval("k") for i in [1]])
    except NameError as e: print(e)
import sys
print([type(sys._getframe().f_locals) for i in [1]], type(sys._getframe().f_locals))
print([sys._getframe().f_locals["i"] for i in [1]])
print([exec("q = i") for i in [1]])
try: q
except NameError as e: print(e)
