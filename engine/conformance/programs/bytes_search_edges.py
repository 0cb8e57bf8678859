def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


for s in (b"abcabc\xffabc", bytearray(b"abcabc\xffabc")):
    for needle in (b"", b"a", b"abc", 97, 255, b"zz", bytearray(b"ca"), memoryview(b"bc")):
        for bounds in ((), (1,), (0, 3), (-3,), (None, None), (3, 2), (100,)):
            row = []
            for name in ("find", "rfind", "count", "index", "rindex"):
                try:
                    row.append(getattr(s, name)(needle, *bounds))
                except ValueError as e:
                    row.append(str(e))
            print(type(s).__name__, row)
    t(lambda: s.find(), lambda: s.find("a"), lambda: s.find(256), lambda: s.find(-1), lambda: s.count(1.5), lambda: s.find(b"a", "x"),
      lambda: s.startswith("a"), lambda: s.startswith((b"x", b"a")), lambda: s.startswith((b"x", 1)), lambda: s.endswith(b"abc", 3), lambda: s.endswith(1),
      lambda: "a" in s, lambda: 97 in s, lambda: 300 in s, lambda: -1 in s, lambda: None in s, lambda: b"bc" in s, lambda: s.index(b"q"), lambda: s.rindex(b"q"))
