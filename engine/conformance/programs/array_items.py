"""`array`: what its items may be, what its methods do and refuse, who looks at its bytes."""
import array
for c in array.typecodes:
    for v in ('x','xy',None,1.5,-1,2**7,2**8,-2**7-1,2**15,2**16,-2**15-1,2**31,-2**31-1,2**32,2**63,-2**63-1,2**64,2**70,-2**70,b'a',1e39,1e400):
        try:
            a=array.array(c,[v]); print(c,repr(v)[:12],a)
        except Exception as e: print(c,repr(v)[:12],type(e).__name__,e)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
A=array.array
t(lambda:A()); t(lambda:A('z')); t(lambda:A(1)); t(lambda:A('ii')); t(lambda:A('i',5)); t(lambda:A('i','abc')); t(lambda:A('u','abc')); t(lambda:A('u',b'abcdefgh')); t(lambda:A('i',b'abc'));t(lambda:A('i',x=1)); t(lambda:A('i',[],3))
a=A('i',[1,2,3])
t(lambda:a['x']);t(lambda:a[9]);t(lambda:a.__setitem__(9,1));t(lambda:a.__setitem__('x',1));t(lambda:a.__delitem__('x'));t(lambda:a.__setitem__(slice(0,2),[1]));t(lambda:a.__setitem__(slice(0,2),A('h',[1])))
t(lambda:a.__setitem__(slice(None,None,2),A('i',[1])));t(lambda:a+[1]);t(lambda:a+A('h'));t(lambda:a*'x');t(lambda:a.extend(A('h')));t(lambda:a.__iadd__([1]));t(lambda:a.pop(9));t(lambda:A('i').pop());t(lambda:a.remove(99));t(lambda:a.index(99));t(lambda:a.fromlist((1,)));t(lambda:a.fromlist([1,'x']));print(a)
t(lambda:a.frombytes('x'));t(lambda:a.frombytes(b'xyz'));t(lambda:a.fromunicode('x'));t(lambda:a.tounicode());t(lambda:A('w','añ').tounicode());t(lambda:A('w','añ'));t(lambda:A('u',['a','bc']));
t(lambda:a.__reduce_ex__(2));t(lambda:a.__reduce_ex__(3));t(lambda:A('f',[1.5]).byteswap());t(lambda:A('u','ab').byteswap())
m=memoryview(a); print(m.format,m.itemsize,m.shape,m.obj is a,m.tolist())
t(lambda:a.append(1));m.release();t(lambda:a.append(1))
t(lambda:a.__sizeof__()); t(lambda:a==[1]);t(lambda:a<A('f',[2.0]));t(lambda:A('d',[float('nan')])==A('d',[float('nan')]))
t(lambda:hash(a));t(lambda:type(iter(a)));t(lambda:list(reversed(a)));t(lambda:array._array_reconstructor(A,'i',8,b'\1\0\0\0'));t(lambda:a.buffer_info()[1]);t(lambda:array._array_reconstructor(A,'i',99,b'\1\0\0\0'));
t(lambda:bytes(a)); t(lambda:A('b',b'ab').tolist()); t(lambda:A('i',a)); t(lambda:A('i',range(3)));t(lambda:A('d',a));t(lambda:A('u',A('i')));t(lambda:A('i',A('u','a')));
class S(A): pass
t(lambda:S('i',[1])); t(lambda:A('i',[3,4])[::-1]);t(lambda:A('i')); t(lambda:repr(A('w')));t(lambda:5 in a);t(lambda:a.count(2)); t(lambda:A.__class_getitem__(int)); t(lambda:a.insert(-1,7));print(a);t(lambda:a.fromfile(3,1))
import pickle,copy; t(lambda:pickle.loads(pickle.dumps(a))); t(lambda:copy.deepcopy(a)); t(lambda:pickle.loads(pickle.dumps(A('w','é'))))
i=iter(a); next(i); t(lambda:i.__reduce__()); t(lambda:type(i))
