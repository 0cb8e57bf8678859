# Patterns as objects: what they show, equality, hashes, flags, errors of the compiler.
import re, sys

p = re.compile("a+", re.IGNORECASE | re.MULTILINE)
print(p, p.pattern, p.flags, p.groups, p.groupindex, repr(re.compile(b"x", re.L)), re.compile("x", re.A | re.X | re.S))
print(re.compile("a" * 300), p == re.compile("a+", re.I | re.M), p == re.compile("a+"), p != 5, re.compile("a") == re.compile(b"a"))
print(hash(p) == hash(re.compile("a+", re.I | re.M)), len({p, re.compile("a+", re.I | re.M), re.compile("b")}))
for op in ("<", ">="):
    try:
        eval(f"p {op} p")
    except TypeError as e:
        print(e)
for bad in ("(", "a**", "[", "(?P<1>a)", "(?<=a*)b", "\\", "(?z)", "a{2,1}", "[b-a]", "(?P=x)", "\\8", "(?(1)a|b|c)", "*a", "(?P<x>a)(?P<x>b)", "\\p"):
    try:
        print(re.compile(bad))
    except re.PatternError as e:
        print(repr(bad), e, e.pos, e.lineno, e.colno)
print(re.escape("a.b*[c]"), re.purge(), type(p), type(re.match("a", "a")), re.Pattern[str], re.Match[bytes])
for make in (lambda: re.Pattern(), lambda: re.Match(), lambda: re.compile(5), lambda: re.compile("a", "b"), lambda: re.compile(p, re.I), lambda: re.compile("a", re.L)):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
print(re.match("a", "a" * 99), re.match(b"\x00.", b"\x00\xff"), sys.getrefcount(p) > 1)
