"""`zlib`: the same bytes at every level and strategy, streams in pieces, what is refused; `gzip` and `zipfile` on it."""
import hashlib
import random
import zlib

def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
random.seed(5)
words=[bytes(random.choices(b'abcdefghij',k=random.randint(1,9))) for _ in range(300)]
DATA={'empty':b'','one':b'a','hello':b'hello hello hello world','zeros':bytes(7000),'text':b' '.join(random.choices(words,k=3000)),'random':random.randbytes(2000),'mixed':b''.join(random.choice(words)+random.randbytes(3) for _ in range(900)),'cycle':bytes(range(256))*40,'two':bytes(random.choices(b'ab',k=9000))}
for n,d in DATA.items():
    for l in (-1,1,2,3,4,5,6,7,8,9):
        c=zlib.compress(d,l); print(n,l,len(c),hashlib.md5(c).hexdigest()[:8], zlib.decompress(c)==d)
    print(zlib.decompress(zlib.compress(d,0))==d)
for strat in range(5):
    for wb in (15, -9, 31):
        for ml in (1, 8):
            o=zlib.compressobj(6,8,wb,ml,strat); d=DATA['text'][:9000]
            c=o.compress(d[:100])+o.compress(d[100:5000])+o.flush(zlib.Z_SYNC_FLUSH)+o.compress(d[5000:])+o.flush(zlib.Z_FULL_FLUSH)+o.flush(zlib.Z_PARTIAL_FLUSH)+o.flush()
            print(strat,wb,ml,len(c),hashlib.md5(c).hexdigest()[:8],zlib.decompress(c,wb)==d)
o=zlib.compressobj(); parts=[o.compress(DATA['mixed'][i:i+2000]) for i in range(0,len(DATA['mixed']),2000)]; print([len(p) for p in parts], len(o.flush()))
o=zlib.compressobj(zdict=b'hello world'); c=o.compress(b'hello world hello')+o.flush(); print(c); d=zlib.decompressobj(zdict=b'hello world'); print(d.decompress(c)); t(lambda:zlib.decompressobj().decompress(c)); t(lambda:zlib.decompressobj(zdict=b'x').decompress(c))
c=zlib.compress(DATA['text']); d=zlib.decompressobj(); out=[]
for i in range(0,len(c),333): out.append(len(d.decompress(c[i:i+333])))
print(out[:10],sum(out)==len(DATA['text']),d.eof,d.unused_data,d.unconsumed_tail,d.flush())
d=zlib.decompressobj(); x=d.decompress(c,1000); print(len(x),len(d.unconsumed_tail)); y=d.decompress(d.unconsumed_tail,500); print(len(y),len(d.unconsumed_tail),len(d.flush()),d.eof)
d=zlib.decompressobj(); d.decompress(c+b'tail'); print(d.unused_data,d.eof); d.decompress(b'more'); print(d.unused_data)
d=zlib._ZlibDecompressor(); print(len(d.decompress(c[:200])),d.needs_input,d.eof); print(len(d.decompress(c[200:],100)),d.needs_input); print(len(d.decompress(b'')),d.eof,d.needs_input); t(lambda:d.decompress(b'x'))
for bad in (b'',b'x',c[:10],c[:-1],c[:-4]+b'abcd',b'\x78\x9c\xff\xff',b'\x78\x9c\x07',b'\x78\x9d',b'\x79\x9c',b'\x88\x98',b'\x78\x9c\x01\x05\x00\x00\x00abc',b'\x78\x9c\x05\xff\xff\xff\xff\xff'):
    t(lambda:zlib.decompress(bad))
t(lambda:zlib.decompress(c,5)); t(lambda:zlib.compress(b'',99)); t(lambda:zlib.compress('x')); t(lambda:zlib.compressobj(99)); t(lambda:zlib.compressobj(method=3)); t(lambda:zlib.decompressobj(99)); t(lambda:zlib.decompress(c,bufsize=-1)); t(lambda:zlib.decompressobj().decompress(c,-1)); t(lambda:zlib.decompressobj().flush(0)); t(lambda:zlib.decompressobj(zdict=5))
o=zlib.compressobj(); o.flush(); t(lambda:o.flush()); t(lambda:o.compress(b'x')); t(lambda:o.copy())
o=zlib.compressobj(); o.compress(b'abc'); p=o.copy(); print(o.compress(b'def')+o.flush(),p.compress(b'xyz')+p.flush())
print(zlib.crc32(b'abc'),zlib.adler32(b'abc'),zlib.crc32(b'abc',5),zlib.adler32(b'abc',5),zlib.adler32(b'x'*10000),zlib.crc32(b'',-1)); print(zlib.compressobj().compress(b''), zlib.compressobj().flush(0))
import gzip,io; g=gzip.compress(b'data'*100,mtime=0); print(g,gzip.decompress(g)); f=gzip.GzipFile(fileobj=io.BytesIO(g)); print(f.read(10),len(f.read()))
import zipfile; b=io.BytesIO(); z=zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED); z.writestr(zipfile.ZipInfo('a.txt',(2020,1,1,0,0,0)),b'hello'*50); z.close(); print(len(b.getvalue())); print(zipfile.ZipFile(b).read('a.txt')[:10])
