import _md5,_sha1,_sha2,_sha3,_blake2
for f in (_md5.md5,_sha1.sha1,_sha2.sha224,_sha2.sha256,_sha2.sha384,_sha2.sha512,_sha3.sha3_224,_sha3.sha3_256,_sha3.sha3_384,_sha3.sha3_512,_blake2.blake2b,_blake2.blake2s):
    h=f(b'hello'); h.update(b' world'); print(h.name,h.hexdigest(),h.digest_size,h.block_size,f().hexdigest()[:16],h.copy().hexdigest()==h.hexdigest(),f(b'a'*1000).hexdigest()[:20], len(h.digest()))
for f in (_sha3.shake_128,_sha3.shake_256): print(f(b'x').hexdigest(20), f(b'x').digest(3), f().name, f()._rate_bits, f()._suffix)
print(_blake2.blake2b(b'd',digest_size=20,key=b'k',salt=b's',person=b'p').hexdigest(), _blake2.blake2s(b'd',fanout=2,depth=3,leaf_size=4,node_offset=5,node_depth=1,inner_size=6,last_node=True).hexdigest())
for bad in (lambda: _md5.md5('a'), lambda: _md5.md5(5), lambda: _blake2.blake2b(digest_size=65), lambda: _blake2.blake2b(key=b'k'*65), lambda: _sha2.SHA256Type(), lambda: _sha3.shake_128(b'').digest(-1)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
import _random
r=_random.Random(42); print(r.random(), r.getrandbits(32), r.getrandbits(100), r.getrandbits(0), r.random())
r.seed('abc'.__len__()); print(r.random()); r.seed(2**100+5); print(r.random(), [r.getrandbits(8) for _ in range(700)][-3:])
s=r.getstate(); x=r.random(); r.setstate(s); print(r.random()==x, len(s), s[-1]); r.seed(-7); print(r.random()); r.seed(1.5); print(r.random()); r.seed(0); print(r.random())
for bad in (lambda: r.setstate((1,)), lambda: r.setstate([1]), lambda: r.getrandbits(-1), lambda: r.seed(1,2), lambda: r.seed([])):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
