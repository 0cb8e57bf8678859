import re
print(re.sub(r"(\d)", r"<\1>", "a1b2"), re.subn("a", "b", "aaa"), re.sub("x*", "-", "abxd"))
def up(m):
    print("called", m.group())
    return m.group().upper() * 2
print(re.sub("b", up, "abcb"), re.sub("(?P<q>b)", r"[\g<q>\g<0>]", "ab"))
print(re.sub(b"a", b"b", b"aa"), re.sub("a", lambda m: "", "aa"), re.sub("z", "y", "abc"))
for bad in [lambda: re.sub("a", r"\2", "a"), lambda: re.sub("a", r"\g<x>", "a"), lambda: re.sub("a", lambda m: 1, "a"), lambda: re.sub("a", lambda m: 1 / 0, "a")]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
