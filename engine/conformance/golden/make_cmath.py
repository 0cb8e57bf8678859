"""Writes what CPython's `cmath` makes of numbers that are infinite, no numbers or zero, for the module of that name.

    python3.14 make_cmath.py > ../../modules/src/cmathmodule/specials.tsv

A line: function, kind of the real part, kind of the imaginary part, real and imaginary part of the result. The kinds are
the indices of KINDS. Where there is no line, it is a domain error; two finite parts that are not both zero are not asked.
"""

import cmath
import math

KINDS = [-math.inf, -1.0, -0.0, 0.0, 1.0, math.inf, math.nan]
FUNCTIONS = ["acos", "acosh", "asinh", "atanh", "cosh", "exp", "log", "sinh", "sqrt", "tanh", "rect"]


def main():
    for name in FUNCTIONS:
        for i, real in enumerate(KINDS):
            for j, imag in enumerate(KINDS):
                if math.isfinite(real) and math.isfinite(imag) and (real or imag):
                    continue
                try:
                    made = cmath.rect(real, imag) if name == "rect" else getattr(cmath, name)(complex(real, imag))
                except ValueError:
                    continue
                print(name, i, j, made.real, made.imag, sep="\t")


main()
