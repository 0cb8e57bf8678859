def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


words = ["", "a", "Stra\xdfe", "\u0130stanbul", "\u0131", "\u01c5", "\u03a3\u03a3", "a\u03a3", "a\u03a3b", "\u03a3", "\ufb01x", "\u1e9e",
         "they're bill's", "UPPER lower", "\U00010400\U00010428", "\u2160", "\u0345", "x\u0301X", "1a2B", "\u1f80", "ab\ud800C"]
for word in words:
    print(ascii(word), ascii(word.upper()), ascii(word.lower()), ascii(word.title()), ascii(word.capitalize()), ascii(word.swapcase()),
          ascii(word.casefold()), word.isupper(), word.islower(), word.istitle())
t(lambda: "a".upper(1), lambda: "a".lower(x=1), lambda: str.upper(), lambda: str.upper(1), lambda: str.title(b"a"), lambda: "a".casefold(None))
