def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


texts = ["", " ", "a", " a b  c ", "a,b,,c,", ",", "a\tb\nc\x1cd\xa0e\u3000f", "aXXbXXXc"]
for text in texts:
    for sep in (None, ",", "XX", " "):
        for most in (-1, 0, 1, 2, 100):
            print(ascii(text), sep, most, ascii(text.split(sep, most)), ascii(text.rsplit(sep, most)))
    for sep in (",", "X"):
        print(ascii(text.partition(sep)), ascii(text.rpartition(sep)))
for text in ("", "\n", "a\nb", "a\r\nb\r", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "\n\n", "a\n\r\nb"):
    print(ascii(text.splitlines()), ascii(text.splitlines(True)))
t(lambda: "a".split(""), lambda: "a".rsplit(""), lambda: "a".partition(""), lambda: "a".split(1), lambda: "a".split(b","),
  lambda: "a".split(",", "x"), lambda: "a".split(",", 1, 2), lambda: "a".split(sep=","), lambda: "a b c".split(maxsplit=1),
  lambda: "a".split(x=1), lambda: "a".partition(), lambda: "a".partition(1), lambda: "a".splitlines(keepends=1),
  lambda: "a".splitlines(1, 2), lambda: "a".splitlines("x"), lambda: "a".splitlines([]), lambda: "a".rpartition(None))
