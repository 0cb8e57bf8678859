# Format specifications of complex numbers.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""format(1 + 2j, ''), format(2j, ''), format(-0.0 - 2j, ''), format(1 + 2j, 'f'), format(2j, 'f'), format(1 + 2j, '.2f'), format(1 + 2j, 'e'), format(1 + 2j, 'g')""", lambda: (format(1 + 2j, ''), format(2j, ''), format(-0.0 - 2j, ''), format(1 + 2j, 'f'), format(2j, 'f'), format(1 + 2j, '.2f'), format(1 + 2j, 'e'), format(1 + 2j, 'g')))
show(r"""format(1 + 2j, '20'), format(1 + 2j, '<20') + '|', format(1 + 2j, '^20') + '|', format(1 + 2j, '*>20'), format(2j, '10')""", lambda: (format(1 + 2j, '20'), format(1 + 2j, '<20') + '|', format(1 + 2j, '^20') + '|', format(1 + 2j, '*>20'), format(2j, '10')))
show(r"""format(1 + 2j, '+'), format(1 + 2j, ' '), format(2j, '+'), format(1 - 2j, '+f'), format(-1 - 2j, ' f')""", lambda: (format(1 + 2j, '+'), format(1 + 2j, ' '), format(2j, '+'), format(1 - 2j, '+f'), format(-1 - 2j, ' f')))
show(r"""format(1 + 2j, '020')""", lambda: (format(1 + 2j, '020')))
show(r"""format(1 + 2j, '=20')""", lambda: (format(1 + 2j, '=20')))
show(r"""format(1 + 2j, 'd')""", lambda: (format(1 + 2j, 'd')))
show(r"""format(1 + 2j, '%')""", lambda: (format(1 + 2j, '%')))
show(r"""format(1 + 2j, 's')""", lambda: (format(1 + 2j, 's')))
show(r"""format(1 + 2j, 'z'), format(-0.0 + 2j, 'zf')""", lambda: (format(1 + 2j, 'z'), format(-0.0 + 2j, 'zf')))
show(r"""format(12345.678 + 98765.432j, ',.1f'), format(12345.678 + 98765.432j, '_.1f'), format(1e300 + 1j, '#'), format(1 + 2j, '#'), format(1 + 2j, '.3'), format(1 + 2j, '#.3')""", lambda: (format(12345.678 + 98765.432j, ',.1f'), format(12345.678 + 98765.432j, '_.1f'), format(1e300 + 1j, '#'), format(1 + 2j, '#'), format(1 + 2j, '.3'), format(1 + 2j, '#.3')))
show(r"""format(complex('nan+infj'), ''), format(complex('nan+infj'), 'F'), format(complex('-inf-infj'), '.2f')""", lambda: (format(complex('nan+infj'), ''), format(complex('nan+infj'), 'F'), format(complex('-inf-infj'), '.2f')))
show(r"""complex.from_number(5), complex.from_number(2.5), complex.from_number(1j), complex.from_number(True)""", lambda: (complex.from_number(5), complex.from_number(2.5), complex.from_number(1j), complex.from_number(True)))
show(r"""complex.from_number('5')""", lambda: (complex.from_number('5')))
show(r"""complex.from_number(None)""", lambda: (complex.from_number(None)))
show(r"""(1 + 2j).__format__(5)""", lambda: ((1 + 2j).__format__(5)))
