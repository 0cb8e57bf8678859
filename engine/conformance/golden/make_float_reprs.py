"""Writes hashes of what CPython's `repr` makes of floats: of all powers of two, and of a million random ones.

    python3.14 make_float_reprs.py > float_reprs.tsv

The random ones are the finite doubles among the outputs of splitmix64 from seed 314; a NUL stands behind each text.
"""

import hashlib
import struct
import sys

MASK = (1 << 64) - 1


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        yield z ^ z >> 31


def digest(values):
    whole = hashlib.sha256()
    for value in values:
        whole.update(repr(value).encode() + b"\0")
    return whole.hexdigest()


def random_doubles(n):
    bits = splitmix64(314)
    for _ in range(n):
        (value,) = struct.unpack("<d", struct.pack("<Q", next(bits)))
        if value - value == 0:
            yield value


def decimals(n):
    """Fractions with a power of two below: many of these have two shortest texts that are equally near."""
    bits = splitmix64(159)
    for _ in range(n):
        z = next(bits)
        yield (z >> 40) / 2.0 ** (z & 63)


print("# CPython", sys.version.split()[0])
print("powers", digest(2.0**e for e in range(-1074, 1024)), sep="\t")
print("random", digest(random_doubles(1_000_000)), sep="\t")
print("fractions", digest(decimals(200_000)), sep="\t")
