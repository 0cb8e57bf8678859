# bases that are no classes, the cell of __class__, metaclasses that get on, and what type() refuses
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class O:
    def __init__(self,*r): self.r=r
    def __mro_entries__(self,b):
        print('entries',b==b, len(b)); return self.r
class A: pass
class B(A): pass
def f():
    class C(O(A),O()): pass
    return C.__mro__[1:], len(C.__orig_bases__), C.__bases__
t(f)
def f():
    class C(O(1)): pass
t(f)
class P:
    def __mro_entries__(self,b): return [1]
def f():
    class C(P()): pass
t(f)
def f():
    class C(list[int]): pass
    return C.__bases__, C.__orig_bases__
t(f)
def f():
    class C(1): pass
t(f)
def f():
    class C(A, metaclass=len): pass
t(f)
def f():
    class C(A, metaclass=lambda n,b,ns,**k: (n,b,len(ns),k), z=1): pass
    return C
t(f)
class Me(type):
    def __prepare__(*a): return 5
def f():
    class C(metaclass=Me): pass
t(f)
class Me(type):
    def __new__(cls,n,b,ns): return type.__new__(cls,n,b,{})
def f():
    class C(metaclass=Me):
        def f(self): return __class__
t(f)
class Me2(type): pass
def f():
    class X(metaclass=Me): pass
    class Y(metaclass=Me2): pass
    class C(X,Y): pass
t(f)
class Me(type):
    def __new__(cls,n,b,ns): return 5
def f():
    class C(metaclass=Me):
        def f(self): return __class__
    return C
t(f)
class Me(type):
    def __new__(cls,n,b,ns):
        ns['__classcell__']=3
        return type.__new__(cls,n,b,ns)
def f():
    class C(metaclass=Me):
        def f(self): return __class__
    return C
t(f)
def f():
    type('x',(1,),{})
t(f)
def f():
    return type('x',(list[int],),{})
t(f)
def f():
    return type('x',(A,A),{})
t(f)
def f():
    return type('x',(bool,),{})
t(f)
def f():
    return type('x',(int,str),{})
t(f)
t(lambda: type('x',1,{})); t(lambda: type(1,(),{})); t(lambda: type('x',(),1)); t(lambda: type('x',())); t(lambda: type()); t(lambda: type('x',(),{},a=1));t(lambda: type(a=1)); t(lambda: type(1,a=1)); t(lambda: type(name='x',bases=(),dict={}));t(lambda:type('a\0',(),{}))
t(lambda: type('x',(),{'__qualname__':1})); t(lambda: type('x',(),{'__slots__':5})); t(lambda: type('x',(),{'__slots__':'5'})); t(lambda: type('x',(),{'__slots__':['a','a'],'a':1})); t(lambda: type('x',(int,),{'__slots__':['a']})); t(lambda: type('x',(A,),{'__slots__':['__dict__']})); t(lambda: type('x',(),{'__slots__':['__dict__','__dict__']}))
