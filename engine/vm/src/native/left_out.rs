//! Modules that are C in CPython and not here: those left out for good, with the sentence that says why, and those that are
//! owed, and refused by name until they are built. For all others the library has the same in Python, and does with it.

/// Left out for good: importing one is an ordinary `ImportError`.
const FOR_GOOD: &[(&str, &str)] = &[
    ("_ssl", "There is no network here, so `ssl` is left out."),
    ("_ctypes", "`ctypes` calls machine code; nothing outside this Python can be called."),
    ("_sqlite3", "`sqlite3` is a library in C; use `json`, `csv` or `pickle` to keep data."),
    ("_tkinter", "There are no windows of a program's own here; print what is to be seen."),
    ("_curses", "There is no terminal that a program could draw on; print lines instead."),
    ("_curses_panel", "There is no terminal that a program could draw on; print lines instead."),
    ("readline", "There is no terminal whose lines a program could edit; `input()` works."),
    ("_dbm", "`dbm` files of C libraries are left out; `dbm.dumb` works."),
    ("_gdbm", "`dbm` files of C libraries are left out; `dbm.dumb` works."),
    ("_posixshmem", "There is one process here, so no memory is shared."),
    ("_multiprocessing", "There is one process here; `multiprocessing` cannot start others."),
    ("_remote_debugging", "There is one process here, and no other to look into."),
    ("termios", "There is no terminal here whose settings could be changed."),
    ("syslog", "There is no log of a system here; `logging` works."),
    ("_hashlib", "This is OpenSSL's; the hashes that `hashlib` has of its own work."),
    ("_scproxy", "It belongs to another system."),
    ("_winapi", "It belongs to another system."),
    ("winreg", "It belongs to another system."),
    ("msvcrt", "It belongs to another system."),
    ("nt", "It belongs to another system."),
    ("tkinter", "There are no windows of a program's own here; print what is to be seen."),
    ("turtle", "There are no windows of a program's own here; print what is to be seen."),
    ("curses", "There is no terminal that a program could draw on; print lines instead."),
    ("numpy", "It is a package in C; lists, `array`, `math` and `statistics` work."),
    ("pandas", "It is a package in C; `csv`, `statistics` and `collections` work."),
    ("scipy", "It is a package in C; `math`, `statistics` and `fractions` work."),
    ("matplotlib", "It is a package in C that draws; print what is to be seen."),
    ("requests", "There is no network here."),
];

/// What CPython has in C and the library cannot do without, built here or not.
const NATIVE: &[&str] = &[
    "_ast",
    "_blake2",
    "_bz2",
    "_codecs",
    "_codecs_cn",
    "_codecs_hk",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "_codecs_tw",
    "_contextvars",
    "_csv",
    "_hmac",
    "_interpreters",
    "_io",
    "_locale",
    "_lzma",
    "_md5",
    "_multibytecodec",
    "_posixsubprocess",
    "_random",
    "_sha1",
    "_sha2",
    "_sha3",
    "_signal",
    "_socket",
    "_sre",
    "_stat",
    "_string",
    "_struct",
    "_symtable",
    "_sysconfig",
    "_thread",
    "_tokenize",
    "_tracemalloc",
    "_typing",
    "_warnings",
    "_weakref",
    "_zstd",
    "array",
    "atexit",
    "binascii",
    "cmath",
    "errno",
    "faulthandler",
    "fcntl",
    "gc",
    "grp",
    "itertools",
    "marshal",
    "math",
    "mmap",
    "posix",
    "pwd",
    "pyexpat",
    "resource",
    "select",
    "time",
    "unicodedata",
    "zlib",
];

/// Why a module is left out for good.
pub fn reason(name: &str) -> Option<&'static str> {
    FOR_GOOD.iter().find(|(left_out, _)| *left_out == name).map(|(_, reason)| *reason)
}

/// Files of the library that do without these modules where they are missing, as on other systems.
const GUARDED: &[(&str, &[&str])] = &[
    ("/shutil.py", &["zlib", "_bz2", "_lzma", "_zstd", "pwd", "grp"]),
    ("/tarfile.py", &["zlib", "_bz2", "_lzma", "_zstd", "pwd", "grp"]),
    ("/zipfile/__init__.py", &["zlib", "_bz2", "_lzma", "_zstd"]),
    ("/pathlib/__init__.py", &["pwd", "grp"]),
    ("/pathlib/_os.py", &["fcntl"]),
    ("/subprocess.py", &["fcntl", "grp", "pwd"]),
    ("/hmac.py", &["_hmac"]),
    ("/concurrent/futures/__init__.py", &["_interpreters"]),
];

/// Whether a file of the library does without a module.
pub fn does_without(file: &str, name: &str) -> bool {
    GUARDED.iter().any(|(end, names)| file.ends_with(end) && names.contains(&name))
}

/// Whether a module that is not here is refused by name.
pub fn is_owed(name: &str) -> bool {
    NATIVE.contains(&name)
}
