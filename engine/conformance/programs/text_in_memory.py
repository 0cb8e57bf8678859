import io
s = io.StringIO()
print(s.write("abc"), s.write("def\n"), s.tell())
print(s.getvalue(), file=s)
print(repr(s.getvalue()))
s.seek(2)
print(s.read(3), s.tell(), repr(s.readline()), repr(s.read()))
s.seek(1); s.write("XY"); print(repr(s.getvalue()))
s.truncate(4); print(repr(s.getvalue()))
t = io.StringIO("one\ntwo\nthree")
print(list(t), t.read()); t.seek(0); print(t.readlines())
print(repr(io.StringIO("a\r\nb\rc", newline=None).read()), repr(io.StringIO("a\r\nb", newline="").readline()))
with io.StringIO("x") as f: pass
for bad in [lambda: f.read(), lambda: io.StringIO(1), lambda: t.write(b"x"), lambda: t.seek(-1), lambda: t.seek(0, 5), lambda: t.fileno()]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(isinstance(t, io.TextIOBase), isinstance(t, io.IOBase), t.readable(), t.closed, f.closed)
