import sys, gc
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def gen():
    d = D("gen local")
    yield
g = gen(); next(g); del g
g = gen(); next(g); fr = g.gi_frame; del g; print("frame kept"); del fr
async def co(): d = D("co local"); await A()
class A:
    def __await__(self): yield
c = co(); c.send(None); c.close()
c = co(); c.send(None); del c; print("-")
def tb():
    d = D("tb local"); raise ValueError
try: tb()
except ValueError as e: kept = e
print("kept"); del kept
def f():
    d = D("function local"); return sys._getframe()
fr = f(); print("have frame"); fr.clear(); print("cleared")
def args(d): yield d
a = args(D("argument")); a.close(); print("closed"); del a
def loop():
    for i in (D(1), D(2)): yield i
l = loop(); next(l); l.close(); print("loop closed")
def cyc():
    me = holder[0]; d = D("in cycle"); yield
holder = []; holder.append(cyc()); next(holder[0]); holder.clear(); print("lost"); gc.collect()
def dele():
    yield from gen()
d = dele(); next(d); del d; print("delegating gone")
def twice():
    try: yield
    finally: print("finally", sys.exc_info()[0])
t = twice(); next(t); del t
def resurrect():
    global back
    try: yield 1
    finally: back = sys._getframe().f_locals
r = resurrect(); next(r); del r; print(back)
ex = ExceptionGroup("g", [ValueError(D("in exception"))]); del ex
p = f().f_locals if 0 else None
exec("x = D('exec local'); del x")
eval("D('eval temp')")
