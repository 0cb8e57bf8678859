# Set algebra: with sets, views and iterables, in place and anew; types, order and errors of the results
class S(set): pass
class F(frozenset): pass
for C in S,F,set,frozenset:
    s=C([1,2,3])
    print(C.__name__,[type(x).__name__ for x in (s.copy(), s|{4}, s&{1}, s-{1}, s^{1}, s.union([1]), s.union(), s.intersection(), s.intersection([1]), s.difference(), s.difference([1]), s.difference({1}), s.symmetric_difference([1]))], s.copy() is s, s.union() is s, (s&s) is s,s.difference() is s, s.intersection() is s, frozenset(s) is s)
d={1:2}.keys()
plain = {'&': lambda a, b: a & b, '|': lambda a, b: a | b, '-': lambda a, b: a - b, '^': lambda a, b: a ^ b}
def iand(a, b): a &= b; return a
def ior(a, b): a |= b; return a
def isub(a, b): a -= b; return a
def ixor(a, b): a ^= b; return a
inplace = {'&=': iand, '|=': ior, '-=': isub, '^=': ixor}
for op in ('&','|','-','^'):
    for v in ({1,2},[1],'ab',5,d):
        for l, r in ((d, v), (v, d)):
            try: print(op, v, plain[op](l, r))
            except TypeError as e: print(op, e)
print({1}.isdisjoint([2]), {1,2}.issubset([1,2,3]), {1}>={1}, {1}.issuperset('a'))
s={1,2,3}
for op in ('&=','|=','-=','^='):
    for v in ({1,9},[1],frozenset({2}),d):
        t=set(s)
        try:
            print(op, v, inplace[op](t, v))
        except TypeError as e: print(op, v, e)
for n in ('update','intersection_update','difference_update','symmetric_difference_update'):
    t=set(s); print(n, getattr(t,n)([1,7]), t)
t=set(s); t.update(); t.update([5],(6,),{7:8},'ab'); print(sorted(map(str,t)))
t=set(range(20)); print([t.pop() for _ in range(5)], t); t.add(0); print(t.pop(), t.pop())
try: set().pop()
except KeyError as e: print(e.args)
try: {1}.remove({2})
except KeyError as e: print(repr(e))
print({1,2}.discard({3}), {3} in {frozenset({3})})
try: {1} & [[]]
except TypeError as e: print(e)
try: {1}.intersection([[]])
except TypeError as e: print(e)
try: {1}.union([[]])
except TypeError as e: print(e)
try: [] in {1}
except TypeError as e: print(e)

words = "teal navy lime gold plum rust sand mint coal rose wine fawn jade onyx".split()
a, b = set(words[:9]), set(words[5:])
print(list(a), list(b), list(a | b), list(b | a), list(a & b), list(a - b), list(a ^ b), list(b ^ a))
big = set(map(str, range(60)))
print(list(big - a), list(big - set(map(str, range(2, 60)))), list(set(big))[:9])
for n in range(0, 60, 7): big.discard(str(n))
big |= a; print(list(big)); big -= set(map(str, range(40))); print(list(big))
big ^= b; print(list(big), len(big)); big &= a; print(list(big))
