import datetime as d
x = d.datetime(2024, 2, 29, 12, 30, 5)
print(x, repr(x), x.isoformat(), x + d.timedelta(days=366), x.weekday(), x.timetuple().tm_yday, x.date(), x.time())
print(d.date(2024, 1, 31) - d.date(2023, 12, 1), d.timedelta(hours=25, seconds=1), repr(d.timedelta(-1)))
print(d.datetime.fromisoformat("2020-01-02T03:04:05+02:00"), d.date.fromisoformat("2020-02-03"), d.timezone(d.timedelta(hours=1)))
print(f"{x:%Y-%m-%d}", x.replace(year=2000), x < d.datetime(2025, 1, 1), d.date.min, d.MAXYEAR)
for bad in [lambda: d.date(2023, 2, 29), lambda: d.date.fromisoformat("x")]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
