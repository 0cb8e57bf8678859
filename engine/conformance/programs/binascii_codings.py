# Bytes as text and back: hexadecimal, base64, uuencode, quoted-printable, checksums, and what is none of those.
import binascii
import base64

data = bytes(range(0, 256, 7)) + b"the end"
print(binascii.hexlify(data), binascii.b2a_hex(b"\x01\x02\x03\x04\x05", "-"), binascii.hexlify(b"abcde", b":", 2), binascii.hexlify(b"abcde", ":", -2))
print(binascii.unhexlify(binascii.hexlify(data)) == data, binascii.a2b_hex("0aFF"), binascii.unhexlify(b""))
for n in range(5):
    print(binascii.b2a_base64(data[:n]), binascii.a2b_base64(binascii.b2a_base64(data[:n])), binascii.b2a_base64(data[:n], newline=False), binascii.b2a_uu(data[:n]), binascii.a2b_uu(binascii.b2a_uu(data[:n])))
print(binascii.b2a_uu(b"\0\0\0x", backtick=True), binascii.b2a_uu(b"", backtick=True), binascii.a2b_uu(b"#86)C  \n"), binascii.b2a_uu(data))
print(binascii.crc32(b"hello"), binascii.crc32(b"lo", binascii.crc32(b"hel")), binascii.crc32(b"", -1), binascii.crc_hqx(b"hello", 0), binascii.crc_hqx(b"hello", 0x12345))
text = b"caf\xc3\xa9 = 1_2 \t\n.\nlong " + b"x" * 90 + b" \r\nend "
for options in ({}, {"quotetabs": True}, {"istext": False}, {"header": True}):
    coded = binascii.b2a_qp(text, **options)
    print(coded, binascii.a2b_qp(coded, header=options.get("header", False)) == text)
print(binascii.a2b_qp(b"a=41b=\nc==d=zz=4"), binascii.a2b_qp("_=5F", header=True), binascii.b2a_qp(b"a\r\nb \r\n"))
print(binascii.a2b_base64(b"YW Jj\n!"), binascii.a2b_base64("YWJj=ZA=="), binascii.a2b_base64(b"=YWJj"))
for bad in (
    lambda: binascii.unhexlify("abc"), lambda: binascii.unhexlify("zz"), lambda: binascii.unhexlify("é"), lambda: binascii.unhexlify(5), lambda: binascii.a2b_base64("YWJ"), lambda: binascii.a2b_base64("YWJjZ"),
    lambda: binascii.a2b_base64("=YWJ=", strict_mode=True), lambda: binascii.a2b_base64("YW\nJj", strict_mode=True), lambda: binascii.a2b_base64("YWJj=", strict_mode=True), lambda: binascii.a2b_base64("YW==Jj", strict_mode=True),
    lambda: binascii.a2b_base64("YW=Jj", strict_mode=True), lambda: binascii.b2a_uu(b"x" * 46), lambda: binascii.a2b_uu(b""), lambda: binascii.a2b_uu(b"!\x7f\x7f"), lambda: binascii.a2b_uu(b"!    x"),
    lambda: binascii.hexlify("x"), lambda: binascii.hexlify(b"x", "ab"), lambda: binascii.crc32("x"), lambda: binascii.b2a_base64("x"), lambda: binascii.crc_hqx(b"x"),
):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(binascii.Error.__mro__, binascii.Incomplete.__mro__)
print(base64.b64encode(data), base64.b32encode(data), base64.b85encode(data), base64.a85encode(data), base64.urlsafe_b64decode(base64.urlsafe_b64encode(data)) == data, base64.b16decode("0A"))
