def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


for text in ("", "  a  ", "xxaxx", "\t\u2003a\x1f", "aaa", "-5", "+", "--a"):
    print(ascii(text.strip()), ascii(text.lstrip()), ascii(text.rstrip()), ascii(text.strip("x-")), ascii(text.lstrip("xa")),
          ascii(text.rstrip("")), ascii(text.strip(None)))
    for width in (-1, 0, 3, 7, 8):
        print(ascii(text.center(width)), ascii(text.ljust(width, "*")), ascii(text.rjust(width, "\u20ac")), ascii(text.zfill(width)))
    print(text.removeprefix("x") + "|" + text.removesuffix("a") + "|" + text.removeprefix("") + "|" + text.removesuffix(text + "q"))
for text in ("a\tb", "\t", "ab\tc\n\td", "\u20ac\t\r\tx"):
    print([ascii(text.expandtabs(n)) for n in (-1, 0, 1, 4, 8)], ascii(text.expandtabs(tabsize=3)))
t(lambda: "a".center(), lambda: "a".center("5"), lambda: "a".center(5, ""), lambda: "a".center(5, "ab"), lambda: "a".center(5, 1),
  lambda: "a".ljust(5, None), lambda: "a".rjust(1.5), lambda: "a".zfill(None), lambda: "a".strip(1), lambda: "a".lstrip("a", "b"),
  lambda: "a".rstrip(b"a"), lambda: "a".removeprefix(1), lambda: "a".removesuffix(), lambda: "a".expandtabs("x"),
  lambda: "a".expandtabs(1, 2), lambda: "a".center(5, fillchar="x"), lambda: "a".strip(chars="a"))
