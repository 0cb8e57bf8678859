def attempt(make):
    try:
        print(repr(make()))
    except Exception as e:
        print(type(e).__name__, e)

class Seq:
    def __init__(self, items): self.items = items
    def __len__(self): return len(self.items)
    def __getitem__(self, i): return self.items[i]
    def __repr__(self): return "Seq"
class Mine(ExceptionGroup): pass
class Based(BaseExceptionGroup): pass
class Both(BaseExceptionGroup, ValueError): pass
V = ValueError
for args in [(), (1, 2), ("m",), ("m", 1), ("m", []), ("m", [1]), ("m", [V(1), 2]), ("m", [V(1)], 3), ("m", {1: 2}), ("m", {V}), (b"m", [V()]),
             ("m", [V(1)]), ("m", (V(1), TypeError("t"))), ("m", Seq([V(1)])), ("m", "text"), ("m", [V]), (None, [V()])]:
    for c in (BaseExceptionGroup, ExceptionGroup):
        attempt(lambda: c(*args))
for c in (ExceptionGroup, BaseExceptionGroup, Mine, Based, Both):
    attempt(lambda: c("m", [KeyboardInterrupt()]))
attempt(lambda: ExceptionGroup(message="m", exceptions=[V()]))
attempt(lambda: ExceptionGroup("m", [V()], x=1))
eg = ExceptionGroup("msg", [V(1), ExceptionGroup("inner", [TypeError(2)])])
print(eg.message, eg.exceptions, eg.args, str(eg), str(eg.exceptions[1]), type(eg.exceptions))
for name in ("message", "exceptions"):
    try: setattr(eg, name, 1)
    except AttributeError as e: print(e)
print(type(BaseExceptionGroup("m", [V()])), type(BaseExceptionGroup("m", [SystemExit()])), type(Based("m", [V()])))
print(ExceptionGroup.__mro__, isinstance(eg, Exception), ExceptionGroup[int])
l = [V(1)]; g = ExceptionGroup("m", l); l.append(2); print(repr(g), g.args)
