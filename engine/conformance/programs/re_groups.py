# Groups by number and by name, those that took no part, and what asks for one that is not there.
import re

m = re.match(r"(?P<year>\d{4})-(?P<month>\d\d)(-(?P<day>\d\d))?", "2024-05 rest")
print(m, m.group(), m.group(1, "month"), m["year"], m[2])
print(m.groups(), m.groups("none"), m.groupdict(), m.groupdict(default=0))
print(m.span(), m.span("month"), m.start(3), m.end("day"), m.regs)
print(m.lastindex, m.lastgroup, m.pos, m.endpos, m.string, m.re is re.compile(m.re.pattern))
for key in (9, -1, "nope", 1.5, None, 10**30):
    try:
        print(m.group(key))
    except Exception as e:
        print(type(e).__name__, e)
try:
    m.group([])
except TypeError as e:
    print(e)


class Two:
    def __index__(self):
        return 2


print(m[Two()], m.start(Two()))
print(re.match("(a)|b", "b").lastindex, re.match("((a))", "a").lastindex, re.match("(a)(b)?", "a").lastindex)
print(re.match(r"(?:(a)|(b))*", "ab").groups(), re.match(r"(a|ab)(c|bcd)(d*)", "abcd").groups())
print(dict(re.compile("(?P<x>a)(?P<y>b)").groupindex), re.compile("(a)(b)").groups)
import copy
print(copy.copy(m) is m, copy.deepcopy(m) is m, copy.deepcopy(m.re) is m.re)
