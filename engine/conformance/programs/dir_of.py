# dir of namespaces with any keys, and of objects that say themselves what they have
exec("print(dir())", {1: 2, 3: 4, "__builtins__": __builtins__} and {"a": 1, "b": 2})
try: exec("print(dir())", {}, {1: 2, "a": 3})
except TypeError as e: print(e)
exec("print(dir())", {}, {2: 2, 1: 3})
class A: pass
a = A()
vars(a)[1] = 2
try: print(len(dir(a)))
except TypeError as e: print(e)
print(dir()[-3:])
def f(x): y = 1; return dir()
print(f(1))
class B:
    def __dir__(self): return [3, 1, 2]
print(dir(B()))
class C:
    def __dir__(self): return 5
try: print(dir(C()))
except TypeError as e: print(e)
