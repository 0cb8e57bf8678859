# UTF-16, UTF-32 and UTF-7 with every treatment of errors.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


HANDLERS = "ignore replace backslashreplace surrogateescape surrogatepass xmlcharrefreplace namereplace strict".split()
def each(make):
    out = []
    for handler in HANDLERS:
        try:
            out.append((handler, make(handler)))
        except Exception as e:
            out.append((handler, type(e).__name__, str(e)))
    return out
show(r"""each(lambda h: 'a\ud800b\udc80\U0001f600'.encode('utf-16-le', h))""", lambda: (each(lambda h: 'a\ud800b\udc80\U0001f600'.encode('utf-16-le', h))))
show(r"""each(lambda h: 'a\ud800b\udc80'.encode('utf-16-be', h))""", lambda: (each(lambda h: 'a\ud800b\udc80'.encode('utf-16-be', h))))
show(r"""each(lambda h: 'a\ud800b'.encode('utf-16', h))""", lambda: (each(lambda h: 'a\ud800b'.encode('utf-16', h))))
show(r"""each(lambda h: 'a\ud800b'.encode('utf-32', h))""", lambda: (each(lambda h: 'a\ud800b'.encode('utf-32', h))))
show(r"""each(lambda h: 'a\udcffb'.encode('utf-32-be', h))""", lambda: (each(lambda h: 'a\udcffb'.encode('utf-32-be', h))))
show(r"""each(lambda h: b'a\0\x00\xd8b\0\x00\xdcc'.decode('utf-16-le', h))""", lambda: (each(lambda h: b'a\0\x00\xd8b\0\x00\xdcc'.decode('utf-16-le', h))))
show(r"""each(lambda h: b'\xfe\xff\xd8\x00\x00a\xdc\x00'.decode('utf-16', h))""", lambda: (each(lambda h: b'\xfe\xff\xd8\x00\x00a\xdc\x00'.decode('utf-16', h))))
show(r"""each(lambda h: b'\xff\xfea\0\x00\xd8'.decode('utf-16', h))""", lambda: (each(lambda h: b'\xff\xfea\0\x00\xd8'.decode('utf-16', h))))
show(r"""each(lambda h: b'a\0\0\0\0\xd8\0\0\0\0\x11\0bc'.decode('utf-32-le', h))""", lambda: (each(lambda h: b'a\0\0\0\0\xd8\0\0\0\0\x11\0bc'.decode('utf-32-le', h))))
show(r"""each(lambda h: b'\0\0\xfe\xff\0\0\0a\0\0\xdc\x80\xff'.decode('utf-32', h))""", lambda: (each(lambda h: b'\0\0\xfe\xff\0\0\0a\0\0\xdc\x80\xff'.decode('utf-32', h))))
show(r"""each(lambda h: b'a+J\xffb'.decode('utf-7', h))""", lambda: (each(lambda h: b'a+J\xffb'.decode('utf-7', h))))
show(r"""each(lambda h: b'+JgM-+2D0-x+'.decode('utf-7', h))""", lambda: (each(lambda h: b'+JgM-+2D0-x+'.decode('utf-7', h))))
show(r"""each(lambda h: b'\xffab+AG'.decode('utf-7', h))""", lambda: (each(lambda h: b'\xffab+AG'.decode('utf-7', h))))
show(r"""each(lambda h: b'a\xff\xe2\x28\xed\xa0\x80\xf0\x9f\x98'.decode('utf-8', h))""", lambda: (each(lambda h: b'a\xff\xe2\x28\xed\xa0\x80\xf0\x9f\x98'.decode('utf-8', h))))
show(r"""each(lambda h: 'a\ud800\udc80\udcff'.encode('utf-8', h))""", lambda: (each(lambda h: 'a\ud800\udc80\udcff'.encode('utf-8', h))))
show(r"""each(lambda h: 'a\xe9\u2603\udc80\U0001f600'.encode('ascii', h))""", lambda: (each(lambda h: 'a\xe9\u2603\udc80\U0001f600'.encode('ascii', h))))
show(r"""each(lambda h: 'a\xe9\u2603\udc80'.encode('latin-1', h))""", lambda: (each(lambda h: 'a\xe9\u2603\udc80'.encode('latin-1', h))))
show(r"""each(lambda h: b'a\x80\xff'.decode('ascii', h))""", lambda: (each(lambda h: b'a\x80\xff'.decode('ascii', h))))
show(r"""each(lambda h: b'\\x4z\\u12\\U00110000\\N{x}\\'.decode('unicode_escape', h))""", lambda: (each(lambda h: b'\\x4z\\u12\\U00110000\\N{x}\\'.decode('unicode_escape', h))))
show(r"""each(lambda h: b'\\u12\\U00110000x'.decode('raw_unicode_escape', h))""", lambda: (each(lambda h: b'\\u12\\U00110000x'.decode('raw_unicode_escape', h))))
show(r"""'\U0010ffff'.encode('utf-16-le').decode('utf-16-le'), '\U0010ffff\uffff'.encode('utf-32-be').decode('utf-32-be'), ''.encode('utf-16'), b''.decode('utf-16'), b'\xff\xfe'.decode('utf-16')""", lambda: ('\U0010ffff'.encode('utf-16-le').decode('utf-16-le'), '\U0010ffff\uffff'.encode('utf-32-be').decode('utf-32-be'), ''.encode('utf-16'), b''.decode('utf-16'), b'\xff\xfe'.decode('utf-16')))
