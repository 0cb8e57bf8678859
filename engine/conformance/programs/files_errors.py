import os
for args in [("nowhere/x", "r"), ("/tmp", "r"), ("x", "q"), ("x", "rw"), ("x", "rt+b"), ("x", "rb", 1, "utf-8"), ("x", "r", 0), ("/tmp/zz_none", "r+"), (b"\0", "r"), (1.5, "r"), ("x", 5), (-1, "r")]:
    try:
        print(open(*args))
    except Exception as e:
        print(type(e).__name__, e)
f = open("/tmp/serpentarium_err_test", "w")
for bad in [lambda: f.read(), lambda: f.write(1), lambda: f.seek(-1), lambda: open("/tmp/serpentarium_err_test", "x"), lambda: open("/tmp/serpentarium_err_test").write("a")]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
f.close()
f.close()
try:
    f.write("a")
except ValueError as e:
    print(e)
os.unlink(f.name)
for bad in [lambda: os.unlink(f.name), lambda: os.rmdir("/nowhere"), lambda: os.listdir("/nowhere"), lambda: os.stat("/nowhere"), lambda: os.rename("/nowhere", "/x"), lambda: os.mkdir("/tmp"), lambda: os.open("/nowhere", 0), lambda: os.read(99, 1), lambda: os.listdir(1.5)]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
