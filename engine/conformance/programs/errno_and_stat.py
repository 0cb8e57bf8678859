import errno, os, stat
print(errno.ENOENT, errno.errorcode[2], os.strerror(13), os.strerror(99999), stat.S_ISDIR(0o040755), stat.filemode(0o100644), stat.filemode(0o041777), stat.S_IMODE(0o100644))
print(OSError(2, "x"), repr(OSError(errno.EEXIST, "m", "f")), FileNotFoundError(2, os.strerror(2), "a", None, "b"), os.fspath("a"), os.sep, os.name, os.linesep == "\n", os.devnull)
class P:
    def __fspath__(self): return "/tmp"
print(os.fspath(P()), os.path.isdir(P()), os.environ.get("SURELY_NOT_THERE"), os.getenv("SURELY_NOT_THERE", "d"))
os.environ["SERPENTARIUM_TEST"] = "1"; print(os.environ["SERPENTARIUM_TEST"], "SERPENTARIUM_TEST" in os.environ); del os.environ["SERPENTARIUM_TEST"]
for bad in [lambda: os.fspath(1), lambda: os.environ["SURELY_NOT_THERE"], lambda: os.environ.__setitem__("a", 1), lambda: os.path.join("a", b"b"), lambda: os.path.join("a", 1)]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
