# Format specifications of floats.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""format(1.5, ''), format(1.5, 'e'), format(1.5, 'f'), format(1.5, 'g'), format(1.5, 'n'), format(1.5, '%'), format(1.5, 'E'), format(1.5, 'G')""", lambda: (format(1.5, ''), format(1.5, 'e'), format(1.5, 'f'), format(1.5, 'g'), format(1.5, 'n'), format(1.5, '%'), format(1.5, 'E'), format(1.5, 'G')))
show(r"""format(1234567.891, ',.2f'), format(1234567.891, '_.1f'), format(1234567.891, ','), format(1234567.891, '.3'), format(1234567.891, '.10')""", lambda: (format(1234567.891, ',.2f'), format(1234567.891, '_.1f'), format(1234567.891, ','), format(1234567.891, '.3'), format(1234567.891, '.10')))
show(r"""format(1234.56789, '.5,f'), format(1234.56789, '.5_f'), format(1234.56789, ',.5_f'), format(1234.56789, '._f'), format(1.23456789, '._e')""", lambda: (format(1234.56789, '.5,f'), format(1234.56789, '.5_f'), format(1234.56789, ',.5_f'), format(1234.56789, '._f'), format(1.23456789, '._e')))
show(r"""format(1.5, '.,_f')""", lambda: (format(1.5, '.,_f')))
show(r"""format(1.5, '._,f')""", lambda: (format(1.5, '._,f')))
show(r"""format(1.5, '.,n')""", lambda: (format(1.5, '.,n')))
show(r"""format(1e300, '#'), format(1.0, '#'), format(1e16, ''), format(1e16, '#'), format(1e-7, ''), format(1e22, '.1'), format(1e300, '0^#5')""", lambda: (format(1e300, '#'), format(1.0, '#'), format(1e16, ''), format(1e16, '#'), format(1e-7, ''), format(1e22, '.1'), format(1e300, '0^#5')))
show(r"""format(-0.0, ''), format(-0.0, 'z'), format(-0.001, 'z.1f'), format(-0.001, '.1f'), format(-0.0, '+'), format(0.0, ' ')""", lambda: (format(-0.0, ''), format(-0.0, 'z'), format(-0.001, 'z.1f'), format(-0.001, '.1f'), format(-0.0, '+'), format(0.0, ' ')))
show(r"""format(float('nan'), '10'), format(float('nan'), '010'), format(float('inf'), ','), format(-float('inf'), '+.2f'), format(float('inf'), 'F'), format(float('nan'), '%')""", lambda: (format(float('nan'), '10'), format(float('nan'), '010'), format(float('inf'), ','), format(-float('inf'), '+.2f'), format(float('inf'), 'F'), format(float('nan'), '%')))
show(r"""format(1.5, '010'), format(-1.5, '010'), format(-1.5, '<010'), format(1.5, '*=10'), format(-2.75, '>030.0G'), format(1.5, '.0'), format(2.5, '.0f'), format(3.5, '.0f')""", lambda: (format(1.5, '010'), format(-1.5, '010'), format(-1.5, '<010'), format(1.5, '*=10'), format(-2.75, '>030.0G'), format(1.5, '.0'), format(2.5, '.0f'), format(3.5, '.0f')))
show(r"""format(1.5, 'd')""", lambda: (format(1.5, 'd')))
show(r"""format(1.5, 's')""", lambda: (format(1.5, 's')))
show(r"""format(1.5, 'x')""", lambda: (format(1.5, 'x')))
show(r"""format(1.5, '.99999999999f')""", lambda: (format(1.5, '.99999999999f')))
show(r"""format(1.5, '#.0f'), format(1.5, '#.0e'), format(1.5, '#g'), format(100.0, '#.3g'), format(1.0, '.0%'), format(1.0, '#.0%')""", lambda: (format(1.5, '#.0f'), format(1.5, '#.0e'), format(1.5, '#g'), format(100.0, '#.3g'), format(1.0, '.0%'), format(1.0, '#.0%')))
show(r"""format(123456789.0, '020,.2f'), format(0.1 + 0.2, '.17'), format(1 / 3, '.3%')""", lambda: (format(123456789.0, '020,.2f'), format(0.1 + 0.2, '.17'), format(1 / 3, '.3%')))
