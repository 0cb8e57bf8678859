"""Sets, exceptions, singletons and bound methods are pickled and copied; subclasses read keywords in their own __init__."""
import pickle, copy
class L(list):
    def __init__(self, seq, newarg=None): super().__init__(seq); self.n = newarg
class T(tuple):
    def __init__(self, seq, newarg=None): self.n = newarg
class F(frozenset):
    def __init__(self, seq=(), newarg=None): self.n = newarg
print(L([1], newarg=3).n, T([1], newarg=4), F([1], newarg=5).n)
print(copy.deepcopy({1, (2, 3)}), pickle.loads(pickle.dumps(frozenset([1]))))
e = ValueError(1, 2); e.x = 5; d = copy.copy(e); print(d.args, d.x)
for e in [ImportError("a", name="b", path="c"), AttributeError("q", name="zz", obj=3), OSError(2, "no", "file"), OSError(2, "no", "file", None, "other")]:
    d = pickle.loads(pickle.dumps(e)); print(type(d), d.args, getattr(d, "name", None), getattr(d, "filename", None), getattr(d, "filename2", None))
print([getattr(x, "__name__", x) for x in pickle.loads(pickle.dumps([..., NotImplemented, str.upper, "a".upper, [].append, int.__add__]))])
class SF(set):
    pass
s = SF([1,2]); s.q = 3; r = copy.deepcopy(s); print(r, r.q)
