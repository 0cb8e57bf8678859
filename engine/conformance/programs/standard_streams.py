"""`sys.stdin`, `sys.stdout`, `sys.stderr`: what they are, and what replaces them."""
import io
import sys

for stream in (sys.stdout, sys.stderr):
    print(stream.name, stream.mode, stream.encoding, stream.newlines)
    print(stream.fileno(), stream.readable(), stream.writable(), isinstance(stream, io.TextIOBase))
sys.stdout.writelines(["a", "b\n"])
print(sys.stdout.write("w\n"), sys.__stdout__ is sys.stdout)
sys.stdout.flush()
sys.stdin = io.StringIO("first\nsecond\n\nlast")
print(input(), input("prompt "), repr(input()), input())
try:
    input()
except EOFError as e:
    print(e)


class Lines:
    def readline(self):
        return 5


sys.stdin = Lines()
try:
    input()
except TypeError as e:
    print(e)
del sys.stdin
try:
    input()
except RuntimeError as e:
    print(e)
sys.stdout, kept = io.StringIO(), sys.stdout
print("caught")
sys.stdin = io.StringIO("answer")
input("question? ")
sys.stdout, got = kept, sys.stdout.getvalue()
print(repr(got))
with open("/dev/null", "w") as nothing:
    print("gone", file=nothing)
print(repr(open("/dev/null").read()))
