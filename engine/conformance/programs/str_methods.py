# Every method of str over texts of one, two and four bytes a character: values, errors, identities
texts = ["", "a", "A", "abcabc", "  two  words\t\n", "ÄÖÜ straße", "ὈΔΥΣΣΕΎΣ Σ ΑΣ", "x\u4e2dy\u4e2d", "🐍 snake 🐍", "ǅ ǆ İ ı ﬁ ŉ", "1²٣Ⅷ½",
         "a\x1cb\u2028c\r\nd\re", "they're bill's", "+42", "-7", "tab\tto\t\tstop", "ʰa ͅb", "_id9", "9id", "\ud800x"]
for t in texts:
    print(ascii(t), [ascii(f(t)) for f in (str.lower, str.upper, str.title, str.capitalize, str.swapcase, str.casefold)])
    print([f(t) for f in (str.isalpha, str.isalnum, str.isascii, str.isdecimal, str.isdigit, str.isnumeric, str.isidentifier,
                          str.islower, str.isupper, str.istitle, str.isspace, str.isprintable)])
    print(ascii([t.strip(), t.lstrip(), t.rstrip(), t.strip("aA \u4e2d🐍"), t.split(), t.rsplit(), t.split(None, 1), t.rsplit(None, 1),
                 t.splitlines(), t.splitlines(True), t.expandtabs(), t.expandtabs(3), t.zfill(6), t.center(9, "*"), t.ljust(8, "é"),
                 t.rjust(7, "中")]))
    for s in ("a", "bc", "\u4e2d", "🐍", " ", "Σ", "S", "ß"):
        print(ascii([s, s in t, t.find(s), t.rfind(s), t.count(s), t.find(s, 1, -1), t.startswith(s), t.endswith(s), t.split(s), t.rsplit(s, 1),
                     t.split(s, 1), t.partition(s), t.rpartition(s), t.replace(s, "<>"), t.replace(s, "🐍", 1), t.removeprefix(s),
                     t.removesuffix(s)]))
    print(ascii([t.replace("", "-"), t.replace("", "-", 2), t.count(""), t.find("", 3), t.rfind(""), t[::-1], t[1:], t[:2], t[::2], t * 3,
                 t + "é", "🐍" + t, "-".join([t, "x", t]), "中".join(t)]))
    try: print(t.encode(), t.encode("utf-8").decode() == t)
    except UnicodeEncodeError as e: print(e)
    try: print(t.encode("latin-1"))
    except UnicodeEncodeError as e: print(e)
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
err(lambda: "a".index("b")); err(lambda: "a".split("")); err(lambda: "a".partition("")); err(lambda: "a".join(5)); err(lambda: "a".join(["x", 5]))
err(lambda: "a".startswith(5)); err(lambda: "a".startswith(("b", 5))); err(lambda: 5 in "a"); err(lambda: "a".strip(5))
err(lambda: "a".split(5)); err(lambda: "a".partition(5)); err(lambda: "a".removeprefix(5))
err(lambda: "abc".startswith(("x", "ab"), 0)); err(lambda: "abc".endswith("c", 5)); err(lambda: "abc".find("", 4)); err(lambda: "abc".count("", 3))
s = "longer text"
print(s.strip() is s, s.replace("q", "") is s, s.replace("", "", 0) is s, s.ljust(3) is s, s.zfill(2) is s, s.removeprefix("x") is s, s[:] is s,
      s.partition("?")[0] is s, s * 1 is s, "".join([s]) is s, s.expandtabs() is s, s.lower() is s, s.split("?")[0] is s, s.center(0) is s)
print("ab"[0] is "a", "ab".split("b")[0] is "a", "xa".strip("x") is "a", "A".lower() is "a", "ab".replace("b", "") is "a", "a,b".partition(",")[0] is "a",
      "a".title() is "A", "".join(["a", ""]) is "a", "a".translate({}) is "a")
table = str.maketrans("abc", "xyz", "q"); print("aqbqc".translate(table), "abc".translate({97: "AA", 98: None, 99: 0x1F40D}), str.maketrans({"a": 1, 5: 6}))
