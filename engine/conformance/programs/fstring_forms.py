x, s, n, d = 3.14159, "text", 42, {"k": [1, 2], 'q"': 5}


class F:
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "F()"
    def __str__(self): return "str F"


f, w, p = F(), 10, 3
print(f"{x:.2f}|{x:{w}.{p}}|{x!r:>10}|{s!a:*^10}|{f}|{f:abc}|{f!s}|{f!r:>8}|{f!a}")
print(f"{n:d}|{n:x}|{n:#b}|{n:08}|{n:+}|{n:,}|{n:_}|{n:e}|{n:c}|{n:%}")
print(f"{x=}|{x = }|{x=:.1f}|{s=!s}|{n + 1 = }|{d["k"] = }|{ n = !r:>6}")
print(f"{d['k'][0]}{d["q\""]}{{}}{{{n}}}{n}}}")
print(f"{'a' 'b'}{"nested {n}"}{f"{f"{n}"}"}{(lambda q: q * 2)(4)}{[i for i in range(3)]}{ {1: 2}[1] }")
print(f"""{
    n  # comment
    + 1
}""")
print(f"{n:{'>'}{w}}|{n:{w:d}}|{s:{s[0]}^{w}}" if s[0] in "<>^" else f"{n:{'>'}{w}}|{n:{w}}")
print(rf"\n{n}\t", f"\x41{n}\u20ac".encode("ascii", "backslashreplace"), f"\N{DIGIT ONE}{n}")
print(f"{yield_ if (yield_ := 5) else 0}|{n if n else 0}|{not n}|{n != 1}|{n!r}|{n:!^6}")
print(f"{None}{True}{...}{int}{3j}{b'x'}{[f]}{(f,)}")
print(f"{s:}{s!s:}{n:}" f"{'':5}|" "plain {n}")


def t(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)


class Bad:
    def __format__(self, spec): return 5


class BadStr:
    def __str__(self): return 5
    def __repr__(self): return None


for g in (lambda: f"{Bad()}", lambda: f"{BadStr()}", lambda: f"{BadStr()!r}", lambda: f"{n:z}", lambda: f"{s:d}", lambda: f"{x:d}", lambda: f"{[]:5}", lambda: f"{None:>5}", lambda: f"{object():x}"[:0], lambda: f"{n:{s}}", lambda: f"{s:.2d}", lambda: f"{s:=5}", lambda: f"{s:+}", lambda: f"{n:.2}", lambda: f"{n:,x}", lambda: f"{x:,_}", lambda: f"{n:5.}", lambda: f"{n:c}" * 0 + f"{-1:c}", lambda: f"{1114112:c}", lambda: f"{undefined}", lambda: f"{1/0}", lambda: f"{n:{w}{x}}", lambda: f"{x:.{n}%}"[:6], lambda: f"{n:#,}", lambda: f"{True:d}|{True}|{True:5}", lambda: f"{n:<<5}|{n:0<5}|{n:=+7}|{-n:=7}|{n: }"):
    t(g)
