"""Writes adaptive.tsv: which instructions of the programs are specialised when CPython 3.14 has run them, and as what.

usage: python3.14 make_adaptive.py     (CPython 3.14.8, 64-bit Linux; PYTHONHASHSEED is set to 0 for the runs;
       PYTHON names the command to run where sys.executable cannot be started by itself)

A line: the program, a code object's qualified name and first line, then offset and name of each instruction that is no
longer what was compiled. Code objects without any are there, too. Programs that end with an exception are left out.
"""

import sys

# Behind the program: who it is. `compile` is not called before, as it makes the names of the tree's fields immortal.
LAST = "\nimport sys as __s; __c = __s._getframe().f_code\n"


def codes(code):
    yield code
    for constant in code.co_consts:
        if type(constant) is type(code):
            yield from codes(constant)


def run_here(__folder, __name):
    """Runs a program in this process, in a module of its own, and prints its lines on stderr. Nothing else is imported before:
    a library module's names are immortal, and the program's that are equal with them."""
    __out, sys.stdout = sys.stderr, open("/dev/null", "w")
    sys.stderr = sys.stdout
    with open(__folder + __name) as __file:
        __source = __file.read()
    __main = type(sys)("__main__")
    sys.modules["__main__"] = __main
    sys.argv = [__name]
    try:
        exec(__source + LAST, __main.__dict__)
        __code = __main.__dict__["__c"]
    except BaseException:
        __code = None
    import dis
    import os

    if __code is None:
        os._exit(0)
    written = compile(__source, __name, "exec")
    for one in codes(__code):
        plain = dis.get_instructions(one)
        adaptive = dis.get_instructions(one, adaptive=True)
        changed = [(b.offset, b.opname) for a, b in zip(plain, adaptive) if a.opname != b.opname]
        if one is __code:
            # The end of the module is where it was written, not behind what was added.
            end = len(written.co_code) - 4
            changed = [row for row in changed if row[0] < end] + [(end, "LOAD_CONST_IMMORTAL")]
        text = ", ".join(f"{offset} {opname}" for offset, opname in changed)
        print(__name, f"{one.co_qualname}:{one.co_firstlineno}", text, sep="\t", file=__out)
    __out.flush()
    os._exit(0)  # finalizers at shutdown are not of interest


def main():
    if len(sys.argv) == 3:
        run_here(sys.argv[1], sys.argv[2])
    import os
    import pathlib
    import subprocess

    here = pathlib.Path(__file__).resolve().parent
    programs = here.parent / "programs"
    python = os.environ.get("PYTHON", sys.executable)
    environment = dict(os.environ, PYTHONHASHSEED="0")
    lines = []
    for path in sorted(programs.glob("*.py")):
        if path.name == "make_programs.py":
            continue
        done = subprocess.run(
            [python, __file__, f"{programs}/", path.name], env=environment, capture_output=True, text=True
        )
        lines.append(done.stderr)
    (here / "adaptive.tsv").write_text("".join(lines))


main()
