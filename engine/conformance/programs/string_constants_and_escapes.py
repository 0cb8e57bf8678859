print(ascii('a\'b"c'), ascii("a\"b'c"), ascii("""tri"ple'"""), ascii('\a\b\f\n\r\t\v\\\0\x41\u20ac\U0001f600\N{BULLET}\101\7'))
print(ascii(r"raw\n\x41"), ascii(rb"raw\n"), ascii(b"\x00\xff\n\101"), ascii("con" "cat" 'ed'), ascii("line\
joined"), len("\
"), ascii(u"u prefix"), ascii(R"R"), ascii(bR"b"), ascii(Rb"c"))
print(ascii("""a
b\
c"""), ascii("a" * 3 + "b"), "é".encode() == b"\xc3\xa9", len("e\u0301"), "\ud83d\ude00" == "\U0001f600")
for source in (r"'\x4'", r"'\u12'", r"'\U00110000'", r"'\N{NO SUCH}'", r"'\N'", r"b'\x4'", "b'\xe9'", "'abc", '"""abc', "'a\nb'", "b'a' 'b'", "f'{'", "f'}'", "f'{}'", "f'{a b}'", "f'{!r}'", "f'{a!x}'", "f'{a:{'", "ur'a'", "bu'a'", "fb'a'", "t'a' 'b'", "'\\'", "'\777'", "b'\777'", r"'\q'", r"'\8'"):
    try:
        print(ascii(source), ascii(eval(source, {"a": 1})))
    except SyntaxError as e:
        print(ascii(source), type(e).__name__, e.msg)
print("abc"[1], "abc"[-1:], "abc"[::-1], "a" in "abc", "" in "", "abc" > "abd", "abc" < "abcd", "Z" < "a", min("hello"), sorted("hello"), list("hé"), "%s" % "x", "x" "y" * 2, ("x" "y") * 2)
print("a\tb".expandtabs(), repr("\x7f\x80\xa0\xad\u2028\ufeff"), repr("\U000e0001"), ascii("\xff"), str(b"a"), repr("'"), repr('"'), repr("'\""))
