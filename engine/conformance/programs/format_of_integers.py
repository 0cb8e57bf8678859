# Format specifications of integers.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""format(1234567, ','), format(1234567, '_'), format(1234567, '_x'), format(1234567, '_b'), format(1234567, '_o')""", lambda: (format(1234567, ','), format(1234567, '_'), format(1234567, '_x'), format(1234567, '_b'), format(1234567, '_o')))
show(r"""format(1234567, ',x')""", lambda: (format(1234567, ',x')))
show(r"""format(255, '#x'), format(255, '#X'), format(255, '#o'), format(255, '#b'), format(255, '#d'), format(255, '#010x'), format(255, '#_b')""", lambda: (format(255, '#x'), format(255, '#X'), format(255, '#o'), format(255, '#b'), format(255, '#d'), format(255, '#010x'), format(255, '#_b')))
show(r"""format(-255, '010'), format(-255, '=10'), format(-255, '*=10'), format(-255, '<010'), format(255, '+'), format(255, ' '), format(255, '-')""", lambda: (format(-255, '010'), format(-255, '=10'), format(-255, '*=10'), format(-255, '<010'), format(255, '+'), format(255, ' '), format(255, '-')))
show(r"""format(255, '.2')""", lambda: (format(255, '.2')))
show(r"""format(255, 'z')""", lambda: (format(255, 'z')))
show(r"""format(255, 'c'), format(0x1F600, 'c'), format(65, '5c'), format(65, '<5c')""", lambda: (format(255, 'c'), format(0x1F600, 'c'), format(65, '5c'), format(65, '<5c')))
show(r"""format(255, '+c')""", lambda: (format(255, '+c')))
show(r"""format(255, '#c')""", lambda: (format(255, '#c')))
show(r"""format(-1, 'c')""", lambda: (format(-1, 'c')))
show(r"""format(0x110000, 'c')""", lambda: (format(0x110000, 'c')))
show(r"""format(255, 's')""", lambda: (format(255, 's')))
show(r"""format(255, 'r')""", lambda: (format(255, 'r')))
show(r"""format(255, '.3r')""", lambda: (format(255, '.3r')))
show(r"""format(255, 'e'), format(255, '.2f'), format(255, '%'), format(255, 'g'), format(255, 'n'), format(10**20, ','), format(10**400 // 10**380, 'e')""", lambda: (format(255, 'e'), format(255, '.2f'), format(255, '%'), format(255, 'g'), format(255, 'n'), format(10**20, ','), format(10**400 // 10**380, 'e')))
show(r"""format(10**400, 'e')""", lambda: (format(10**400, 'e')))
show(r"""format(True, 'd'), format(True, ''), format(True, '5'), format(False, 'x')""", lambda: (format(True, 'd'), format(True, ''), format(True, '5'), format(False, 'x')))
show(r"""format(1234567, '015,'), format(1234567, '016,'), format(1234567, '017_d'), format(-1, '#1.0%')""", lambda: (format(1234567, '015,'), format(1234567, '016,'), format(1234567, '017_d'), format(-1, '#1.0%')))
show(r"""format(7, '08b'), format(7, '<8b'), format(7, '^8b'), format(7, '#08b')""", lambda: (format(7, '08b'), format(7, '<8b'), format(7, '^8b'), format(7, '#08b')))
