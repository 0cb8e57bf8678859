def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


table = str.maketrans("abc", "xyz", "d")
print(table, "aabbccdd".translate(table))
print(str.maketrans({"a": "AA", 98: None, "c": 67, "d": ""}), "abcd".translate(str.maketrans({"a": "AA", 98: None, "c": 67, "d": ""})))
print("abc".translate({97: "\u20ac", 98: 0x1f600}) == "\u20ac\U0001f600c", "abc".translate([None] * 98 + ["Q"] + [1]) == "Q\x01")


class Table:
    def __getitem__(self, point):
        if point == 97:
            raise LookupError("none")
        return chr(point) * 2


print("abc".translate(Table()))
for old, new, count in (("a", "b", -1), ("", "-", -1), ("", "-", 2), ("aa", "a", 1), ("a", "", -1), ("x", "y", -1), ("a", "\u20ac", 2), ("a", "b", 0)):
    print(ascii("aaabca".replace(old, new, count)))
print("abab".replace("a", "c", count=1))
t(lambda: str.maketrans("a"), lambda: str.maketrans("a", "bc"), lambda: str.maketrans("a", 1), lambda: str.maketrans({"ab": 1}),
  lambda: str.maketrans({1.5: 1}), lambda: str.maketrans(), lambda: str.maketrans(1, 2), lambda: str.maketrans("a", "b", 3), lambda: "a".translate(),
  lambda: "a".translate(5), lambda: "a".translate({97: 0x110000}), lambda: "a".translate({97: -1}), lambda: "a".translate({97: 1.5}),
  lambda: "a".translate({97: b"x"}), lambda: "a".replace("a"), lambda: "a".replace(1, "b"), lambda: "a".replace("a", None),
  lambda: "a".replace("a", "b", "c"), lambda: "a".replace("a", "b", 1, 2), lambda: "a".replace(old="a", new="b"), lambda: "a".join(1),
  lambda: "a".join([1]), lambda: "a".join(["b", None]), lambda: ",".join("abc"), lambda: ",".join({"k": 1}), lambda: "a".join(), lambda: "".join(b"ab"))
