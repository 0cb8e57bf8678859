import math
xs=[0.5,1.5,-0.5,-1.5,3.7,10.1,25.3,-20.5,100.5,170.2,-150.3,1e-21,0.1,2.5,-3.3,1e5,171.0,5.0,23.0,-0.0,1e300]
for n in ('gamma','lgamma','erf','erfc','ulp','atanh'):
    f=getattr(math,n)
    for x in xs+[float('inf'),float('-inf'),float('nan'),0.0,-3.0,1.0,2,'a']:
        try: r=f(x); print(n,x,'%.14g'%r if n in('erf','erfc','atanh') else repr(r))
        except Exception as e: print(n,x,type(e).__name__,e)
for a in ((5,3),(-5,3),(7.5,2.5),(1e300,3),(float('inf'),2),(2,float('inf')),(5,0),(6,4),(2,4),(10,4),(float('nan'),1)):
    try: print(math.remainder(*a))
    except Exception as e: print(type(e).__name__, e)
print(math.nextafter(1,2),math.nextafter(1,0),math.nextafter(0,1),math.nextafter(0,-1),math.nextafter(1,2,steps=5),math.nextafter(-1,1,steps=2**62),math.nextafter(1,1),math.nextafter(1,2,steps=0),math.nextafter(float('nan'),1),math.nextafter(1,2,steps=10**30))
try: math.nextafter(1,2,steps=-1)
except ValueError as e: print(e)
print(math.sumprod([1,2,3],[4,5,6]),math.sumprod([0.1]*10,[1]*10),math.sumprod([1e20,1,-1e20],[1,1,1]),math.sumprod([],[]),math.sumprod([10**30],[10**30]),math.sumprod([1,2.5],[True,3]))
try: math.sumprod([1],[1,2])
except ValueError as e: print(e)
print(math.fma(2,3,4),math.fma(1e308,10,-math.inf))
for a in ((0,math.inf,1),(1e308,10,0)):
    try: print(math.fma(*a))
    except Exception as e: print(type(e).__name__,e)
