from collections import deque, defaultdict, namedtuple, Counter, OrderedDict, ChainMap
import sys
d=deque([1,2,3]); print(d, len(d), d[0], d[-1], 2 in d, list(reversed(d)), d==deque([1,2,3]), d<deque([1,3]), d!=[1,2,3])
d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), d)
d.extend('ab'); d.extendleft('xy'); print(d); d.rotate(2); print(d); d.rotate(-1); print(d); d.rotate(100); print(d)
d.insert(2,'I'); d.remove('a'); del d[0]; d[1]='S'; print(d, d.index('I'), d.count(2))
for f in (lambda: d.index('zz'), lambda: d.remove('zz'), lambda: d[99], lambda: deque().pop(), lambda: deque().popleft(), lambda: deque(maxlen=-1), lambda: deque(1), lambda: d+[1], lambda: hash(d), lambda: deque([1,2],maxlen=2).insert(0,1), lambda: d['a'], lambda: deque(1,2,3), lambda: d.append(), lambda: d.rotate('a')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m=deque(range(10), maxlen=3); print(m, m.maxlen); m.append(99); m.appendleft(5); print(m, m*2, m+deque([1]), m.copy(), 2*deque('ab'))
m+=[7,8]; print(m); m*=2; print(m); d.reverse(); print(d); d.clear(); print(d, bool(d))
q=deque(); 
for i in range(1000): q.append(i)
s=0
while q:
    s+=q.popleft()
    if q: s-=q.pop()
print(s)
it=iter(deque([1,2,3])); print(next(it), it.__length_hint__(), type(it).__name__, list(it), list(it))
x=deque([1,2]); 
try:
    for i in x: x.append(i)
except RuntimeError as e: print(e)
r=deque(); r.append(r); print(r)
class D(deque):
    pass
e=D([1,2],5); e.z=1; print(e, e.copy(), type(e.copy()), e.__reduce__()[:3], deque[int], sys.getsizeof(deque()), sys.getsizeof(deque(range(100))))
import copy; print(copy.copy(e), copy.deepcopy(deque([[1],2])))
dd=defaultdict(list); dd['a'].append(1); dd['b'].append(2); print(dd, dd.default_factory, dict(dd), 'c' in dd, dd.get('c'), len(dd))
d2=defaultdict(int, {'x':1}, y=2); d2['x']+=5; d2['z']+=1; print(d2, d2.copy(), d2|{'q':1}, {'w':2}|d2, d2.__reduce__()[:2], copy.copy(d2), type(copy.copy(d2)))
try: defaultdict(3)
except TypeError as ex: print(ex)
d3=defaultdict(); 
try: d3['k']
except KeyError as ex: print('KeyError', ex)
class Mk:
    def __call__(s): return 'made'
    def __repr__(s): return 'Mk'
d3.default_factory=Mk(); print(d3['k'], d3)
class DD(defaultdict):
    def __missing__(self, k): return k*2
print(DD(int)['ab'], DD(int))
P=namedtuple('P','x y', defaults=[5]); p=P(1); print(p, p.x, p.y, p._asdict(), p._replace(x=3), P._fields, P.__doc__, p==(1,5), P._make([7,8]))
c=Counter('hello'); print(c, c.most_common(1), c+Counter('lo'), c-Counter('l'), c['z'], sorted(c.elements()))
o=OrderedDict(a=1,b=2); o.move_to_end('a'); print(o, list(o), o.popitem(last=False))
print(ChainMap({'a':1},{'b':2})['b'], deque.__doc__ is not None, deque.__module__)
