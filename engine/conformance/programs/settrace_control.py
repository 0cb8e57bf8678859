import sys
def f():
    x = 1
    y = 2
    return x + y
events = []
def none_local(frame, event, arg): events.append((event, frame.f_lineno)); return None
sys.settrace(none_local); f(); sys.settrace(None); print(events); events.clear()
def only_first(frame, event, arg):
    events.append(event)
    def local(frame, event, arg): events.append("local " + event); return local
    return local
sys.settrace(only_first); f(); sys.settrace(None); print(events, sys.gettrace()); events.clear()
def failing(frame, event, arg):
    if event == "line": raise KeyError("in tracer")
    return failing
sys.settrace(failing)
try: f()
except KeyError as e: print(repr(e), sys.gettrace())
def changes(frame, event, arg):
    if event == "line" and frame.f_lineno == 5: frame.f_locals["x"] = 100
    return changes
sys.settrace(changes); r = f(); sys.settrace(None); print(r)
def no_lines(frame, event, arg): frame.f_trace_lines = False; events.append(event); return no_lines
sys.settrace(no_lines); f(); sys.settrace(None); print(events); events.clear()
def g():
    sys._getframe().f_trace = mid
    a = 1
    b = 2
def mid(frame, event, arg): events.append((event, frame.f_lineno)); return mid
g(); print(events)
sys.settrace(lambda *a: None); g(); sys.settrace(None); print(events); events.clear()
def stops(frame, event, arg):
    events.append(event)
    if event == "line": sys.settrace(None)
    return stops
sys.settrace(stops); f(); print(events, sys.gettrace()); events.clear()
print(sys.gettrace(), sys.getprofile())
sys.settrace(stops); print(sys.gettrace() is stops); sys.settrace(None)
for bad in (lambda: sys.settrace(), lambda: sys.settrace(1, 2), lambda: sys.gettrace(1)):
    try: bad()
    except TypeError as e: print(e)
def depth(frame, event, arg):
    n = 0
    while frame and frame.f_code.co_name != "<module>": n, frame = n + 1, frame.f_back
    events.append((event, n)); return depth
def h(): return f()
sys.settrace(depth); h(); sys.settrace(None); print(events)
