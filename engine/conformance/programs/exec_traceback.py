def f():
    exec("""
def g(n):
    return n / 0
g(1)
""")
f()
