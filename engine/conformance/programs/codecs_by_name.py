# Which names of encodings are known, and single-byte encodings.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""[('\xe9'.encode(n)) for n in ('utf8', 'UTF-8', 'U8', 'utf_8', 'latin1', 'L1', 'iso-8859-1', 'ISO_8859-1', 'cp819', '8859', 'latin-1')]""", lambda: ([('\xe9'.encode(n)) for n in ('utf8', 'UTF-8', 'U8', 'utf_8', 'latin1', 'L1', 'iso-8859-1', 'ISO_8859-1', 'cp819', '8859', 'latin-1')]))
show(r"""[('\u20ac'.encode(n)) for n in ('cp1252', 'windows-1252', '1252', 'iso8859-15', 'latin9', 'cp858', 'mac-roman', 'cp1250', 'koi8-t')]""", lambda: ([('\u20ac'.encode(n)) for n in ('cp1252', 'windows-1252', '1252', 'iso8859-15', 'latin9', 'cp858', 'mac-roman', 'cp1250', 'koi8-t')]))
show(r"""[bytes([n]).decode('cp437') for n in (0x80, 0x9f, 0xe1, 0xff)], bytes(range(0xf0, 0x100)).decode('koi8-r'), bytes(range(0xc0, 0xd0)).decode('iso8859-5'), b'\xc1\xc2'.decode('cp037'), '{}'.encode('cp500')""", lambda: ([bytes([n]).decode('cp437') for n in (0x80, 0x9f, 0xe1, 0xff)], bytes(range(0xf0, 0x100)).decode('koi8-r'), bytes(range(0xc0, 0xd0)).decode('iso8859-5'), b'\xc1\xc2'.decode('cp037'), '{}'.encode('cp500')))
show(r"""'\u2603'.encode('koi8-r')""", lambda: ('\u2603'.encode('koi8-r')))
show(r"""'\u2603x'.encode('cp500', 'replace'), '\u2603x'.encode('cp500', 'xmlcharrefreplace').decode('cp500'), '\u2603'.encode('cp037', 'ignore')""", lambda: ('\u2603x'.encode('cp500', 'replace'), '\u2603x'.encode('cp500', 'xmlcharrefreplace').decode('cp500'), '\u2603'.encode('cp037', 'ignore')))
show(r"""b'\x81'.decode('cp1252', 'surrogateescape'), '\udc81'.encode('cp1252', 'surrogateescape'), b'\x81'.decode('cp1252', 'ignore')""", lambda: (b'\x81'.decode('cp1252', 'surrogateescape'), '\udc81'.encode('cp1252', 'surrogateescape'), b'\x81'.decode('cp1252', 'ignore')))
show(r"""'a'.encode('nope')""", lambda: ('a'.encode('nope')))
show(r"""'a'.encode('zlib')""", lambda: ('a'.encode('zlib')))
show(r"""b'a'.decode('hex_codec')""", lambda: (b'a'.decode('hex_codec')))
show(r"""b'a'.decode('uu')""", lambda: (b'a'.decode('uu')))
show(r"""'a'.encode('utf-8', 'nope'), b'a'.decode('ascii', 'nope')""", lambda: ('a'.encode('utf-8', 'nope'), b'a'.decode('ascii', 'nope')))
show(r"""'\ud800'.encode('utf-8', 'nope')""", lambda: ('\ud800'.encode('utf-8', 'nope')))
show(r"""b'\xff'.decode('cp1252'), b'\x9d'.decode('cp1252', 'replace'), len({n for n in range(256) if bytes([n]).decode('cp1252', 'replace') == '\ufffd'})""", lambda: (b'\xff'.decode('cp1252'), b'\x9d'.decode('cp1252', 'replace'), len({n for n in range(256) if bytes([n]).decode('cp1252', 'replace') == '\ufffd'})))
show(r"""str(b'\xe9', 'latin-1'), str(b'\xe9', errors='replace'), str(b'abc', errors='strict'), str(b'', 'nope') if False else 0""", lambda: (str(b'\xe9', 'latin-1'), str(b'\xe9', errors='replace'), str(b'abc', errors='strict'), str(b'', 'nope') if False else 0))
show(r"""str(b'\xe9', 'ascii')""", lambda: (str(b'\xe9', 'ascii')))
show(r"""str(b'a', 'nope')""", lambda: (str(b'a', 'nope')))
show(r"""'a'.encode(encoding='ascii', errors='strict'), b'a'.decode(encoding='ascii'), b'a'.decode(errors='ignore'), 'a'.encode(errors='x')""", lambda: ('a'.encode(encoding='ascii', errors='strict'), b'a'.decode(encoding='ascii'), b'a'.decode(errors='ignore'), 'a'.encode(errors='x')))
show(r"""'a'.encode(5)""", lambda: ('a'.encode(5)))
show(r"""'a'.encode('ascii', 5)""", lambda: ('a'.encode('ascii', 5)))
show(r"""b'a'.decode('ascii', None)""", lambda: (b'a'.decode('ascii', None)))
show(r"""'a'.encode('a\0')""", lambda: ('a'.encode('a\0')))
show(r"""'a'.encode('ascii', 'a\0')""", lambda: ('a'.encode('ascii', 'a\0')))
