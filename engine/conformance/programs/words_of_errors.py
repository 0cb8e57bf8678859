# which error it is, and its words, where natives and operators meet what they were not made for
import gc
class A:
    def f(self): pass
    def __len__(self): return 3
class T(tuple): pass
class N:
    def __init_subclass__(cls, **k): pass
class M(type):
    def __getitem__(c,k): return k
def g(): yield 1
x=g()
class S:
    def __set_name__(self,o,n): raise ValueError('boo')
def mk():
    class A: y=S()
class I:
    def __index__(self): return 1<<70
class L(list): pass
for i,f in enumerate([lambda: type(1,a=1), lambda: type(1,2,a=1), lambda: type(a=1), lambda: bool(NotImplemented), lambda: not NotImplemented, lambda: [1] if NotImplemented else 2,
 lambda: x.__init__(1), lambda: x.__init__(), lambda: object.__init__(3,4), lambda: (3).__init__(4), lambda: A().__init__(1), lambda: A.__new__(A,1), lambda: object.__new__(A,1), lambda: object(1), lambda: L[()], lambda: L[1,2], lambda: list[()], lambda: list[1,2], lambda: L[int],lambda: tuple[()], lambda: dict[str,()], 
 lambda: gc.upper(), lambda: complex('1',2), lambda: complex(1,'2'), lambda: complex([]), lambda: complex(1,[]), lambda: complex(len), lambda: complex(1j,len), lambda: complex('x'), lambda: complex(' (1e3-2.5J) '), lambda: complex('-j'), lambda: complex('nan+infj'), lambda: complex('1+2j'),
 lambda: vars(3), lambda: vars(len), lambda: vars([]), lambda: vars(None), lambda: mk(),
 lambda: [1].__setitem__(1<<70, 2), lambda: (1).__setitem__, lambda: [1].__delitem__(1<<70), lambda: (1,)[1<<70], lambda: 'a'[1<<70], lambda: [1,2][1<<70], lambda: [1][I()], lambda: b'a'[1<<70], lambda: range(3)[1<<70], lambda: [1]*(1<<70), lambda: [1]*I(), lambda: 'a'*(1<<70), lambda: [1]*slice(1), lambda: slice(1)*[1], lambda: 'a'*slice(1), lambda: [1]*1.0, lambda: 1.0*[1], lambda: [1]*None, lambda: [1]*[1], lambda: 'a'*'b', lambda: (1,)*'a', lambda: {}*2, lambda: 'a' * A(), lambda: [1].__mul__(slice(1)), lambda: [1].__mul__('a'), lambda: 'a'.__mul__(1.5), lambda: 'a'.__rmul__('b'),
 lambda: type[int], lambda: type[3], lambda: type[int,str],
 lambda: L().__class_getitem__(4), lambda: type.__getitem__, lambda: int[3], lambda: A[3], lambda: len[3]]):
    try: print(i, f())
    except Exception as e: print(i, type(e).__name__, e, getattr(e,'__notes__',''))
def s1():
    a=(1,2); a[1<<70]=3
def s2():
    a='x'; a[1<<70]=3
def s3():
    a={}.keys(); a[I()]=3
def s4():
    a=5; a[1]=3
def s5():
    del (1,2)[1<<70]
def s6():
    a=A(); a[1<<70]=3
def s7():
    a=[1]; a[1<<70]=3
def s8():
    a=[1]; a['x']=3
def s9():
    a=(1,); a['x']=3
def s10():
    a=b'ab'; a[I()]=3
def s11():
    a=range(3); a[1<<70]=3
def s12():
    a=None; a[I()]=1
def s13():
    a=set(); a[I()]=1
def s14():
    a=A(); a[I()]
def s15():
    a=3; a[I()]
def s16():
    a=frozenset(); del a[I()]
for f in (s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16):
    try: print(f.__name__, f())
    except Exception as e: print(f.__name__, type(e).__name__, e)

class Items(list): pass
class Fails:
    def __iter__(self): raise KeyError(1)
for mk in (list, Items):
  for n in range(9):
    l=mk([1,2,3])
    try:
        if n == 0: l[0:2]=5
        if n == 1: l[:]=5
        if n == 2: l[::2]=5
        if n == 3: l[0:2:1]=None
        if n == 4: l[5:1]=Fails()
        if n == 5: l[slice(0,2)]=5
        if n == 6: list.__setitem__(l,slice(0,1),5)
        if n == 7: l[::2]=[1]
        if n == 8: l[::-1]=(x for x in 'ab')
        print(n, l)
    except Exception as e: print(n, type(e).__name__, e)
