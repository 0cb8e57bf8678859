# Replacing: by text, by a template, by a function, empty matches, counts, what goes wrong.
import re

print(re.sub("a", "b", "banana"), re.sub("a", "b", "banana", count=2), re.subn("a", "", "banana"))
print(re.sub("x*", "-", "abxd"), re.sub(r"\b", "|", "two words"), re.sub("", ".", "abc"))
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub(r"(?P<a>\d)", r"<\g<a>\g<0>>", "1 2"))
print(re.sub("(a)|b", r"[\1]", "ab"), re.sub("a", r"\n\t\\", "a!"))
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "1 22 333"))
print(re.sub("a", lambda m: None, "banana"), re.sub(b"a", b"\\\\", b"banana"))
calls = []


def count(m):
    calls.append(m.span())
    if len(calls) == 3:
        raise ValueError("third")
    return "_"


try:
    re.sub(".", count, "abcdef")
except ValueError as e:
    print(e, calls)
for bad in (
    lambda: re.sub("a", lambda m: 5, "xa"),
    lambda: re.sub("a", 5, "xa"),
    lambda: re.sub("a", r"\2", "a"),
    lambda: re.sub("a", r"\g<no>", "a"),
    lambda: re.sub("a", "b", b"a"),
    lambda: re.sub(b"a", "b", b"a"),
    lambda: re.sub("a", "b", 5),
):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)


def nested(m):
    return re.sub("[aeiou]", lambda v: v.group().upper(), m.group())


print(re.sub(r"\w+", nested, "some words here"))


def deep(n):
    return "." if n == 0 else re.sub("x", lambda m: deep(n - 1), "x")


print(deep(150))
print(re.match("(.)(.)", "ab").expand(r"\2\1\g<1>"), re.match("a", "a").expand("plain"))
