globals()[1] = 2
try: exec("print(len(dir()) > 0)", {"a": 1})
except TypeError as e: print(e)
exec("undefned_x = 1", {3: 4})
try: exec("undefined_x", {3: 4, "b": 5})
except NameError as e: print(e)
exec("missing_name", {3: 4})
