def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class E(Exception):
    def __str__(self): return "custom str"


class F(Exception):
    def __init__(self, a, b=2): self.a = a


class G(Exception):
    def __init__(self, *a): super().__init__("fixed")


def show(e):
    print(type(e).__name__, repr(e), "|", str(e), "|", e.args)


for e in (Exception(), Exception(1), Exception("a"), Exception("a", 2), Exception(("t",)), E(5), F(1), F(1, b=3), G(7), ValueError("v"), KeyError(), KeyError("k"), KeyError("k", 1), KeyError(None), KeyError(5), IndexError("i"), StopIteration(), StopIteration(1), StopIteration(1, 2), SystemExit(), SystemExit(3), SystemExit("x", 1), NameError("n", name="q"), AttributeError("a", name="n", obj=5), ImportError("m", name="n", path="p"), ModuleNotFoundError("m"), OSError(), OSError(2), OSError(2, "msg"), OSError(2, "msg", "file"), OSError(2, "msg", "f1", None, "f2"), OSError("a"), OSError(1, 2, 3, 4, 5, 6), OSError(99999, "odd"), BlockingIOError(11, "b", 5), UnicodeDecodeError("ascii", b"ab", 0, 1, "r"), UnicodeEncodeError("ascii", "ab", 0, 2, "r"), UnicodeTranslateError("ab", 0, 1, "r"), SyntaxError(), SyntaxError("m"), SyntaxError("m", ("f", 1, 2, "text")), SyntaxError("m", ("f", 1, 2, "text", 3, 4)), IndentationError("i", ("f", 1, 2, None)), BaseExceptionGroup("g", [KeyboardInterrupt()]), ExceptionGroup("g", [ValueError(1), TypeError("t")]), AssertionError("a"), RecursionError(), MemoryError(), GeneratorExit(1), KeyboardInterrupt(), Warning("w"), UserWarning(), StopAsyncIteration(4)):
    show(e)
t(lambda: KeyError("a", x=1), lambda: NameError("n", foo=1), lambda: AttributeError("a", name=1, x=2), lambda: ImportError("m", foo=1), lambda: OSError("a", x=1), lambda: SyntaxError("m", 5), lambda: SyntaxError("m", (1,)), lambda: SyntaxError("m", ("f", 1, 2, "t", 3)), lambda: UnicodeDecodeError("a", "b", 0, 1, "r"), lambda: UnicodeDecodeError(), lambda: UnicodeEncodeError(1, 2, 3, 4, 5), lambda: UnicodeEncodeError("a", b"b", 0, 1, "r"), lambda: ExceptionGroup("g", []), lambda: ExceptionGroup("g", [1]), lambda: ExceptionGroup("g", 5), lambda: ExceptionGroup(5, [ValueError()]), lambda: ExceptionGroup("g"), lambda: ExceptionGroup("g", [KeyboardInterrupt()]), lambda: Exception(x=1), lambda: F(), lambda: StopIteration(x=1), lambda: ExceptionGroup("g", [ValueError()], x=1))
s = SyntaxError("m", ("f", 1, 2, "text", 3, 4))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, s.print_file_and_line)
o = OSError(2, "msg", "f1", None, "f2")
print(o.errno, o.strerror, o.filename, o.filename2, type(o).__name__, [type(OSError(n, "")).__name__ for n in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 104, 110, 111)])
u = UnicodeDecodeError("ascii", b"abc", 1, 2, "why")
print(u.encoding, u.object, u.start, u.end, u.reason, u)
u.start, u.end, u.reason = 0, 3, "changed"
print(u)
n = NameError("n", name="q")
print(n.name, AttributeError("a", obj=3).obj, ImportError("m", name="n", path="p").path, StopIteration(5).value, SystemExit(6).code)
