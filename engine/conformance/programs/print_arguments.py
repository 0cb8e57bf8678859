def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class File:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("<flush>")


class NoWrite: pass
class BadWrite:
    def write(self, s): raise ValueError("write")
class BadStr:
    def __str__(self): raise KeyError("str")
class NotStr:
    def __str__(self): return 5


f = File()
print(1, "a", None, [1], sep="-", end="!\n")
print()
print("a", "b", sep="")
print("a", "b", sep=None, end=None)
print(*[], sep="x")
print("x", file=None)
print("to file", 5, sep="|", end="$", file=f)
print(file=f)
print("flushed", file=f, flush=True)
print(f.parts)
t(lambda: print(1, sep=5), lambda: print(1, end=b""), lambda: print(1, file=5), lambda: print(1, file=NoWrite()), lambda: print(1, file=BadWrite()), lambda: print(BadStr()), lambda: print("before", BadStr()), lambda: print(NotStr()), lambda: print(1, foo=2), lambda: print(1, sep="", end="\n", file=None, flush=False, x=1), lambda: print(1, flush=[]), lambda: print("\u00e9".encode("utf-8")), lambda: print("a\tb\\n"), lambda: print("%s" % "fmt", f"{1 + 1}"), lambda: print(print), lambda: print(end="only end\n"), lambda: print("a", end=""), lambda: print(), lambda: print({"k": [1, (2,)]}, {1}, 1.0, 1j, True, ..., NotImplemented, int, sep=" ; "))


class Multi:
    def __repr__(self): return "line 1\nline 2"


print(Multi(), [Multi()])
import sys
print("err", file=sys.stderr)
sys.stdout.write("direct\n")
t(lambda: sys.stdout.write(5), lambda: sys.stdout.write(), lambda: sys.stdout.write("abc\n"), lambda: sys.stdout.flush())
old, sys.stdout = sys.stdout, f
print("captured")
sys.stdout = old
print(f.parts[-2:])
