def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


s = "abcabc\xe9\u20ac\U0001f600abc"
for needle in ("", "a", "abc", "\xe9", "\u20ac\U0001f600", "zz", s, s + "x"):
    for bounds in ((), (1,), (0, 3), (-3,), (None, None), (3, 2), (100,), (-100, 100), (len(s),), (len(s) + 1,)):
        row = []
        for method in (s.find, s.rfind, s.count, s.startswith, s.endswith):
            row.append(method(needle, *bounds))
        for method in (s.index, s.rindex):
            try:
                row.append(method(needle, *bounds))
            except ValueError as e:
                row.append(str(e))
        print(ascii(needle), bounds, row)
t(lambda: s.find(), lambda: s.find(1), lambda: s.find("a", "b"), lambda: s.find("a", 1.5), lambda: s.find("a", 1, 2, 3),
  lambda: s.count(b"a"), lambda: s.startswith(1), lambda: s.startswith(("a", 1)), lambda: s.startswith(("x", "a")),
  lambda: s.startswith(()), lambda: s.endswith(["c"]), lambda: s.endswith(("c",), 2, 3), lambda: s.index("q", 1),
  lambda: s.rindex("q"), lambda: s.rfind("a", x=1), lambda: "" in "", lambda: 1 in s, lambda: None in s, lambda: b"a" in s)
