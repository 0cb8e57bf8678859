"""`cmath`: ordinary values, edges, infinities, and what has no result."""
import cmath
import math

INF, NAN = math.inf, math.nan
NAMES = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh".split()


def tell(action):
    try:
        return action()
    except Exception as e:
        return f"{type(e).__name__} {e}"


def rounded(z):
    if isinstance(z, str):
        return z
    return tuple(float(f"{part:.12g}") for part in (z.real, z.imag))


POINTS = [0, 1, -1, 1j, -1j, 0.5 + 0.25j, -2 + 3j, 1e200, 1e-320j, 1e308 + 1e308j, 710 + 1j, complex(-0.0, -0.0)]
EDGES = [complex(x, y) for x in (-INF, -1.0, -0.0, 0.0, 2.5, INF, NAN) for y in (-INF, -3.0, -0.0, 0.0, 1.0, INF, NAN)]
for name in NAMES:
    function = getattr(cmath, name)
    print(name, [rounded(tell(lambda: function(z))) for z in POINTS])
    print([rounded(tell(lambda: function(z))) for z in EDGES if not cmath.isfinite(z)])
print([tell(lambda: cmath.rect(x, y)) for x in (INF, -INF, 0.0, NAN, 1.0) for y in (0.0, -0.0, INF, NAN)])
print(cmath.polar(3 + 4j), cmath.phase(-1), cmath.rect(2, 0.0), tell(lambda: cmath.polar(1e308 + 1e308j)))
print(cmath.log(8, 2), tell(lambda: cmath.log(8, 1)), tell(lambda: cmath.log(0)), tell(lambda: cmath.log(8, 0)))
print(cmath.isclose(1, 1 + 1e-10j), cmath.isclose(1, 2), tell(lambda: cmath.isclose(1, 2, rel_tol=-1)))
print(cmath.isclose(INF, INF), cmath.isclose(INF, 1), cmath.isclose(NAN, NAN), cmath.isclose(1, 1.1, abs_tol=0.2))
print(cmath.isfinite(1j), cmath.isinf(complex(1, INF)), cmath.isnan(complex(NAN, 1)))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj)


class C:
    def __init__(self, value):
        self.value = value

    def __complex__(self):
        return self.value


class F:
    def __float__(self):
        return 2.0


print(cmath.sqrt(C(-4 + 0j)), cmath.sqrt(F()), cmath.sqrt(True))
for bad in ("x", None, C(3), [], b""):
    print(tell(lambda: cmath.sqrt(bad)))
