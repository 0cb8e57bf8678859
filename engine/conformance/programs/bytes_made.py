# What bytes() and bytearray() make of all kinds of things.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


class I:
    def __index__(self):
        return 3
class Raises:
    def __index__(self):
        raise TypeError("mine")
    def __iter__(self):
        return iter([1, 2])
class Items:
    def __init__(self, *items):
        self.items = items
    def __getitem__(self, i):
        return self.items[i]
show(r"""bytes(), bytes(3), bytes(I()), bytes([1, I()]), bytes(Raises()), bytes(Items(1, 2)), bytes(x for x in (1, 2)), bytes({3, 4}) in (b'\x03\x04', b'\x04\x03'), bytes(b'x') is bytes(b'x')""", lambda: (bytes(), bytes(3), bytes(I()), bytes([1, I()]), bytes(Raises()), bytes(Items(1, 2)), bytes(x for x in (1, 2)), bytes({3, 4}) in (b'\x03\x04', b'\x04\x03'), bytes(b'x') is bytes(b'x')))
show(r"""bytearray(), bytearray(3), bytearray(I()), bytearray([1, I()]), bytearray(Raises()), bytearray(Items(1, 2)), bytearray(x for x in (1, 2)), bytearray(b'x')""", lambda: (bytearray(), bytearray(3), bytearray(I()), bytearray([1, I()]), bytearray(Raises()), bytearray(Items(1, 2)), bytearray(x for x in (1, 2)), bytearray(b'x')))
show(r"""bytes(source=b'a'), bytes(source='a', encoding='ascii'), bytearray(source='a', encoding='ascii', errors='strict')""", lambda: (bytes(source=b'a'), bytes(source='a', encoding='ascii'), bytearray(source='a', encoding='ascii', errors='strict')))
show(r"""bytes(Items('a'))""", lambda: (bytes(Items('a'))))
show(r"""bytearray(Items(1, 'a'))""", lambda: (bytearray(Items(1, 'a'))))
show(r"""bytes([1, 300])""", lambda: (bytes([1, 300])))
show(r"""bytearray(i for i in (1, 300))""", lambda: (bytearray(i for i in (1, 300))))
show(r"""bytes(5, 6)""", lambda: (bytes(5, 6)))
show(r"""bytes('a', 5)""", lambda: (bytes('a', 5)))
show(r"""bytes('a', 'ascii', 5)""", lambda: (bytes('a', 'ascii', 5)))
show(r"""bytes('a', 'ascii', 'strict', 1)""", lambda: (bytes('a', 'ascii', 'strict', 1)))
show(r"""bytearray('a', 'ascii', 'strict', 1)""", lambda: (bytearray('a', 'ascii', 'strict', 1)))
show(r"""bytearray(x=1)""", lambda: (bytearray(x=1)))
show(r"""bytearray(b'a', source=b'b')""", lambda: (bytearray(b'a', source=b'b')))
show(r"""bytes(b'a', source=b'b')""", lambda: (bytes(b'a', source=b'b')))
show(r"""bytes(object())""", lambda: (bytes(object())))
show(r"""bytearray(object())""", lambda: (bytearray(object())))
show(r"""bytes(int)""", lambda: (bytes(int)))
show(r"""bytes(True), bytearray(True), bytes(0), bytes('', 'ascii'), bytes(memoryview(b'ab')), bytes(bytearray(b'ab'))""", lambda: (bytes(True), bytearray(True), bytes(0), bytes('', 'ascii'), bytes(memoryview(b'ab')), bytes(bytearray(b'ab'))))
class S(bytes):
    pass
class T(bytearray):
    def __init__(self, *a, extra=None):
        super().__init__(*a)
        self.extra = extra
show(r"""S(b'ab'), type(S(b'ab')).__name__, S(b'ab') + b'c', type(S(b'ab')[:]).__name__, type(S(b'a').upper()).__name__, S(b'ab') == b'ab', S.fromhex('61'), type(S.fromhex('61')).__name__""", lambda: (S(b'ab'), type(S(b'ab')).__name__, S(b'ab') + b'c', type(S(b'ab')[:]).__name__, type(S(b'a').upper()).__name__, S(b'ab') == b'ab', S.fromhex('61'), type(S.fromhex('61')).__name__))
show(r"""T(b'ab', extra=5), T(b'ab', extra=5).extra, T(3), type(T(b'ab')[:1]).__name__, type(T(b'ab') + b'c').__name__, type(T.fromhex('61')).__name__, T(b'ab').copy(), T(b'x', extra=2).__reduce__()""", lambda: (T(b'ab', extra=5), T(b'ab', extra=5).extra, T(3), type(T(b'ab')[:1]).__name__, type(T(b'ab') + b'c').__name__, type(T.fromhex('61')).__name__, T(b'ab').copy(), T(b'x', extra=2).__reduce__()))
show(r"""b'a' * 3, 3 * b'a', b'ab' * 0, b'ab' * -1, bytearray(b'ab') * 2""", lambda: (b'a' * 3, 3 * b'a', b'ab' * 0, b'ab' * -1, bytearray(b'ab') * 2))
show(r"""b'a' * 1.5""", lambda: (b'a' * 1.5))
show(r"""b'a' * 2**100""", lambda: (b'a' * 2**100))
show(r"""b'a' + 'b'""", lambda: (b'a' + 'b'))
show(r"""b'a'[0], b'abc'[::2], b'abc'[-1:], b'abc'[5:], b'abc'[True]""", lambda: (b'a'[0], b'abc'[::2], b'abc'[-1:], b'abc'[5:], b'abc'[True]))
show(r"""b'abc'[None]""", lambda: (b'abc'[None]))
show(r"""hash(b'abc') == hash(bytes([97, 98, 99])), hash(b'') == hash(''), b'a' < b'b', b'a' == 'a', b'a' in {b'a'}, repr(b"it's"), repr(b'"'), str(b'a')""", lambda: (hash(b'abc') == hash(bytes([97, 98, 99])), hash(b'') == hash(''), b'a' < b'b', b'a' == 'a', b'a' in {b'a'}, repr(b"it's"), repr(b'"'), str(b'a')))
show(r"""b'a' < 'a'""", lambda: (b'a' < 'a'))
show(r"""b'a'.__class__, iter(b'ab').__length_hint__(), list(iter(b'ab')), list(reversed(b'ab')), max(b'ab'), sorted(b'ba')""", lambda: (b'a'.__class__, iter(b'ab').__length_hint__(), list(iter(b'ab')), list(reversed(b'ab')), max(b'ab'), sorted(b'ba')))
show(r"""b'x'.foo""", lambda: (b'x'.foo))
show(r"""bytes.maketrans(b'ab', b'cd')[97:99], b'abc'.translate(bytes.maketrans(b'ab', b'cd')), b'abc'.translate(bytes(range(256)), b'a')""", lambda: (bytes.maketrans(b'ab', b'cd')[97:99], b'abc'.translate(bytes.maketrans(b'ab', b'cd')), b'abc'.translate(bytes(range(256)), b'a')))
