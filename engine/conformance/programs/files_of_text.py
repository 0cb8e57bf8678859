import os
name = "/tmp/serpentarium_text_test"
with open(name, "w") as f:
    print(f.write("hello\nworld\n"), f.tell(), f.mode, f.encoding, f.closed)
    print("more", file=f)
with open(name) as f:
    print(f.readline(), f.tell(), f.read(3), list(f))
for line in open(name):
    print(repr(line))
with open(name, "a+") as f:
    f.write("x"); f.seek(0); print(f.read())
with open(name, "r+") as f:
    f.write("J"); f.seek(0); print(f.readline())
with open(name, "w", newline="\r\n") as f:
    f.write("a\nb\n")
print(open(name, "rb").read(), open(name).read() == "a\nb\n", repr(open(name, newline="").read()))
with open(name, "w", encoding="latin-1") as f:
    f.write("é")
print(open(name, "rb").read())
try:
    open(name).read()
except UnicodeDecodeError as e:
    print(e)
print(open(name, errors="replace").read())
os.remove(name)
