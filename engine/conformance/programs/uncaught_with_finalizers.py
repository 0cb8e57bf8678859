# What dies on the way out has its finalizers called before the error is reported
class Loud:
    def __init__(self, name): self.name = name
    def __del__(self): print("gone", self.name, end="\n"); self.missing


def inner():
    a = Loud("inner")
    return [a, Loud("in a list")][5]


def outer():
    b = Loud("outer")
    try: inner()
    finally: print("finally")


try: outer()
except IndexError as e: print("caught", e)
held = Loud("global")
x, y = Loud("on the stack"), outer()
