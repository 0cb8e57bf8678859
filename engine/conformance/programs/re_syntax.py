# Constructs one by one: repeats, sets, assertions, references, conditions, atomic groups, flags.
import re

tests = [
    (r"a{2,3}", "aaaa"), (r"a{2,3}?", "aaaa"), (r"a{2,3}+a", "aaa"), (r"a*+a", "aaa"), (r"(?>a*)b", "aab"),
    (r"(?:ab)*", "ababa"), (r"(?:ab)*?c", "ababc"), (r"(?:ab)++", "abab"), (r"(a|b)*", "abab"), (r"(a*)*", "b"),
    (r"(a*)+", "aab"), (r"(?:a?)*?b", "aab"), (r"(?:){3}", ""), (r"x??y", "xy"), (r".*b", "abab\nb"), (r"(?s).*b", "a\nb"),
    (r"[^a-c]+", "xyzab"), (r"[\w-]+", "a-b_c d"), (r"[^\W\d]+", "ab1"), (r"[]a]+", "]a"), (r"[\u0430-\u044f]+", "привет"),
    (r"\bfoo\b", "a foo b"), (r"\Boo", "foo"), (r"^b", "a\nb"), (r"(?m)^b$", "a\nb\nc"), (r"a$", "a\n"), (r"a\Z", "a\n"), (r"\Aa", "a"),
    (r"(?=a)\w", "ba"), (r"(?!a)\w", "ab"), (r"(?<=a)b", "ab"), (r"(?<!a)b", "ab"), (r"(?<=(a))b", "ab"), (r"(?=(a))a", "a"),
    (r"(a)\1", "aa"), (r"(?P<q>['\"]).*?(?P=q)", "x 'y' z"), (r"(a)?b(?(1)c|d)", "abc bd"), (r"(a)?b(?(1)c|d)", "bd"), (r"(?i)(a)\1", "aA"),
    (r"(?i)straße", "STRASSE"), (r"(?i)é", "É"), (r"(?ia)é", "É"), (r"(?i)[а-я]+", "ПРИВЕТ"), (r"(?i)\u017f", "S"), (r"(?i:a)b", "Ab AB"),
    (r"(?-i:a)b", "ab"), (r"\d+", "१२"), (r"(?a)\d+", "१२"), (r"\s+", "\u2003 \x1c"), (r"(?x) a  b # c", "ab"), ("\U0001F600+", "x\U0001F600\U0001F600"),
    (r"[\U0001F600-\U0001F64F]", "\U0001F610"), (r"(?:a|ab)(?:c|bcd)", "abcd"), (r"\N{DIGIT ONE}", "1") if False else (r"\x31\061\u0031", "111"),
    (r"(?:a(?=b)|ac)*", "ab"), (r"(?:(a)|(b)|(c))*", "abc"), (r"(((((a)))))", "a"), (r"a|b|c|d|", "e"), (r"(?:(?!b).)*", "aab"),
    (r"\B", ""), (r"\b", ""), (r"$", "\n"), (r"(?m)$", "\n\n"), (r"a.{0}b", "ab"), (r"[a-z]*?\d", "abc1"), (r"(?<=^a)b", "ab"), (r"(?<=\b)x", "x"),
]
for pattern, text in tests:
    m = re.search(pattern, text)
    print(ascii(pattern), m and (m.regs, m.lastindex), re.findall(pattern, text)[:4])
