import _weakref as weakref, gc, sys
class C:
    def __init__(self, n='x'): self.n = n
    def __repr__(self): return f'C({self.n})'
    def m(self): return self.n
def mask(s):
    import_ = s
    out=''
    i=0
    while i < len(s):
        if s.startswith('0x', i):
            out += 'ADDR'; i+=2
            while i < len(s) and s[i] in '0123456789abcdef': i+=1
        else: out += s[i]; i+=1
    return out
c = C()
print(sys.getrefcount(c))
r = weakref.ref(c)
print(r() is c, weakref.ref(c) is r, sys.getrefcount(c), r.__callback__, type(r), mask(repr(r)))
log=[]
def cb(w, n): log.append((n, w(), w.__callback__))
r1 = weakref.ref(c, lambda w: cb(w, 1)); r2 = weakref.ref(c, lambda w: cb(w,2)); p=weakref.proxy(c); p3 = weakref.proxy(c, lambda w: log.append('proxy'))
print(weakref.getweakrefcount(c), [type(x).__name__ for x in weakref.getweakrefs(c)], [weakref.getweakrefs(c).index(x) for x in (r, p, r1, r2, p3)])
print(hash(r)==hash(c), r==r1, r!=r1, r==5, r1.__callback__ is not None, c.__weakref__ is r)
print(p.n, p.m(), str(p), mask(repr(p)), p == c, bool(p), isinstance(p, C), p.__class__)
p.q = 4
print(c.q, hasattr(p,'zz'))
try: hash(p)
except TypeError as e: print(e)
try: r < r1
except TypeError as e: print(e)
del c
print(log, r(), r1(), mask(repr(r)), r.__callback__, r1.__callback__)
for f in (lambda: p.n, lambda: str(p), lambda: p + 1, lambda: len(p), lambda: bool(p), lambda: p == 1, lambda: setattr(p, 'a', 1)):
    try: print(f())
    except ReferenceError as e: print('RE', e)
print(mask(repr(p)), r == r1, r == r)
try: hash(r1)
except TypeError as e: print(e)
for o in (1, 'a', (), [], {}, object(), None, 3.0, range(3), slice(1), iter([])):
    try: weakref.ref(o); print('ok', type(o).__name__)
    except TypeError as e: print(e)
def gen(): yield
for o in (set(), frozenset(), gen, gen(), gen.__code__, C, C().m, len, [].append, sys, int, type, memoryview(b'a'), list[int], int|str):
    print(type(o).__name__, weakref.ref(o)() is o)
class S: __slots__ = ()
try: weakref.ref(S())
except TypeError as e: print(e)
class S2: __slots__ = ('__weakref__','a')
s=S2(); w=weakref.ref(s); print(w() is s, s.__weakref__ is w); del s; print(w())
class L(list): pass
l=L([1]); pl=weakref.proxy(l); pl.append(3); print(l, len(pl), pl[0], 3 in pl, [x for x in pl], pl+[4], list(reversed(pl))); pl[0]=7; del pl[1]; print(l); pl += [1]; print(type(pl), l)
class N(int): pass
try: weakref.ref(N(3))
except TypeError as e: print(e)
class F(float): pass
f=F(2.5); pf=weakref.proxy(f); print(pf+1, 1+pf, pf*2, pf/2, 2/pf, pf//1, pf%2, divmod(pf,2), pf**2, 2**pf, -pf, +pf, abs(pf), int(pf), float(pf), pf==2.5, pf<3, round(1.5))
def fn(a,b=2): return a+b
pc=weakref.proxy(fn); print(type(pc), pc(1), pc(1,b=5), pc.__name__)
g=gen(); pg=weakref.proxy(g)
try: print(next(pg)); next(pg)
except StopIteration: print('stop')
try: next(pl)
except TypeError as e: print(e)
# errors in callbacks
c=C(); 
class Bad:
    def __repr__(self): return '<Bad>'
    def __call__(self, w): raise ValueError('in callback')
bad = Bad()
r=weakref.ref(c,bad); 
del c
print('after')
# subclass
class KR(weakref.ref):
    __slots__='key',
    def __new__(t, o, cb, key):
        self = super().__new__(t, o, cb); self.key=key; return self
    def __init__(self, o, cb, key): super().__init__(o, cb)
c=C(); k=KR(c, lambda w: log.append(w.key), 'K'); print(k.key, k() is c, weakref.ref(c) is k); del c; print(log[-1], k())
# cycles
class Node: pass
a=Node(); a.me=a; r=weakref.ref(a, lambda w: log.append('collected')); del a; print(r() is None); print(gc.collect(), r(), log[-1])
a=Node(); a.me=a; a.r=weakref.ref(a, lambda w: log.append('never')); del a; print(gc.collect(), log[-1])
class D:
    def __del__(self): log.append(('del', self.r() is self))
d=D(); d.r=weakref.ref(d); del d; print(log[-1])
d=D(); d.r=weakref.ref(d); d.me=d; del d; print(gc.collect()>0, log[-1])
keep=[]
class R:
    def __del__(self): keep.append(self)
x=R(); w=weakref.ref(x, lambda w: log.append('cb after resurrection')); del x; print(type(w()).__name__, len(keep), log[-1]); 
keep.clear(); print(w(), log[-1])
# many callbacks order
c=C(); ws=[weakref.ref(c, lambda w,i=i: log.append(i)) for i in range(5)]; log.clear(); del c; print(log)
d={}
c=C(); d['k']=weakref.ref(c); weakref._remove_dead_weakref(d,'k'); print(len(d)); del c;  weakref._remove_dead_weakref(d,'k'); print(d)
for bad in (lambda: weakref.ref(), lambda: weakref.ref(C(),1,2), lambda: weakref.ref(C(), callback=1), lambda: r(1), lambda: r(a=1), lambda: weakref.proxy(1), lambda: weakref.getweakrefcount()):
    try: bad()
    except TypeError as e: print(e)
print(weakref.getweakrefcount(1), weakref.getweakrefs(1), weakref.ref[int])
class W2:
    def __init__(s): s.cbs=[]
w=W2(); rr=weakref.ref(w.__init__); print(rr())
