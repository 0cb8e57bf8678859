e = ValueError("v")
print(hasattr(e, "__notes__"))
e.add_note("one"); e.add_note("two")
print(e.__notes__)
for bad in (1, None, b"x"):
    try: e.add_note(bad)
    except TypeError as t: print(t)
try: e.add_note()
except TypeError as t: print(t)
e.__notes__ = "not a list"
try: e.add_note("x")
except TypeError as t: print(t)
e.__notes__ = ["multi\nline", "last"]
raise e
