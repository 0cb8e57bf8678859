import time
t = time.gmtime(86400 * 365)
print(t, t.tm_year, tuple(t), time.asctime(t), time.strftime("%Y-%m-%d %H:%M:%S %a %b %j %U %W %p %y %%", t))
print(time.gmtime(0).tm_wday, time.strftime("%G-W%V-%u", time.gmtime(1704067200)))
for bad in [lambda: time.strftime("%Y", (1,)), lambda: time.asctime((2000, 13, 1, 0, 0, 0, 0, 1, 0)), lambda: time.struct_time((1, 2)), lambda: time.gmtime(1e20), lambda: time.strftime(1)]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
