def f(src):
    exec(src)
try: f("x = 1\ny = (2 +\n")
except SyntaxError as e: print(e)
f("x = 1\n    y = 2")
