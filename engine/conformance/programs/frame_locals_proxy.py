import sys
# f_locals proxies
def f(a, b=2):
    c = 3
    def inner(): return c, a
    fr = sys._getframe()
    p = fr.f_locals
    print(type(p), sorted(p.keys()), len(p), "a" in p, "zz" in p, p["a"], p.get("zz"), p.get("zz", 5))
    p["a"] = 100; p["b"] = 200; p["c"] = 300
    print(a, b, c, inner())
    p["new"] = 1
    print("new" in locals(), p["new"], fr.f_locals["new"])
    try: p["nope"]
    except KeyError as e: print(repr(e))
    try: del p["a"]
    except ValueError as e: print(e)
    try: del p["nope"]
    except KeyError as e: print(repr(e))
    try: p.pop("a")
    except ValueError as e: print(e)
    print(p.pop("new"), p.pop("new", "d"))
    try: p.pop("new")
    except KeyError as e: print(repr(e))
    print(p.setdefault("s", 7), p.setdefault("a", 7), p.setdefault("n"))
    p.update({"b": 1, "q": 2}); print(b, p["q"])
    try: p.update([("a", 1)])
    except TypeError as e: print(e)
    p |= {"b": 55}; print(b)
    d = p | {"x": 1}; print(type(d), d["x"], d["a"])
    d = {"x": 1} | p; print(type(d), d["x"], d["a"])
    print(p == fr.f_locals, p is fr.f_locals, p != fr.f_locals, p == {"a": 1}, p == dict(p))
    print(list(p)[:3], list(reversed(p))[-2:], p.copy()["a"], [k for k, v in p.items()][:2], p.values()[:2], type(p.keys()))
    try: hash(p)
    except TypeError as e: print(e)
    try: p.get()
    except TypeError as e: print(e)
    try: p[[]]
    except TypeError as e: print(e)
    print(bool(p), type(p)(fr) == p)
    del c
    print("c" in p, "c" in locals())
    p["c"] = 8; print(c)
f(1)
