# How many digits an integer may have where it is turned into text or made of it
for f in (lambda: int("9"*5000), lambda: int("9"*4300) > 0, lambda: len("%d" % 10**4299), lambda: "%d" % 10**4300, lambda: f"{10**4300:,}", lambda: len(hex(1<<20000)), lambda: str(-10**4300), lambda: int("x"*5000), lambda: int(b"1"*5000), lambda: int("1"*5000, 16)>0, lambda: float("1"*5000), lambda: "%s" % 10**5000, lambda: int("1_"*2500+"1"), lambda: len(oct(10**5000)), lambda: "%x" % 10**5000 != "", lambda: hash(10**100000), lambda: [10**5000], lambda: repr({1: 10**5000}), lambda: int(" "+"1"*4301+" "), lambda: eval("1"*4301)):
    try: print(f())
    except (ValueError, SyntaxError) as e: print(type(e).__name__, e)
