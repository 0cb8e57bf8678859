import sys
log = []
def profiler(frame, event, arg):
    if not event.startswith("c_"): log.append((frame.f_code.co_name, event, frame.f_lineno, arg))
def f(n):
    return n and f(n - 1)
def gen():
    yield 1
    return 2
def use(): return list(gen())
def bad(): raise ValueError
def catches():
    try: bad()
    except ValueError: return "caught"
for fn, *a in ((f, 2), (use,), (catches,)):
    log.clear(); sys.setprofile(profiler); fn(*a); sys.setprofile(None)
    print(fn.__name__)
    for e in log: print("   ", e)
print(sys.getprofile())
both = []
def tr(frame, event, arg): both.append(("trace", event)); return tr
def pr(frame, event, arg):
    if not event.startswith("c_"): both.append(("profile", event))
sys.settrace(tr); sys.setprofile(pr); f(0); sys.setprofile(None); sys.settrace(None); print(both)
