import sys
text = "\ud83d"
for call in (lambda: print("first", text), lambda: print("x", "y", sep=text), lambda: print("x", "y", end=text), lambda: print([text]), lambda: sys.stdout.write(text)):
    try:
        call()
    except UnicodeEncodeError as e:
        print(e)
print(text, file=sys.stderr)
