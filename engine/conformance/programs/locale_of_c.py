# The locale that there is.
import locale
import _locale

print(locale.localeconv())
print(_locale.setlocale(_locale.LC_NUMERIC), locale.nl_langinfo(locale.DAY_1), locale.nl_langinfo(locale.D_FMT), locale.strcoll("a", "b"), locale.strxfrm("x"))
print(locale.format_string("%d %.2f", (1234567, 2.5), grouping=True), locale.str(2.5), locale.atof("2.5"), locale.setlocale(locale.LC_TIME, "C"))
for bad in (lambda: locale.setlocale(locale.LC_ALL, "xx_XX"), lambda: locale.setlocale(99), lambda: locale.setlocale(0, 5), lambda: locale.nl_langinfo(1), lambda: _locale.strcoll(1, "a")):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(_locale.LC_ALL, _locale.LC_MESSAGES, _locale.CHAR_MAX, _locale.Error.__mro__)
