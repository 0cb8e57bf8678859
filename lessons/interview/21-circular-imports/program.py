try:
    import orders
except ImportError as error:
    print(type(error).__name__)
    print(str(error).split(" (")[0])
    print("circular" in str(error))

import sys

print("orders" in sys.modules, "customers" in sys.modules)
