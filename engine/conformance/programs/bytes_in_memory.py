import io
b = io.BytesIO(b"abc")
print(b.read(2), b.tell(), b.seek(0, 2), b.write(b"def"), b.getvalue())
b.seek(10); b.write(b"!"); print(b.getvalue())
b.truncate(3); print(b.getvalue(), b.tell())
b.seek(0); print(b.readline(), b.read())
c = io.BytesIO(b"one\ntwo\n")
print(list(c)); c.seek(0); buf = bytearray(5); print(c.readinto(buf), buf)
v = c.getbuffer(); v[0] = 79; print(c.getvalue()[:3]); v.release()
for bad in [lambda: b.write("x"), lambda: b.seek(-1), lambda: io.BytesIO("x")]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
b.close()
try:
    b.read()
except ValueError as e:
    print(e)
r = io.BufferedReader(io.BytesIO(b"12345\n678"))
print(r.peek()[:2], r.read(2), r.readline(), r.read(), r.read())
w = io.TextIOWrapper(io.BytesIO(), encoding="utf-16-le", newline="\r\n")
w.write("a\nb"); w.flush(); print(w.buffer.getvalue())
