for b in (int,tuple,bytes,list,dict,set,type,Exception,str,property):
  for sl in (('__dict__',),('__weakref__',),('a',),(),('__dict__','__dict__'),('__weakref__','__weakref__'),'x'):
    try:
        c=type('C',(b,),{'__slots__':sl}); print(b.__name__, sl, c.__basicsize__, c.__dictoffset__, c.__weakrefoffset__, hex(c.__flags__), [k for k in c.__dict__])
    except Exception as e: print(b.__name__, sl, type(e).__name__, e)
class A: __slots__=('a',)
class B: __slots__=('b',)
class O: pass
def t(*bs):
    try: c=type('C',bs,{}); print(c.__mro__, c.__base__, c.__basicsize__,c.__dictoffset__)
    except Exception as e: print(type(e).__name__, e)
t(A,B); t(A,O); t(O,A); t(int,str); t(OSError,ValueError); t(ValueError,OSError); t(O,list); t(list,O); t(A,list); t(int,bool)
class S(list): __slots__=('p','q')
s=S([1,2]); s.p=5; print(s.p, s)
try: s.q
except AttributeError as e: print(e)
try: s.r=1
except AttributeError as e: print(e)
del s.p
try: s.p
except AttributeError as e: print(e)
class SE(Exception): __slots__=('p',)
e=SE(1); e.p=3; e.z=4; print(e.p,e.z,e.__dict__)
class SS(str): __slots__=('k',)
x=SS('abc'); x.k=[1]; print(x.k, x+'d')
class SD(dict): __slots__=('k','l')
x=SD(a=1); x.k=x; print(x.k is x)
import sys
class L(list): pass
class D(dict): pass
class T(tuple): pass
class I(int): pass
class S(str): pass
class E(Exception): pass
class A: pass
class B: __slots__=()
class C: __slots__=('a',)
class W: __slots__=('__weakref__',)
class X: __slots__=('__dict__',)
class TS(tuple): __slots__=()
class ST(set): pass
class F(float): pass
class M(type): pass
for k in (L,D,T,I,S,E,A,B,C,W,X,TS,ST,F):
    print(k.__name__, k.__basicsize__, k.__itemsize__, k.__dictoffset__, k.__weakrefoffset__, sys.getsizeof(k()), hex(k.__flags__), sorted(x for x in k.__dict__ if x in('__dict__','__weakref__')))
print(M.__basicsize__, M.__dictoffset__, M.__weakrefoffset__, sorted(M.__dict__))
