# % of bytes and bytearrays.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""b'%s %b %a %r' % (b'x', bytearray(b'y'), 'z\xe9', 5), b'%d %i %u %x %X %o' % (1, 2, 3, 255, 255, 8), b'%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, 4, 5)""", lambda: (b'%s %b %a %r' % (b'x', bytearray(b'y'), 'z\xe9', 5), b'%d %i %u %x %X %o' % (1, 2, 3, 255, 255, 8), b'%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, 4, 5)))
show(r"""b'%c%c%c' % (65, b'B', bytearray(b'C')), b'%%', b'%(a)s %(b)d' % {b'a': b'x', b'b': 5}, b'%.2s|%10s|%-10s|' % (b'abc', b'x', b'y'), b'%s' % memoryview(b'mv')""", lambda: (b'%c%c%c' % (65, b'B', bytearray(b'C')), b'%%', b'%(a)s %(b)d' % {b'a': b'x', b'b': 5}, b'%.2s|%10s|%-10s|' % (b'abc', b'x', b'y'), b'%s' % memoryview(b'mv')))
show(r"""b'%e %f %g %.1f %F' % (1.5, 1.5, 1.5, 2.25, float('inf')), b'%*d|%-*d|%.*f' % (5, 1, 5, 2, 1, 2.55), b'%#x %#o %#X' % (255, 8, 255), b'%.3d' % 5""", lambda: (b'%e %f %g %.1f %F' % (1.5, 1.5, 1.5, 2.25, float('inf')), b'%*d|%-*d|%.*f' % (5, 1, 5, 2, 1, 2.55), b'%#x %#o %#X' % (255, 8, 255), b'%.3d' % 5))
show(r"""bytearray(b'%s') % b'x', type(bytearray(b'%s') % b'x'), b'' % (), b'%s' % (b'a',), b'abc' % {}""", lambda: (bytearray(b'%s') % b'x', type(bytearray(b'%s') % b'x'), b'' % (), b'%s' % (b'a',), b'abc' % {}))
show(r"""b'%s' % 'a'""", lambda: (b'%s' % 'a'))
show(r"""b'%s' % 5""", lambda: (b'%s' % 5))
show(r"""b'%s' % (b'a', b'b')""", lambda: (b'%s' % (b'a', b'b')))
show(r"""b'%s %s' % b'a'""", lambda: (b'%s %s' % b'a'))
show(r"""b'%d' % 'a'""", lambda: (b'%d' % 'a'))
show(r"""b'%d' % 1.9, b'%d' % True""", lambda: (b'%d' % 1.9, b'%d' % True))
show(r"""b'%x' % 1.5""", lambda: (b'%x' % 1.5))
show(r"""b'%f' % 'a'""", lambda: (b'%f' % 'a'))
show(r"""b'%c' % 256""", lambda: (b'%c' % 256))
show(r"""b'%c' % b'ab'""", lambda: (b'%c' % b'ab'))
show(r"""b'%c' % 'a'""", lambda: (b'%c' % 'a'))
show(r"""b'%c' % 1.5""", lambda: (b'%c' % 1.5))
show(r"""b'%z' % 1""", lambda: (b'%z' % 1))
show(r"""b'%' % 1""", lambda: (b'%' % 1))
show(r"""b'%5%' % 1""", lambda: (b'%5%' % 1))
show(r"""b'%(a)s' % 5""", lambda: (b'%(a)s' % 5))
show(r"""b'%(a' % {}""", lambda: (b'%(a' % {}))
show(r"""b'%(a)s' % {b'b': 1}""", lambda: (b'%(a)s' % {b'b': 1}))
show(r"""b'%*d' % ('a', 1)""", lambda: (b'%*d' % ('a', 1)))
show(r"""b'%99999999999d' % 1""", lambda: (b'%99999999999d' % 1))
show(r"""b'%.99999999999d' % 1""", lambda: (b'%.99999999999d' % 1))
show(r"""b'x' % 5""", lambda: (b'x' % 5))
show(r"""b'x' % [1]""", lambda: (b'x' % [1]))
show(r"""b'%s' % [1]""", lambda: (b'%s' % [1]))
class B:
    def __bytes__(self):
        return b"by __bytes__"
class W:
    def __bytes__(self):
        return "no bytes"
show(r"""b'%s' % B(), bytes(B())""", lambda: (b'%s' % B(), bytes(B())))
show(r"""b'%s' % W()""", lambda: (b'%s' % W()))
show(r"""bytes(W())""", lambda: (bytes(W())))
show(r"""'%5%' % 1""", lambda: ('%5%' % 1))
show(r"""'%-+%' % 'a'""", lambda: ('%-+%' % 'a'))
show(r"""'%c' % 'ab'""", lambda: ('%c' % 'ab'))
show(r"""'%%' % ()""", lambda: ('%%' % ()))
