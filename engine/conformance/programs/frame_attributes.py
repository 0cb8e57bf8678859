import sys
def back():
    fr = sys._getframe()
    print(fr.f_back.f_code.co_name, fr.f_back.f_lineno, fr.f_back is sys._getframe(1), fr.f_globals is globals(), fr.f_builtins["len"] is len, fr.f_trace, fr.f_trace_lines, fr.f_trace_opcodes, fr.f_generator)
    try: sys._getframe(99)
    except ValueError as e: print(e)
    print(repr(fr).split(" at ")[0], repr(fr).split(", ")[-2:])
    try: fr.clear()
    except RuntimeError as e: print(e)
    return fr
def caller(): return back()
fr = caller()
print(fr.f_back.f_code.co_name, fr.f_back.f_back.f_code.co_name, fr.f_back.f_back.f_back)
print(list(fr.f_locals)); fr.clear(); print(list(fr.f_locals), fr.f_lineno)
def gen():
    x = 1
    yield
    y = 2
    yield
g = gen(); gf = g.gi_frame
print(gf.f_locals, gf.f_generator is g, gf.f_back)
next(g); 
try: gf.clear()
except RuntimeError as e: print(e)
gf.f_locals["x"] = 9; next(g); print(gf.f_locals)
g2 = gen(); g2.gi_frame.clear(); print(list(g2), g2.gi_frame)
def tb():
    local = 5
    raise ValueError("x")
def tbo():
    o = 1
    try: tb()
    except ValueError as e: return e
e = tbo()
t = e.__traceback__
print(t.tb_frame.f_locals, t.tb_next.tb_frame.f_locals, t.tb_next.tb_frame.f_back is t.tb_frame, t.tb_frame.f_back.f_code.co_name)
for bad in ("f_code", "f_back", "f_locals", "f_globals"):
    try: setattr(fr, bad, 1)
    except AttributeError as ex: print(ex)
try: fr.f_lineno = 3
except ValueError as ex: print(ex)
try: fr.f_lineno = "x"
except ValueError as ex: print(ex)
try: fr.f_trace_lines = 3
except TypeError as ex: print(ex)
print(fr.__sizeof__(), sys.getsizeof(fr))
