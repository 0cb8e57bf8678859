"""Writes the numbers that modules of the system have under Linux, asked of the CPython that runs this.

usage: python3.14 make_constants.py > ../../modules/src/constants.tsv

One line a number: module, name, number, in the order of the module's dict. `sysconf` stands for what `os.sysconf_names` has.
"""

import importlib
import os

MODULES = ["_socket", "fcntl", "resource", "select", "posix", "mmap"]


def main():
    for module in MODULES:
        for name, value in vars(importlib.import_module(module)).items():
            if type(value) is int and not name.startswith("__"):
                print(module, name, value, sep="\t")
    for name, value in os.sysconf_names.items():
        print("sysconf", name, value, sep="\t")


main()
