names = ["caf\xe9", "\u03b1\u03b2", "\ufb01x", "\xb5", "x\u0301", "\u2118", "1a", "a b", "\u20ac", "\U0001d4d0", "_", "a\xb7", "\xb7a", "\u3042", "def", "\ud800"]
for name in names:
    ns = {}
    try:
        exec(f"{name} = 1", ns)
        print(ascii(name), name.isidentifier(), [ascii(n) for n in ns if n != "__builtins__"])
    except Exception as e:
        print(ascii(name), name.isidentifier(), type(e).__name__, ascii(str(e)))
source = "class \u041a:\n    __\u0442 = 2\n    def \u043c(self, \u0445): return self.__\u0442 + \u0445\no = \u041a()\nr = o.\u043c(3)\n"
ns = {}
exec(source, ns)
print(ns["r"], ascii(repr(ns["\u041a"])), [ascii(n) for n in vars(ns["\u041a"]) if not n.startswith("__")])
for expression in ("o.\u043d", "\u043d\u0435", "o.\u043c()", "o.\u043c(\u0443=1)", "'\u20ac' + 1", "{'\u20ac': 1}['\u20ad']", "\u041a.\u0444", "o.\u043c.\u0444"):
    try:
        print(eval(expression, ns))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))
