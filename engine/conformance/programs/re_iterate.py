# findall, finditer, split, scanners.
import re

print(re.findall("a.", "abacad"), re.findall("(a)(.)?", "aba"), re.findall("(x)?a", "axa"), re.findall("", "ab"))
print(re.split(",", "a,b,,c"), re.split("(,)|;", "a,b;c"), re.split("x*", "axbc"), re.split(",", "a,b,c", maxsplit=1))
print([m.span() for m in re.finditer("a*", "baac")], type(re.finditer("a", "")).__name__)
p = re.compile("[ab]")
print(p.findall("xabxab", 2), p.findall("xabxab", 1, 3), p.findall("ab", -5, 99), p.search("ab", 1), p.match("ba", 1))
print(p.fullmatch("a"), p.fullmatch("ab"), p.fullmatch("xa", 1), re.fullmatch("a|ab", "ab"))
s = p.scanner("abxa")
print(s.match(), s.match(), s.match(), s.match(), s.search(), s.pattern is p)
s = p.scanner("xaxb")
print(s.search(), s.search(), s.search(), s.search())
it = re.finditer("(.)", "ab")
print(next(it)[1], next(it)[1], next(it, "over"))
print(re.findall(b"\\w+", b"one two"), re.findall(b"o", bytearray(b"foo")), re.findall(b"o", memoryview(b"foo")))
for bad in (lambda: re.findall("a", b"a"), lambda: re.findall(b"a", "a"), lambda: re.split("a", None), lambda: p.match()):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
