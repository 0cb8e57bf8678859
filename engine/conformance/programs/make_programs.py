"""Writes what CPython 3.14 makes of every program beside this script into NAME.expected.

usage: python3.14 make_programs.py     (CPython 3.14.8, 64-bit Linux; PYTHONHASHSEED is set to 0 for the runs;
       PYTHON names the command to run where sys.executable cannot be started by itself)

Sections: exit status, standard output and standard error in full (the folder's name taken away); of tokens, tree,
disassembly, symbol table, .pyc and the trace of instructions the number of lines (or bytes) and a SHA-256. Addresses are
replaced by 0x0, the library's folder by the one that ours seems to lie in. Warnings of the compiler are left out. The .pyc's header is left out: it holds the time of the file.
"""

import contextlib
import dis
import hashlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = os.environ.get("PYTHON", sys.executable)
NAMESPACE = {"__name__": "__main__"}
ENV = dict(os.environ, PYTHONHASHSEED="0", NO_COLOR="1", PYTHONDONTWRITEBYTECODE="", PYTHONWARNINGS="ignore")


def run(*args, masked=True):
    done = subprocess.run([PYTHON, *args], cwd=HERE, env=ENV, capture_output=True)

    def text(data):
        shown = data.decode().replace(os.path.dirname(os.__file__), "/usr/local/lib/python3.14")
        return re.sub(r"\b0x[0-9a-f]{6,}", "0x0", shown) if masked else data.decode()

    return done.returncode, text(done.stdout), text(done.stderr)


def digest(data):
    data = data.encode() if isinstance(data, str) else data
    lines = data.count(b"\n")
    return f"{lines} {hashlib.sha256(data).hexdigest()}"


def trace(path):
    """The instructions executed in the file's own code, as sys.monitoring reports them."""
    module = compile((HERE / path).read_bytes(), path, "exec")
    lines, opnames = [], {}

    def on_instruction(code, offset):
        if code.co_filename == path:
            if code not in opnames:
                opnames[code] = {i.offset: i.opname for i in dis.get_instructions(code, adaptive=False)}
            lines.append(f"{code.co_qualname} {offset} {opnames[code].get(offset)}\n")

    monitoring, events = sys.monitoring, sys.monitoring.events
    monitoring.use_tool_id(monitoring.PROFILER_ID, "trace")
    monitoring.register_callback(monitoring.PROFILER_ID, events.INSTRUCTION, on_instruction)
    monitoring.set_events(monitoring.PROFILER_ID, events.INSTRUCTION)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(module, NAMESPACE)
    except BaseException:
        pass
    monitoring.set_events(monitoring.PROFILER_ID, 0)
    monitoring.free_tool_id(monitoring.PROFILER_ID)
    return "".join(lines)


def pyc(name):
    """What py_compile writes for the file, behind the header."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(HERE / name, folder)
        subprocess.run([PYTHON, "-W", "ignore", "-m", "py_compile", name], cwd=folder, env=ENV, check=True)
        (cached,) = pathlib.Path(folder, "__pycache__").iterdir()
        return cached.read_bytes()[16:]


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--trace":
        sys.stdout.write(trace(sys.argv[2]))
        sys.stdout.flush()
        os._exit(0)  # finalizers at shutdown would print between the lines
    for path in sorted(HERE.glob("*.py")):
        name = path.name
        if name == "make_programs.py":
            continue
        status, out, err = run(str(path))
        err = err.replace(str(HERE) + "/", "")
        tokens = run("-m", "tokenize", "-e", name, masked=False)[1]
        tree = run("-m", "ast", "-a", name, masked=False)[1]
        listing = run("-m", "dis", name)[1]
        symbols = run("-m", "symtable", name)[1]
        steps = run("make_programs.py", "--trace", name)[1]
        compiled = pyc(name)
        with open(path.with_suffix(".expected"), "w", newline="\n") as file:
            file.write(f"status {status}\n")
            file.write(f"tokens {digest(tokens)}\nast {digest(tree)}\ndis {digest(listing)}\n")
            file.write(f"symtable {digest(symbols)}\n")
            file.write(f"pyc {len(compiled)} {hashlib.sha256(compiled).hexdigest()}\ntrace {digest(steps)}\n")
            file.write(f"--- stdout\n{out}--- stderr\n{err}")


main()
