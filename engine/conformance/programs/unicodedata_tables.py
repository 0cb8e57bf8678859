"""`unicodedata`: properties, names and normal forms of 16.0, and of 3.2.0."""
import hashlib
import unicodedata as u

def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
t(lambda:u.name('a'));t(lambda:u.name('\n'));t(lambda:u.name('\n','x'));t(lambda:u.name('ab'));t(lambda:u.name(3));t(lambda:u.lookup('LATIN SMALL LETTER A'));t(lambda:u.lookup('latin small letter a'));t(lambda:u.lookup('LINE FEED'));t(lambda:u.lookup('xyz'));t(lambda:u.lookup('LATIN SMALL LETTER R WITH TILDE'));t(lambda:u.lookup(b'LATIN SMALL LETTER A'))
t(lambda:u.name('\u4e00'));t(lambda:u.name('\uac00'));t(lambda:u.lookup('HANGUL SYLLABLE GAG'));t(lambda:u.lookup('CJK UNIFIED IDEOGRAPH-4E00'))
t(lambda:u.decimal('5'));t(lambda:u.decimal('a'));t(lambda:u.decimal('a',7));t(lambda:u.digit('²'));t(lambda:u.digit('a'));t(lambda:u.numeric('½'));t(lambda:u.numeric('a'));t(lambda:u.numeric('a',None))
t(lambda:u.category('a'));t(lambda:u.bidirectional('a'));t(lambda:u.combining('\u0301'));t(lambda:u.mirrored('('));t(lambda:u.east_asian_width('あ'));t(lambda:u.decomposition('é'));t(lambda:u.decomposition('ﬁ'));t(lambda:u.decomposition('\uac00'))
t(lambda:ascii(u.normalize('NFC','e\u0301')));t(lambda:ascii(u.normalize('NFD','é')));t(lambda:ascii(u.normalize('NFKC','ﬁ①')));t(lambda:ascii(u.normalize('NFKD','ﬁ①')));t(lambda:u.normalize('X','a'));t(lambda:u.is_normalized('NFC','é'));t(lambda:u.is_normalized('NFD','é'));t(lambda:u.is_normalized('Y','é'));t(lambda:u.normalize('NFC',3));t(lambda:u.normalize(3,'')); t(lambda:u.unidata_version); t(lambda:u.ucd_3_2_0.unidata_version); t(lambda:type(u.ucd_3_2_0)); t(lambda:u.UCD())
for form in 'NFC NFD NFKC NFKD'.split():
    h=hashlib.md5()
    for i in range(0, 0x30000, 97):
        if 0xd800<=i<0xe000: continue
        h.update(u.normalize(form,chr(i)+'\u0301a\u0327\u0301').encode())
    print(form,h.hexdigest())
    h=hashlib.md5()
    for i in range(0, 0x30000, 101):
        if 0xd800<=i<0xe000: continue
        h.update(u.ucd_3_2_0.normalize(form,chr(i)+'\u0301a\u0327\u0301').encode())
    print(form,h.hexdigest())
h=hashlib.md5()
for i in range(0, 0x30000, 41):
    h.update(u.name(chr(i),'-').encode())
print(h.hexdigest())
h=hashlib.md5()
for i in range(0, 0x30000, 89):
    h.update(u.ucd_3_2_0.name(chr(i),'-').encode())
print(h.hexdigest())
