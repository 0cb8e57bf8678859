def html(template):
    out = []
    for item in template:
        if isinstance(item, str): out.append(item)
        else:
            v = item.value
            if item.conversion == "r": v = repr(v)
            elif item.conversion == "s": v = str(v)
            elif item.conversion == "a": v = ascii(v)
            if isinstance(v, type(template)): v = html(v)
            out.append(format(v, item.format_spec) if not isinstance(v, str) or item.format_spec else v.replace("<", "&lt;"))
    return "".join(out)
name, n = "<b>", 3.14159
print(html(t"<p>{name} {n:.2f} {name!r:>8} {t'<i>{n}</i>'}</p>"))
print(html(t"{'nested ' + t'{name}'.values[0]}"), t"{t'{name}'}".interpolations[0].value.strings)
print(t"{ {'a': 1}['a'] }".interpolations[0].expression, t"{(lambda x: x)(2)}".values)
print(t"{n=}", t"{n = !r:>10}", t"{n:{'>'}{10}}")
print(t"""multi
{n}
line""".strings)
print(t"{{literal}} {n}".strings, rt"\d{n}\w".strings, t"\x41{n}".strings)
async def co():
    async def v(): return "awaited"
    return t"{await v()}"
try: co().send(None)
except StopIteration as e: print(e.value)
def gen():
    x = t"{(yield 'asked')}"
    yield x
g = gen(); next(g); print(g.send("sent"))
class R:
    def __repr__(self): raise RuntimeError("repr")
try: repr(t"{R()}")
except RuntimeError as e: print(e)
order = []
def o(x): order.append(x); return x
t"{o(1):{o(2)}}{o(3)}"
print(order)
total = t""
for i in range(3): total += t"{i},"
print(total.strings, total.values, [i.expression for i in total.interpolations])
