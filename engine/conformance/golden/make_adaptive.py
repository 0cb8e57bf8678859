"""Writes adaptive.tsv: which instructions of the programs are specialised when CPython 3.14 has run them, and as what.

usage: python3.14 make_adaptive.py     (CPython 3.14.8, 64-bit Linux; PYTHONHASHSEED is set to 0 for the runs;
       PYTHON names the command to run where sys.executable cannot be started by itself)

A line: the program, a code object's qualified name and first line, then offset and name of each instruction that is no
longer what was compiled. Code objects without any are there, too. Programs that end with an exception
or print nothing are left out.
"""

import sys


def codes(code):
    yield code
    for constant in code.co_consts:
        if type(constant) is type(code):
            yield from codes(constant)


class Output:
    """What the program writes goes nowhere; its first line tells who it is. `compile` cannot: it makes the names of the tree's
    fields immortal."""

    def __init__(self, __main):
        self.__main, self.__code = __main, None

    def write(self, __text):
        __frame = sys._getframe(1)
        while self.__code is None and __frame is not None:
            if __frame.f_code.co_name == "<module>" and __frame.f_globals is self.__main:
                self.__code = __frame.f_code
            __frame = __frame.f_back

    def flush(self):
        pass

    def found(self):
        return self.__code


def run_here(__folder, __name):
    """Runs a program in this process, in a module of its own, and prints its lines on stderr. Nothing else is imported before:
    a library module's names are immortal, and the program's that are equal with them."""
    __main = type(sys)("__main__")
    __out, sys.stdout = sys.stderr, Output(__main.__dict__)
    sys.stderr = sys.stdout
    with open(__folder + __name) as __file:
        __source = __file.read()
    sys.modules["__main__"] = __main
    sys.argv = [__name]
    try:
        exec(__source, __main.__dict__)
        __code = sys.stdout.found()
    except BaseException:
        __code = None
    import dis
    import os

    if __code is None:
        os._exit(0)
    for __one in codes(__code):
        __plain = dis.get_instructions(__one)
        __adaptive = dis.get_instructions(__one, adaptive=True)
        __changed = ", ".join(f"{b.offset} {b.opname}" for a, b in zip(__plain, __adaptive) if a.opname != b.opname)
        print(__name, f"{__one.co_qualname}:{__one.co_firstlineno}", __changed, sep="\t", file=__out)
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
        # `dis` is Python code there, so calls of it take other forms; tracing changes the instructions.
        other = ("import dis", "settrace", "setprofile")
        if path.name == "make_programs.py" or any(word in path.read_text() for word in other):
            continue
        done = subprocess.run(
            [python, __file__, f"{programs}/", path.name], env=environment, capture_output=True, text=True
        )
        lines.append(done.stderr)
    (here / "adaptive.tsv").write_text("".join(lines))


main()
