import codecs
print(codecs.lookup("UTF8").name, codecs.lookup("latin-1").name, codecs.encode("é", "utf-8"), codecs.decode(b"\xe9", "latin-1"))
print(codecs.encode("abc", "rot13"), codecs.getincrementaldecoder("utf-8")().decode(b"\xc3"), codecs.BOM_UTF8)
d = codecs.getincrementaldecoder("utf-8")()
print(repr(d.decode(b"a\xe2\x98")), d.decode(b"\x83", True))
def find(name):
    if name == "shout":
        return codecs.CodecInfo(lambda s, e="strict": (s.upper().encode(), len(s)), lambda b, e="strict": (bytes(b).decode().lower(), len(b)), name="shout")
codecs.register(find)
print(codecs.encode("abc", "shout"), codecs.decode(b"ABC", "shout"), codecs.lookup("shout").name)
for bad in [lambda: codecs.lookup("nothing"), lambda: codecs.register(1), lambda: codecs.lookup_error("no"), lambda: codecs.decode(b"\xff", "utf-8"), lambda: codecs.encode("☃", "cp1252")]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(codecs.lookup_error("ignore")(UnicodeDecodeError("u", b"ab", 0, 1, "r")), "ł".encode("cp1250"), b"\x80".decode("cp1252"))
