for a in [(), ("m",), ("m", 1), ("m", ()), ("m", ("f", 1, 2, "t")), ("m", ("f",1,2,"t",3)), ("m", ("f",1,2,"t",3,4)), ("m", ("f",1,2,"t",3,4,{})), ("m",("f",)), ("m", "abcd"), ("a","b","c"), ("m", ("/x/f.py", None, None, None)), ("m", (None, 4, 2, "t")), ("m", ("f",1,2,"t",3,4,5,6))]:
    for c in (SyntaxError, IndentationError):
        try:
            e = c(*a); print(repr(e), str(e), e.msg, e.filename, e.lineno, e.end_offset, e.print_file_and_line)
        except Exception as x: print(type(x).__name__, x)
e = SyntaxError("m")
e.filename = "set.py"; e.lineno = 7; e.msg = "other"; e.text = "abc"; e.offset = 2
print(e, e.args)
try: SyntaxError("m", x=1)
except TypeError as x: print(x)
raise SyntaxError("made by hand", ("made.py", 3, 5, "    some text here\n", 3, 9))
