def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


texts = ["a\xe9", "\u20ac", "\ud800x", "a\udc80", "\U0001f600", ""]
for text in texts:
    for encoding in ("ascii", "latin-1", "utf-8", "utf-16-le", "utf-32-be", "cp1252", "utf-7", "unicode_escape", "raw_unicode_escape"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass", "namereplace"):
            try:
                print(ascii(text), encoding, errors, text.encode(encoding, errors))
            except Exception as e:
                print(ascii(text), encoding, errors, type(e).__name__, ascii(str(e)))
t(lambda: "a".encode("nope"), lambda: "a".encode(1), lambda: "a".encode("ascii", 1), lambda: "\xe9".encode("ascii", "nope"),
  lambda: "a".encode("ascii", "nope"), lambda: "a".encode(errors="x"), lambda: "a".encode("a\0b"), lambda: "a".encode("ascii", "strict", 1))
