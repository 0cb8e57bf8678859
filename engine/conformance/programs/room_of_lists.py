import sys
g=sys.getsizeof
t=(1,2,3); l=[1,2,3]; d={1:2,3:4,5:6}; s={1,2,3}
print(g(list(t)), g(list(l)), g([*t]), g([*l]), g(list(d)), g(list(s)), g(list(d.keys())), g(list(d.values())), g(list(d.items())), g(list(zip(l))), g(list(map(str,l))), g(list(filter(None,l))))
x=[]; x.extend(t); print(g(x)); x=[]; x.extend(l); print(g(x)); x=[]; x.extend(d); print(g(x)); x=[]; x.extend(s); print(g(x)); x=[]; x+=l; print(g(x)); x=[]; x[:]=l; print(g(x)); x=[0]; x.extend(l); print(g(x))
for n in range(1,14): print(n, g(list([0]*n)), g(list((0,)*n)), g(list(dict.fromkeys(range(n)))), g(list(set(range(n)))), end=' ')
