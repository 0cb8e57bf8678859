import os, stat
base = "/tmp/serpentarium_folder_test"
os.makedirs(base + "/a/b")
for n in ["x", "y"]:
    with open(f"{base}/a/{n}", "wb") as f:
        f.write(n.encode() * 3)
print(sorted(os.listdir(base + "/a")), os.path.isdir(base), os.path.isfile(base + "/a/x"), os.path.getsize(base + "/a/x"))
print(sorted((e.name, e.is_dir(), e.is_file()) for e in os.scandir(base + "/a")))
os.rename(base + "/a/x", base + "/z")
print([(p[len(base):], sorted(d), sorted(f)) for p, d, f in os.walk(base)])
s = os.stat(base + "/z")
print(stat.S_ISREG(s.st_mode), s.st_size, s[6] == s.st_size, len(s), stat.filemode(s.st_mode)[0])
os.utime(base + "/z", (1, 2)); print(os.stat(base + "/z").st_mtime, os.stat(base + "/z").st_mtime_ns)
here = os.getcwd(); os.chdir(base); print(os.path.exists("z"), os.path.abspath("z") == base + "/z"); os.chdir(here)
try:
    os.rmdir(base)
except OSError as e:
    print(type(e).__name__, e.errno, e.strerror)
for p, d, f in os.walk(base, topdown=False):
    for n in f: os.remove(os.path.join(p, n))
    for n in d: os.rmdir(os.path.join(p, n))
os.rmdir(base)
print(os.path.exists(base))
print(os.path.join("a", "/b"), os.path.normpath("a//b/../c/."), os.path.split("/a/b"), os.path.splitext("x.tar.gz"), os.path.commonpath(["/a/b", "/a/c"]), os.path.relpath("/a/b", "/a/c/d"))
fd = os.open("/tmp/serpentarium_fd", os.O_CREAT | os.O_RDWR); print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.read(fd, 3)); os.close(fd); os.unlink("/tmp/serpentarium_fd")
