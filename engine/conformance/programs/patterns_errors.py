import re
for bad in ["(", "[a", "*a", r"(?P<1>a)", "a{2,1}", "(?P<a>x)(?P<a>y)", r"\8", "a**", "(?z)", "[b-a]", "\\"]:
    try:
        re.compile(bad)
    except re.error as e:
        print(repr(bad), e, e.pos, e.lineno, e.colno)
for bad in [lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: re.match("a", 1), lambda: re.match("(a)", "a").group(2), lambda: re.match("a", "a").group("x"), lambda: re.compile("a").match()]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
