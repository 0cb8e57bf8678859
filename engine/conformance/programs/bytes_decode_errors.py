def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


datas = [b"a\xe9", b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf5\x80\x80\x80", b"\xc0\x80", b"", b"ab\x80cd\xfe"]
for data in datas:
    for encoding in ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "unicode_escape"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
            try:
                print(data, encoding, errors, ascii(data.decode(encoding, errors)))
            except Exception as e:
                print(data, encoding, errors, type(e).__name__, ascii(str(e)))
t(lambda: b"a".decode("nope"), lambda: b"a".decode(1), lambda: b"a".decode("ascii", 1), lambda: b"\xe9".decode("ascii", "nope"),
  lambda: b"\xe9".decode("ascii", "xmlcharrefreplace"), lambda: str(b"a", "ascii", "strict"), lambda: str(b"\xe9", "ascii"), lambda: str("a", "ascii"),
  lambda: str(1, "ascii"), lambda: str(b"a", errors="strict"), lambda: str(b"a"), lambda: bytearray(b"\xe9").decode("ascii"), lambda: str(memoryview(b"ab"), "ascii"))
