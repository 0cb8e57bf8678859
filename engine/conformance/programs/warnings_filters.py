import warnings, sys
def f(): warnings.warn("careful", UserWarning, stacklevel=2)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    f(); f()
    warnings.warn(DeprecationWarning("old"))
print([(str(x.message), x.category.__name__, x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        f()
    except UserWarning as e:
        print("raised", e)
with warnings.catch_warnings(record=True) as w:
    warnings.resetwarnings(); warnings.simplefilter("once")
    for _ in range(3): f()
print(len(w))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.filterwarnings("ignore", message="care")
    f(); warnings.warn("other")
print([str(x.message) for x in w])
for bad in [lambda: warnings.warn("x", int), lambda: warnings.simplefilter("nope"), lambda: warnings.warn("x", "y")]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(warnings.formatwarning("msg", UserWarning, "file.py", 3, "line of it"))
