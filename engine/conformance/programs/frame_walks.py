import sys
def stack():
    f, names = sys._getframe(1), []
    while f:
        names.append((f.f_code.co_name, f.f_lineno))
        if f.f_code.co_name == "<module>" and f.f_globals is globals(): break
        f = f.f_back
    return names
def a(): return b()
def b(): return [stack() for _ in (1,)][0]
class K:
    def m(self): return sorted([1], key=lambda x: print(stack()))
    s = stack()
    @property
    def p(self): return stack()
print(a()); K().m(); print(K.s, K().p)
def g():
    yield stack()
    yield sys._getframe().f_back.f_code.co_name
it = g(); print(next(it), next(it))
def over(): return list(g())
print(over())
def set_outer():
    sys._getframe(1).f_locals["target"] = "changed"
def target_of():
    target = "original"
    set_outer()
    return target
print(target_of())
set_outer(); print(target)
def find_globals(): return sys._getframe().f_globals["__name__"], sys._getframe().f_builtins is sys._getframe(1).f_builtins
print(find_globals())
def keep():
    big = [1, 2, 3]
    return sys._getframe()
f = keep(); print(f.f_locals, f.f_lineno, f.f_back.f_code.co_name); f.clear(); print(f.f_locals)
def exc_frames():
    try: 1 / 0
    except ZeroDivisionError as e:
        t = e.__traceback__
        return t.tb_frame is sys._getframe(), t.tb_lasti > 0, t.tb_next
print(exc_frames())
def rec(n): return rec(n - 1) if n else len(stack())
print(rec(20))
print(eval("stack()"), (lambda: stack())())
import gc
def cyc():
    fr = sys._getframe(); return 1
cyc(); print(gc.collect() > 0)
