specs = ["%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%.3d", "%x", "%#x", "%X", "%o", "%#o", "%i", "%u", "%c", "%s", "%10s", "%-10s|", "%.2s", "%r", "%a", "%e", "%.2e", "%E", "%f", "%.1f", "%08.2f", "%+.1f", "%g", "%.3g", "%#g", "%G", "%F", "%%", "%5%", "%ld", "%hd", "%b", "%z", "%"]
values = [0, 42, -7, 10**20, True, 3.7, -0.0, 1e10, float("nan"), "s", "\xe9", b"b", None, [1], 1j, 65]
for spec in specs:
    row = []
    for v in values:
        try:
            row.append(ascii(spec % (v,)))
        except Exception as e:
            row.append(f"{type(e).__name__}: {e}")
    print(spec, row)
