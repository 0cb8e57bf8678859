"""`csv`: dialects, rows of lines, lines of rows, what is refused."""
import csv
import io

import _csv
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
R=lambda *a,**k: list(csv.reader(*a,**k))
t(lambda:R([],foo=1)); t(lambda:R([],delimiter='ab'));t(lambda:R([],delimiter=None));t(lambda:R([],delimiter=1));t(lambda:R([],quotechar='ab'));t(lambda:R([],quotechar=5));t(lambda:R([],lineterminator=5));t(lambda:R([],quoting='x'));t(lambda:R([],quoting=99));t(lambda:R([],quotechar=None,quoting=1));t(lambda:R([],quotechar=None));t(lambda:R([],delimiter='\n'));t(lambda:R([],escapechar=' ',skipinitialspace=True));t(lambda:R([],delimiter=',',quotechar=','));t(lambda:R([],'nope'));t(lambda:_csv.reader());t(lambda:_csv.reader([],1,2));t(lambda:_csv.reader(5));t(lambda:R([5]));t(lambda:R([b'a']))
t(lambda:R(['a,b\r\n','"x,""y"" ",z','','1, 2','"multi\n','line",b']));t(lambda:R(['a,"b'],strict=True));t(lambda:R(['a,"b']));t(lambda:R(['"a"b,c'],strict=True));t(lambda:R(['"a"b,c']));t(lambda:R(['a\rb']));t(lambda:R(['a b  c'],delimiter=' ',skipinitialspace=True));t(lambda:R(['1,"2",x'],quoting=csv.QUOTE_NONNUMERIC));t(lambda:R(['1,"2",3.5,'],quoting=csv.QUOTE_NONNUMERIC));t(lambda:R(['1,"",,"x"'],quoting=csv.QUOTE_NOTNULL));t(lambda:R(['1,"2",,x'],quoting=csv.QUOTE_STRINGS));t(lambda:R(['a\\,b,c\\\n','d'],escapechar='\\'));t(lambda:R(['"a\\"b"'],escapechar='\\'));t(lambda:R(["a,'b,c',\"d\""],quotechar="'"));t(lambda:R(['a,"b"'],quoting=csv.QUOTE_NONE))
r=csv.reader(iter(['a','b,"','c"','d'])); print(next(r),r.line_num,next(r),r.line_num,r.dialect.delimiter,type(r.dialect),type(r),r.dialect.quoting)
def gen():
    yield 'a,b'; yield '"x'; yield 'y",z'
t(lambda:R(gen()))
def bad():
    yield 'a'; 1/0
t(lambda:R(bad()))
def W(rows,**k):
    f=io.StringIO(); w=csv.writer(f,**k); w.writerows(rows); return f.getvalue()
t(lambda:W([[1,'a',None,1.5,True,'x,y','q"q','n\nl']]));t(lambda:W([['']]));t(lambda:W([[None]]));t(lambda:W([[]]));t(lambda:W([[1,'a',None]],quoting=csv.QUOTE_ALL));t(lambda:W([[1,'a',None,2.5]],quoting=csv.QUOTE_NONNUMERIC));t(lambda:W([[1,'a',None]],quoting=csv.QUOTE_STRINGS));t(lambda:W([[1,'a',None]],quoting=csv.QUOTE_NOTNULL));t(lambda:W([['a,b']],quoting=csv.QUOTE_NONE));t(lambda:W([['a,b"']],quoting=csv.QUOTE_NONE,escapechar='\\'));t(lambda:W([['a"b']],doublequote=False));t(lambda:W([['a"b']],doublequote=False,escapechar='\\'));t(lambda:W([[1]],lineterminator='!'));t(lambda:W(5));t(lambda:W([5]));t(lambda:W([['']],quoting=csv.QUOTE_NONE));t(lambda:W([['',1]],delimiter=' ',skipinitialspace=True));t(lambda:W([[None]],quoting=csv.QUOTE_STRINGS));t(lambda:csv.writer(5));t(lambda:csv.writer())
class S:
    def __str__(self): return 'S,s'
class E:
    def __str__(self): 1/0
t(lambda:W([[S()],(S(),2)]));t(lambda:W([[E()]]));t(lambda:W(iter([x for x in 'ab'] for _ in range(2))))
f=io.StringIO(); print(csv.writer(f).writerow([1,2]), csv.writer(f).writerow('ab'))
class F:
    def write(self,s): print('write',repr(s)); return 'ret'
print(csv.writer(F()).writerow(range(3))); csv.writer(F()).writerows([[1],[2]])
t(lambda:csv.list_dialects());csv.register_dialect('p',delimiter='|',quoting=csv.QUOTE_ALL);t(lambda:csv.get_dialect('p').delimiter);t(lambda:R(['a|b'],'p'));t(lambda:csv.unregister_dialect('p'));t(lambda:csv.unregister_dialect('p'));t(lambda:csv.get_dialect('p'));t(lambda:csv.register_dialect(5));t(lambda:csv.register_dialect('x',delimiter='ab'));t(lambda:csv.register_dialect())
t(lambda:csv.field_size_limit());t(lambda:csv.field_size_limit(3));t(lambda:R(['abcd']));t(lambda:csv.field_size_limit('x'));t(lambda:csv.field_size_limit(131072))
class D(csv.Dialect):
    delimiter=';'; quotechar="'"; doublequote=True; skipinitialspace=True; lineterminator='\n'; quoting=csv.QUOTE_MINIMAL
t(lambda:R(["a; 'b;c'"],D));t(lambda:R(["a; b"],D()));t(lambda:W([['a;b']],dialect=D))
d=_csv.Dialect(delimiter=':'); t(lambda:(d.delimiter,d.quotechar,d.escapechar,d.lineterminator,d.quoting,d.strict,d.doublequote,d.skipinitialspace)); t(lambda:_csv.Dialect(d) is d);t(lambda:_csv.Dialect(d,strict=1) is d)
import pickle; t(lambda:pickle.dumps(d)); t(lambda:setattr(d,'strict',1)); t(lambda:_csv.Reader());t(lambda:setattr(d,'delimiter',1))
f=io.StringIO('a,b\n1,2\n3\n4,5,6\n'); t(lambda:list(csv.DictReader(f)))
f=io.StringIO(); w=csv.DictWriter(f,['a','b']); w.writeheader(); w.writerow({'a':1,'b':2}); t(lambda:w.writerow({'c':1})); print(f.getvalue())
t(lambda:csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter);t(lambda:csv.Sniffer().has_header('name,age\nbob,3\nal,4\n')); t(lambda: W([[1,2]],dialect='excel-tab')); t(lambda: W([[1,2]],dialect='unix'))
