# Format specifications of text, and what they refuse.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""format('abc', '')""", lambda: (format('abc', '')))
show(r"""format('abc', '10'), format('abc', '<10'), format('abc', '>10'), format('abc', '^10'), format('abc', '*^10')""", lambda: (format('abc', '10'), format('abc', '<10'), format('abc', '>10'), format('abc', '^10'), format('abc', '*^10')))
show(r"""format('abc', '.2'), format('abc', '5.2'), format('abc', 's'), format('abc', '05'), format('abc', '<05')""", lambda: (format('abc', '.2'), format('abc', '5.2'), format('abc', 's'), format('abc', '05'), format('abc', '<05')))
show(r"""format('abc', '+'), format('abc', '-')""", lambda: (format('abc', '+'), format('abc', '-')))
show(r"""format('abc', '-')""", lambda: (format('abc', '-')))
show(r"""format('abc', ' ')""", lambda: (format('abc', ' ')))
show(r"""format('abc', 'z')""", lambda: (format('abc', 'z')))
show(r"""format('abc', '#')""", lambda: (format('abc', '#')))
show(r"""format('abc', '=10')""", lambda: (format('abc', '=10')))
show(r"""format('abc', ',')""", lambda: (format('abc', ',')))
show(r"""format('abc', '_')""", lambda: (format('abc', '_')))
show(r"""format('abc', '_,')""", lambda: (format('abc', '_,')))
show(r"""format('abc', ',_')""", lambda: (format('abc', ',_')))
show(r"""format('abc', ',,')""", lambda: (format('abc', ',,')))
show(r"""format('abc', 'd')""", lambda: (format('abc', 'd')))
show(r"""format('abc', 'é')""", lambda: (format('abc', 'é')))
show(r"""format('abc', '.')""", lambda: (format('abc', '.')))
show(r"""format('abc', '10.x')""", lambda: (format('abc', '10.x')))
show(r"""format('abc', 'ss')""", lambda: (format('abc', 'ss')))
show(r"""format('abc', '99999999999999999999')""", lambda: (format('abc', '99999999999999999999')))
show(r"""format('abc', '.99999999999999999999')""", lambda: (format('abc', '.99999999999999999999')))
show(r"""format('h\xe9\u65e5', '\u65e5^9')""", lambda: (format('h\xe9\u65e5', '\u65e5^9')))
show(r"""'{:>{}}'.format('a', 5), '{:{}{}}'.format('a', '<', 5), '{0:{1}}'.format('a', 5)""", lambda: ('{:>{}}'.format('a', 5), '{:{}{}}'.format('a', '<', 5), '{0:{1}}'.format('a', 5)))
