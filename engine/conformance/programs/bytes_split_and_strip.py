def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


for data in (b"", b" a b  c ", b"a,b,,c,", b"\ta\nb\x0bc", b"xxaxx", b"a\r\nb\rc\n", b"-5"):
    for make in (bytes, bytearray):
        d = make(data)
        print(d.split(), d.rsplit(None, 1), d.split(b","), d.rsplit(b",", 1), d.partition(b","), d.rpartition(b","), d.splitlines(), d.splitlines(True))
        print(d.strip(), d.lstrip(b"x "), d.rstrip(b"x"), d.center(9), d.ljust(9, b"*"), d.rjust(9, b"."), d.zfill(6), d.expandtabs(4))
        print(d.upper(), d.title(), d.capitalize(), d.swapcase(), d.isalpha(), d.isdigit(), d.isspace(), d.istitle(), d.isascii(), d.islower())
        print(d.removeprefix(b"x"), d.removesuffix(b"c"), d.replace(b"a", b"AA"), d.replace(b"", b"-", 2), d.translate(None, b"a,"), d.translate(bytes(range(256)), b"b"))
t(lambda: b"a".split(b""), lambda: b"a".split("a"), lambda: b"a".split(1), lambda: b"a".partition(b""), lambda: b"a".strip("a"), lambda: b"a".strip(1),
  lambda: b"a".center(5, b"ab"), lambda: b"a".center(5, "a"), lambda: b"a".center(5, 1), lambda: b"a".replace(b"a"), lambda: b"a".replace("a", b""), lambda: b"a".translate(b"ab"),
  lambda: b"a".translate(1), lambda: b"a".translate(None, 1), lambda: bytes.maketrans(b"a", b"bc"), lambda: bytes.maketrans("a", "b"), lambda: b"a".join("a"), lambda: b"a".join([1]),
  lambda: b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), lambda: b"a".join(b"ab"), lambda: b"a".removeprefix("a"), lambda: b"a" + "a", lambda: b"a" * 1.5, lambda: b"a" + 1)
