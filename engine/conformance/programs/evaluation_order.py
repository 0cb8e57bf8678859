def say(x, *value):
    print(x, end=" ")
    return value[0] if value else x


class O:
    def __init__(self, name): self.__dict__["name"] = name
    def __getattr__(self, n): print("get", n, end=" "); return self
    def __setattr__(self, n, v): print("set", n, v, end=" ")
    def __getitem__(self, k): print("item", k, end=" "); return self
    def __setitem__(self, k, v): print("setitem", k, v, end=" ")
    def __delitem__(self, k): print("delitem", k, end=" ")
    def __call__(self, *a, **k): print("call", a, sorted(k), end=" "); return self
    def __iadd__(self, o): print("iadd", o, end=" "); return o
    def __lt__(self, o): print("lt", end=" "); return True
    def __iter__(self): print("iter", end=" "); return iter((1, 2))
    def __repr__(self): return "O"


o = O("o")
say("f", o)(say(1), *say("s", [2]), k=say(3), **say("d", {"z": 4}))
print()
say("a", o).x = say("v")
print()
say("a", o)[say("i")] = say("b", o).y = say("v")
print()
say("a", o)[say("i")] += say("v")
print()
say("a", o).attr += say("v")
print()
del say("a", o)[say("i")], say("b", o)[say("j")]
print()
print([say("k", 1) for x in say("it", [1, 2]) if say("c", True)])
print({say("k", 1): say("v", 2), **say("d", {}), say("k2", 3): say("v2", 4)})
print(say("a", o) < say("b", 2) < say("c", 3))
print(say("a", 5) if say("c", 0) else say("b", 6))
print(say("a", 0) or say("b", 7) and say("c", 8))
print(say("a", 1) + say("b", 2) * say("c", 3) ** say("d", 1))
print(say("a", [1, 2, 3])[say("lo", 0):say("hi", 3):say("st", 2)])
say("x", o)[0], *say("y", o)[1] = say("v", (1, 2, 3))
print()

lambda_default = lambda a=say("default"): a
print(lambda_default())


@say("decorator 1", lambda f: f)
@say("decorator 2", lambda f: f)
def f(a: say("annotation") = say("default a"), *, b=say("default b")) -> say("returns"): pass


print()


class C(say("base", object), metaclass=say("meta", type)):
    x = say("body")


print()
a = [0, 0]
i = 0
i, a[i] = 1, 9
print(a)
(x := say("walrus")) and print(x)
for say("t", o)[say("ti")] in say("seq", [1, 2]):
    pass
print()
with say("cm", type("CM", (), {"__enter__": lambda s: 3, "__exit__": lambda *a: None})()) as say("w", o).target:
    print("inside")
assert say("test", True), say("message")
print(f"{say('f1', 1)}{say('f2', 2):{say('spec', 3)}}")
