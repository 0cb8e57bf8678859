e = KeyError("k")
e.__notes__ = (1, None, "text\n")
try: raise e
except KeyError as k:
    v = ValueError("v")
    v.__notes__ = {"not": "a list"}
    raise v from k
