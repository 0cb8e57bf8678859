def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class M:
    def __getitem__(self, k): return k * 2


class I:
    def __index__(self): return 7
    def __int__(self): return 8
    def __float__(self): return 2.5


t(lambda: "%s" % 1, lambda: "%s %s" % (1, 2), lambda: "%s" % (1, 2), lambda: "%s %s" % 1, lambda: "%s %s" % (1,), lambda: "no" % 1, lambda: "no" % (), lambda: "no" % [], lambda: "no" % {}, lambda: "%s" % (), lambda: "%s" % ((),), lambda: "%s" % [1, 2], lambda: "%s" % {"a": 1},
  lambda: "%(a)s" % {"a": 1}, lambda: "%(a)s" % {}, lambda: "%(a)s" % 1, lambda: "%(a)s" % (1,), lambda: "%(a)s" % M(), lambda: "%(a(b)c)s" % {"a(b)c": 1}, lambda: "%(a" % {"a": 1}, lambda: "%(a)" % {"a": 1}, lambda: "%(a)s %s" % {"a": 1}, lambda: "%()s" % {"": 3}, lambda: "%*d" % (5, 42), lambda: "%-*d|" % (5, 42), lambda: "%.*f" % (2, 1.5), lambda: "%*.*f" % (8, 1, 2.25),
  lambda: "%*d" % (-5, 42) + "|", lambda: "%*d" % ("a", 1), lambda: "%*d" % (1,), lambda: "%.*f" % (-3, 1.5), lambda: "%d" % I(), lambda: "%x" % I(), lambda: "%f" % I(), lambda: "%c" % I(), lambda: "%d" % "1", lambda: "%x" % 1.5, lambda: "%d" % 1.9, lambda: "%c" % "ab", lambda: "%c" % 1114112, lambda: "%c" % -1, lambda: "%c" % "", lambda: "%c" % 1.5, lambda: "%f" % "1.5", lambda: "%e" % None,
  lambda: "%d" % None, lambda: "%d" % float("inf"), lambda: "%d" % float("nan"), lambda: "%s" % b"b", lambda: "%y" % 1, lambda: "%5" % 1, lambda: "%.", lambda: "%." % 1, lambda: "%-" % 1, lambda: "%(" % {}, lambda: "%s%" % 1, lambda: "%d%%" % 50, lambda: "%#s" % 1, lambda: "%0s|" % "a", lambda: "%+s" % "a", lambda: "%.0f" % 0.5, lambda: "%.0f" % 1.5, lambda: "%.50f" % 0.1, lambda: "%g" % 1e-5, lambda: "%g" % 123456789, lambda: "%.100d" % 5,
  lambda: b"%s" % b"x", lambda: b"%s" % "x", lambda: b"%d" % 5, lambda: b"%a" % "\xe9", lambda: b"%r" % 5, lambda: b"%c" % 65, lambda: b"%c" % b"A", lambda: b"%c" % 256, lambda: b"%c" % "a", lambda: b"%b" % 5, lambda: b"%b" % bytearray(b"q"), lambda: b"%(a)s" % {b"a": b"v"}, lambda: b"%(a)s" % {"a": b"v"}, lambda: b"%x" % 1.5, lambda: b"%s %s" % (b"a",), lambda: bytearray(b"%d") % 3, lambda: b"%5.1f|" % 2.25, lambda: b"%y" % 1, lambda: b"no" % 1)
