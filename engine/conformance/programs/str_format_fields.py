def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


class A:
    x = 5
    def __getitem__(self, k): return f"item {k!r}"
    def __format__(self, spec): return f"A:{spec}"


a = A()
t(lambda: "{} {}".format(1, 2), lambda: "{0} {1} {0}".format(1, 2), lambda: "{a} {b}".format(a=1, b=2), lambda: "{} {0}".format(1), lambda: "{0} {}".format(1), lambda: "{}".format(), lambda: "{1}".format(0), lambda: "{a}".format(), lambda: "{a}".format(b=1), lambda: "{0.x} {0[k]} {0[0]} {0[-1]}".format(a),
  lambda: "{0.y}".format(a), lambda: "{0[0][1]}".format([[1, 2]]), lambda: "{0[a]}".format({"a": 1}), lambda: "{0[a]}".format({}), lambda: "{0[1]}".format([1]), lambda: "{0[a]}".format([1]), lambda: "{0[]}".format(a), lambda: "{0.}".format(a), lambda: "{0..x}".format(a), lambda: "{0[x}".format(a), lambda: "{0]}".format(a), lambda: "{0[a]b}".format(a), lambda: "{!r}".format("q"), lambda: "{!s:>5}|".format("q"), lambda: "{!a}".format("\xe9"),
  lambda: "{!x}".format(1), lambda: "{!}".format(1), lambda: "{!rr}".format(1), lambda: "{0!r:^9}".format("q"), lambda: "{:{}}".format(1, 5), lambda: "{:{w}.{p}f}".format(1.5, w=8, p=3), lambda: "{:{}{}}".format("a", ">", 5), lambda: "{:{:{}}}".format(1, 2, 3), lambda: "{".format(1), lambda: "}".format(1), lambda: "{{}}".format(1), lambda: "{{{}}}".format(1), lambda: "{}}".format(1), lambda: "{a{b}}".format(a=1), lambda: "{:}}".format(1), lambda: "{0:{1}".format(1, 2), lambda: "{ 0}".format(1), lambda: "{0 }".format(1), lambda: "{-1}".format(1), lambda: "{+1}".format(1),
  lambda: "{99999999999999999999}".format(1), lambda: "{0.x.real}".format(a), lambda: "{:abc}".format(a), lambda: "{a.x}{a[z]}".format(a=a), lambda: "{0:d}".format("s"), lambda: "{0:s}".format(1), lambda: "{:>{}}".format("a", -5), lambda: "{}".format(*[1], **{"k": 2}), lambda: "{self}".format(self=1), lambda: str.format("{}", 1), lambda: str.format(), lambda: "{}".format_map({}), lambda: "{a}".format_map({"a": 1}), lambda: "{a}".format_map({}), lambda: "{a}".format_map(a), lambda: "{0}".format_map([1]), lambda: "{a}".format_map(), lambda: "x".format(1, 2), lambda: "{:%Y}".format(a), lambda: "{:\u20ac>4}".format(1), lambda: "{0[{1}]}".format(a, 1))


class D(dict):
    def __missing__(self, k): return f"<{k}>"


print("{a} {b}".format_map(D(a=1)), "{0}".format(D()), "{x!r:>6}|{x!s:<6}|".format(x="q"))
