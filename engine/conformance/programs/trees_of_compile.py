import _ast
def attrs(t):
    return {k:v for k,v in t.__dict__.items() if k not in ('__weakref__',)}
bad=0
for n,t in vars(_ast).items():
    if isinstance(t,type) and n!='__loader__': print(n, t.__base__.__name__, list(t.__dict__), t.__doc__, t._fields, t._attributes, getattr(t,'_field_types',None), t.__flags__ & ~20, t.__basicsize__, t.__dictoffset__,t.__weakrefoffset__)
src='''
import a.b as c, d
from .x import (y as z, w)
@dec
def f(a, /, b: int = 1, *args, k, l=2, **kw) -> str:
    """doc"""
    global g
    x: int = 3
    x += 1
    (y): str
    return lambda: (yield)
async def g():
    async with a as b, c: pass
    async for i in x: await y
    return [i async for i in z if i]
class C[T: int = str, *Ts, **P](B, metaclass=M):
    x = 1
    del x
type A[T] = list[T]
for i in range(3):
    if i: continue
    elif not i: break
    else: pass
else: ...
while x: pass
with open(f) as g: pass
match x:
    case 1 | -2 | 3+4j | 'a': pass
    case [a, *b]: pass
    case {'k': v, **rest}: pass
    case P(x, y=1) as q if q: pass
    case None | True: pass
    case a.b: pass
    case _: pass
try: raise E from e
except (A, B) as e: pass
else: pass
finally: pass
try: pass
except* A: pass
assert x, 'y'
a[1:2, ::3] = b, *c = {**d, 1: 2}, {1, 2}, {k: v for k, v in z}, {s for s in t}, (g for g in h)
f"a{x!r:>{w}}b" 'c'
t"{a} {b!s:x}"
(w := 3)
x = a if b else c < d <= e is not f
nonlocal_ = a @ b // c ** -d
b'abc', 1.5, 2j, 10**30, ..., u'u'
'''
ONLY=0x400
def dump(node):
    if isinstance(node, _ast.AST):
        return (type(node).__name__, [(f, dump(getattr(node, f))) for f in node._fields], [getattr(node,a,None) for a in node._attributes])
    if isinstance(node, list): return [dump(n) for n in node]
    return repr(node)
t=compile(src,'f','exec',ONLY)
print(dump(t)); print(repr(t))
code=compile(t,'f','exec'); code2=compile(src,'f','exec')
print(code.co_code==code2.co_code, code.co_consts==code2.co_consts)
print(eval(compile(compile('1+2*x','s','eval',ONLY),'s','eval'),{'x':5}))
exec(compile(compile('print("hi")','s','single',ONLY),'s','single'))
n=_ast.Name('a'); print(n, n.ctx, n.ctx is _ast.Name('b').ctx, type(n.ctx))
n=_ast.BinOp(_ast.Constant(1), _ast.Add(), _ast.Constant(2)); print(n)
for bad in (lambda: _ast.Name('a','b','c'), lambda: _ast.Name('a', id='b'), lambda: _ast.Name(zz=1), lambda: _ast.Name(), lambda: _ast.Assign(), lambda: n.__replace__(left=n), lambda: n.__replace__(q=1), lambda: _ast.Name('a').__reduce__(), lambda: n.__reduce__()):
    try: print(bad())
    except TypeError as e: print(e)
def tree(body, mode='exec'):
    m=_ast.Module(body,[])
    try: return compile(m,'x','exec')
    except (TypeError,ValueError,SyntaxError) as e: return type(e).__name__, str(e)
L=dict(lineno=1,col_offset=0)
print(tree([_ast.Pass()])); print(tree([1])); print(tree([None])); print(tree([_ast.Expr(_ast.Name('a',_ast.Store(),**L),**L)]))
print(tree([_ast.Expr(_ast.Name(5,_ast.Load(),**L),**L)])); print(tree([_ast.Expr(_ast.Constant([],**L),**L)])); print(tree([_ast.Expr(_ast.BoolOp(_ast.And(),[],**L),**L)]))
print(tree([_ast.Expr(_ast.Name('None',_ast.Load(),**L),**L)])); print(tree([_ast.Expr(None,**L)])); print(tree([_ast.Assign([],_ast.Constant(1,**L),**L)])); print(tree([_ast.Return(_ast.Constant(1,**L),**L)]))
print(tree([_ast.Pass(lineno=3,col_offset=0,end_lineno=1,end_col_offset=0)])); print(tree([_ast.Pass(lineno='a',col_offset=0)]));print(tree(_ast.Pass(**L)))
for x in (lambda: compile(_ast.Name('a',_ast.Load(),**L),'x','eval'), lambda: compile(_ast.Module([],[]),'x','eval'), lambda: compile(_ast.Expression(_ast.Constant(3,**L)),'x','eval'), lambda: compile(t,'x','exec',ONLY) is t, lambda: compile('x =','f','exec',ONLY), lambda: repr(compile('1+2','f','eval',0x8400))):
    try: print(x())
    except (TypeError,SyntaxError) as e: print(type(e).__name__, e)
print(dump(compile('x = 1 # type: int\ndef f(a): # type: (int) -> str\n  pass\nx() # type: ignore[a]\n','f','exec',ONLY|0x1000)))
class MyNode(_ast.AST):
    _fields=('a','b')
    def visit(self): return self.a
m=MyNode(1,2); print(m.visit(), m, m.a)
