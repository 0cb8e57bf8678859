"""Writes what CPython's compiler makes of every file of a library, as hashes.

    python3.14 make_compiler_tables.py LIB_FOLDER > compiler.tsv

Columns: path, then SHA-256 of
- what `python3.14 -m symtable FILE` prints,
- the code object at optimisation level 0, and at level 2 (see `code_text`),
- what `python3.14 -m dis FILE` prints, and with `-C -O -P -S`, addresses as 0x0,
- the bytes that `python3.14 -m py_compile FILE` writes, the source dated 1970.
File names are relative to the folder. Strings hash as under PYTHONHASHSEED=0, for the order of sets.
"""

import contextlib
import hashlib
import io
import os
import pathlib
import re
import shutil
import struct
import subprocess
import symtable
import sys
import tempfile
import types
import warnings

# Where sys.executable needs a wrapper to run, name that here.
PYTHON = os.environ.get("PYTHON", sys.executable)


def printed(function, *args, **kwargs):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        function(*args, **kwargs)
    return re.sub(r' at 0x[0-9a-f]+, file "', ' at 0x0, file "', out.getvalue())


def const_text(value):
    match value:
        case types.CodeType():
            return "{" + code_text(value) + "}"
        case tuple():
            return "(" + "".join(const_text(item) + "," for item in value) + ")"
        case frozenset():
            return "set(" + "".join(sorted(const_text(item) + "," for item in value)) + ")"
        case slice():
            return "slice" + const_text((value.start, value.stop, value.step))
        case float():
            return "float " + struct.pack(">d", value).hex()
        case complex():
            return "complex " + struct.pack(">dd", value.real, value.imag).hex()
        case _:
            return repr(value)


def code_text(code):
    """Every field on a line of its own; nested code objects among the constants in braces."""
    numbers = [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_stacksize, code.co_flags]
    fields = [
        repr(code.co_name),
        repr(code.co_qualname),
        repr(code.co_filename),
        str(code.co_firstlineno),
        " ".join(map(str, numbers)),
        code.co_code.hex(),
        const_text(code.co_consts),
        const_text(code.co_names),
        const_text(code.co_varnames),
        const_text(code.co_cellvars),
        const_text(code.co_freevars),
        code.co_linetable.hex(),
        code.co_exceptiontable.hex(),
    ]
    return "\n".join(fields)


# The order of a frozenset constant depends on which words were interned before: a new process compiles each file, as
# `python3.14 FILE` does, and only then imports what prints.
LISTINGS = """
import sys
with open(sys.argv[1], "rb") as file:
    code = compile(file.read(), sys.argv[1], "exec", optimize=0, dont_inherit=True)
import dis
dis.dis(code)
print(end="\\0")
dis.dis(code, show_caches=True, adaptive=True, show_offsets=True, show_positions=True)
"""


def listings(name):
    command = [PYTHON, "-W", "ignore", "-X", "utf8", "-c", LISTINGS, name]
    env = os.environ | {"PYTHONIOENCODING": "utf-8:surrogatepass"}
    out = subprocess.run(command, check=True, capture_output=True, env=env)
    text = out.stdout.decode("utf-8", "surrogatepass")
    return re.sub(r' at 0x[0-9a-f]+, file "', ' at 0x0, file "', text).split("\0", 1)


def stages(name, source):
    code = compile(source, name, "exec", optimize=0, dont_inherit=True)
    yield printed(symtable.main, [name])
    yield code_text(code)
    yield code_text(compile(source, name, "exec", optimize=2, dont_inherit=True))
    yield from listings(name)


def compile_all(folder, names):
    for name in names:
        os.utime(folder / name, (0, 0))
    for start in range(0, len(names), 100):
        command = [PYTHON, "-W", "ignore", "-m", "py_compile", *names[start : start + 100]]
        subprocess.run(command, cwd=folder, check=True)


def main():
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary, "Lib")
        shutil.copytree(sys.argv[1], folder, ignore=shutil.ignore_patterns("__pycache__"))
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
        compile_all(folder, names)
        os.chdir(folder)
        print("# CPython", sys.version.split()[0])
        for name in names:
            path = pathlib.Path(name)
            texts = [text.encode("utf-8", "surrogatepass") for text in stages(name, path.read_bytes())]
            texts.append((path.parent / "__pycache__" / (path.stem + ".cpython-314.pyc")).read_bytes())
            print(name, *(hashlib.sha256(text).hexdigest() for text in texts), sep="\t")


if os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(PYTHON, [PYTHON, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})
main()
