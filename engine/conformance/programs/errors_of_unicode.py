# The fields and texts of UnicodeEncodeError and its kin.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


def caught(make):
    try:
        make()
    except UnicodeError as e:
        return e
e = caught(lambda: "a\xe9\xe8b".encode("ascii"))
d = caught(lambda: b"a\xff".decode())
show(r"""e.encoding, e.object, e.start, e.end, e.reason, e.args, str(e), repr(e)""", lambda: (e.encoding, e.object, e.start, e.end, e.reason, e.args, str(e), repr(e)))
show(r"""d.encoding, d.object, d.start, d.end, d.reason, d.args, str(d), repr(d)""", lambda: (d.encoding, d.object, d.start, d.end, d.reason, d.args, str(d), repr(d)))
show(r"""UnicodeEncodeError.__mro__, isinstance(e, ValueError)""", lambda: (UnicodeEncodeError.__mro__, isinstance(e, ValueError)))
show(r"""UnicodeTranslateError('abc', 1, 2, 'why').object, str(UnicodeTranslateError('abc', 1, 2, 'why')), UnicodeTranslateError('abc', 1, 2, 'why').args""", lambda: (UnicodeTranslateError('abc', 1, 2, 'why').object, str(UnicodeTranslateError('abc', 1, 2, 'why')), UnicodeTranslateError('abc', 1, 2, 'why').args))
show(r"""UnicodeTranslateError('abc', 1, 2, 'why').encoding""", lambda: (UnicodeTranslateError('abc', 1, 2, 'why').encoding))
show(r"""str(UnicodeDecodeError('x', b'abc', 0, 1, 'r')), str(UnicodeDecodeError('x', b'abc', 0, 2, 'r')), str(UnicodeDecodeError('x', b'abc', 5, 6, 'r')), str(UnicodeDecodeError('x', memoryview(b'abc'), 0, 1, 'r'))""", lambda: (str(UnicodeDecodeError('x', b'abc', 0, 1, 'r')), str(UnicodeDecodeError('x', b'abc', 0, 2, 'r')), str(UnicodeDecodeError('x', b'abc', 5, 6, 'r')), str(UnicodeDecodeError('x', memoryview(b'abc'), 0, 1, 'r'))))
show(r"""str(UnicodeEncodeError('x', '\u2603', 0, 1, 'r')), str(UnicodeEncodeError('x', '\U0001f600', 0, 1, 'r')), str(UnicodeEncodeError('x', 'a', 0, 1, 'r')), str(UnicodeEncodeError('x', 'ab', -1, 1, 'r'))""", lambda: (str(UnicodeEncodeError('x', '\u2603', 0, 1, 'r')), str(UnicodeEncodeError('x', '\U0001f600', 0, 1, 'r')), str(UnicodeEncodeError('x', 'a', 0, 1, 'r')), str(UnicodeEncodeError('x', 'ab', -1, 1, 'r'))))
show(r"""UnicodeEncodeError('x', 'a', 0, 1)""", lambda: (UnicodeEncodeError('x', 'a', 0, 1)))
show(r"""UnicodeEncodeError('x', 'a', 0, 1, 'r', 2)""", lambda: (UnicodeEncodeError('x', 'a', 0, 1, 'r', 2)))
show(r"""UnicodeEncodeError(5, 'a', 0, 1, 'r')""", lambda: (UnicodeEncodeError(5, 'a', 0, 1, 'r')))
show(r"""UnicodeEncodeError('x', b'a', 0, 1, 'r')""", lambda: (UnicodeEncodeError('x', b'a', 0, 1, 'r')))
show(r"""UnicodeEncodeError('x', 'a', 0.5, 1, 'r')""", lambda: (UnicodeEncodeError('x', 'a', 0.5, 1, 'r')))
show(r"""UnicodeDecodeError('x', 'a', 0, 1, 'r')""", lambda: (UnicodeDecodeError('x', 'a', 0, 1, 'r')))
show(r"""UnicodeDecodeError('x', b'a', 0, 1, None)""", lambda: (UnicodeDecodeError('x', b'a', 0, 1, None)))
show(r"""UnicodeError('any', 'thing').args""", lambda: (UnicodeError('any', 'thing').args))
show(r"""setattr(e, 'start', 'x')""", lambda: (setattr(e, 'start', 'x')))
show(r"""setattr(e, 'reason', 'changed'), str(e)""", lambda: (setattr(e, 'reason', 'changed'), str(e)))
show(r"""setattr(e, 'start', 0), setattr(e, 'end', 1), str(e)""", lambda: (setattr(e, 'start', 0), setattr(e, 'end', 1), str(e)))
show(r"""delattr(e, 'start')""", lambda: (delattr(e, 'start')))
