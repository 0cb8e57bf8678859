"""Writes what CPython prints for every invalid program of a list.

    python3.14 make_syntax_errors.py CASES [PYTHON] > EXPECTED

where CASES is engine/syntax/tests/invalid/cases.txt and PYTHON the interpreter to ask, this one by default.
Programs are separated by lines of `===`; `bytes EXPRESSION` stands for the bytes that the expression makes. Each is
run as a file named `prog.py`; what it prints on stderr follows the program's number in the output.
"""

import os
import subprocess
import sys
import tempfile


def programs(path):
    with open(path, encoding="utf-8") as file:
        for text in file.read().split("\n===\n"):
            if text.startswith("bytes "):
                yield eval(text[len("bytes "):])
            else:
                yield text.encode() + b"\n"


def main():
    print("# CPython", sys.version.split()[0])
    with tempfile.TemporaryDirectory() as folder:
        for number, program in enumerate(programs(sys.argv[1]), 1):
            with open(os.path.join(folder, "prog.py"), "wb") as file:
                file.write(program)
            command = [sys.argv[2] if len(sys.argv) > 2 else sys.executable, "-I", "-W", "ignore", "prog.py"]
            answer = subprocess.run(command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)
            text = answer.stderr.decode("utf-8", "replace").replace(os.path.join(folder, "prog.py"), "prog.py")
            print(f"=== {number}")
            print(text, end="")


main()
