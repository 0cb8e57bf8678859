# A subclass of set: what pop takes and what it leaves, beside the attributes of the instance
class S(set): pass
s = S(range(12)); s.name = "kept"
print(s.pop(), s.pop(), s.name, len(s), sorted(s)); s.add(0); print(s.pop(), s.pop(), s.__dict__)
s.clear(); s.update("abc"); print(len(s), s.name)
d = {1: 2}
for bad in ([(1, 2), "x"], [(3, 4), 5], "a", [(1, 2, 3)], 7, [("k", "v")], {5: 6}.items()):
    try: d |= bad
    except (TypeError, ValueError) as e: print(type(e).__name__, e, getattr(e, "__notes__", None))
    print(d)
