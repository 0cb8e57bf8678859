def fact(n): return eval("1 if n < 2 else n * fact(n - 1)")
print(fact(100) % 10**9)
exec("exec(\"exec('print(1)')\")")
def deep(n):
    if n: exec("deep(n - 1)")
    else: raise ValueError("bottom")
try: deep(150)
except ValueError as e:
    n, t = 0, e.__traceback__
    while t: n, t = n + 1, t.tb_next
    print(n)
class P:
    def __del__(self): print("died", eval("1 + 1"))
exec("p = P()")
del p
print([eval("i * 2") for i in range(3)], sorted("bca", key=lambda c: eval("-ord(c)")))
def counter():
    exec("n = 0")
    for i in range(2): yield eval("i + 1")
print(list(counter()))
import sys
code = compile("sys.getrefcount(code)", "<r>", "eval")
print(eval(code) == eval(code))
with_tb = {}
exec(compile("\n\n\ndef f(): raise KeyError", "some.py", "exec"), with_tb)
try: with_tb["f"]()
except KeyError as e: print(e.__traceback__.tb_next.tb_lineno, e.__traceback__.tb_next.tb_frame.f_globals is with_tb)
