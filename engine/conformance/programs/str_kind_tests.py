def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


points = [0, 9, 32, 45, 48, 65, 95, 97, 127, 133, 160, 170, 178, 188, 215, 453, 688, 768, 1632, 2406, 4969, 8203, 8544, 8729, 12295, 55296,
          65279, 0x10400, 0x1d7ce, 0x1f600, 0xe0001, 0x10ffff]
tests = ["isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace",
         "istitle", "isupper"]
for point in points:
    print(hex(point), "".join("01"[getattr(chr(point), name)()] for name in tests), ascii(chr(point)))
for text in ("", "a1", "a b", "1a", "_", "def", "\xe9\u0301", "Ab Cd", "AB", "a\n", "\u00b2", "x\ud800"):
    print(ascii(text), "".join("01"[getattr(text, name)()] for name in tests))
t(lambda: "a".isalpha(1), lambda: str.isdigit(5), lambda: str.isspace(), lambda: "".isidentifier(x=1))
