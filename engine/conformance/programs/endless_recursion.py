def rec(kind):
    def f(): return {"sum": lambda: sum(f() for _ in [1]), "map": lambda: list(map(lambda x: f(), [1])), "sort": lambda: sorted([1], key=lambda x: f()),
        "max": lambda: max([1, 2], key=lambda x: f()), "any": lambda: any(f() for _ in [1]), "join": lambda: "".join(f() for _ in [1]), "repr": lambda: repr(P2()),
        "prop": lambda: P2().q, "getattr": lambda: P2().zzz, "add": lambda: P2() + 1, "iter": lambda: list(P2()), "new": lambda: P2(1)}[kind]()
    class P2:
        def __init__(self, x=None):
            if x: f()
        def __repr__(self): return f()
        @property
        def q(self): return f()
        def __getattr__(self, n): return f()
        def __add__(self, o): return f()
        def __iter__(self): return f()
    try: f()
    except RecursionError as e: print(kind, e)
for k in ["sum", "map", "sort", "max", "any", "join", "repr", "prop", "getattr", "add", "iter", "new"]: rec(k)
