"""Runs the cases of one module of CPython's test suite and says of each how it ended. See suite_beside_python.py.

usage: python3.14 suite_driver.py MODULE [LIST]     (LIST: a file with the numbers of the cases to run, in order of loading)

Each line for the script begins with a mark that no test prints: `case NUMBER ID` for all cases, then `start NUMBER`, `ran NUMBER OUTCOME REASON`.
"""

import importlib.machinery
import sys
import unittest

MARK = "\x01suite "

# Modules in C that a test module asks for, for the sake of a few cases or to test them beside their like in Python. Where they are not
# there, empty ones stand in: cases that use them fail, and those of an accelerator run what the library has in Python.
STAND_INS = {
    "test_inspect": ["_pickle"],
    "test_types": ["_datetime", "_interpreters"],
    "test_sys": ["_interpreters"],
    "test_import": ["_testmultiphase", "_interpreters"],
    "test_json": ["_json"],
    "test_functools": ["_functools"],
}


def tell(text):
    out = sys.__stdout__
    out.write("\n" + MARK + text.replace("\n", " ") + "\n")
    out.flush()


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


def keep(suite, wanted):
    """Takes the cases that are not wanted out of a suite, whose nesting matters for what classes and modules set up."""
    kept = []
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            keep(test, wanted)
            kept.append(test)
        elif test.suite_number in wanted:
            kept.append(test)
    suite._tests = kept


class Outcomes(unittest.TestResult):
    """Says when a case starts and how it ended; a case whose part fails has failed."""

    def startTest(self, test):
        super().startTest(test)
        self.outcome = ("pass", "")
        tell(f"start {test.suite_number}")

    def stopTest(self, test):
        super().stopTest(test)
        tell(f"ran {test.suite_number} {self.outcome[0]} {self.outcome[1]}")

    def bad(self, outcome, test, err):
        reason = f"{err[0].__name__}: {short(err[1])}"
        if getattr(test, "suite_number", None) is None and not hasattr(test, "test_case"):
            tell(f"around {outcome} {reason}")
        else:
            self.outcome = (outcome, reason)

    def addError(self, test, err):
        self.bad("error", test, err)

    def addFailure(self, test, err):
        self.bad("fail", test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.outcome = ("fail" if issubclass(err[0], test.failureException) else "error", f"{err[0].__name__}: {short(err[1])}")

    def addSkip(self, test, reason):
        if getattr(test, "suite_number", None) is not None:
            self.outcome = ("skip", reason)

    def addExpectedFailure(self, test, err):
        self.outcome = ("skip", "expected failure")

    def addUnexpectedSuccess(self, test):
        self.outcome = ("fail", "unexpected success")


def short(error):
    try:
        return str(error)[:300]
    except BaseException as raised:
        return f"(no text: {type(raised).__name__})"


class StandIns:
    """Finds and makes empty modules."""

    def __init__(self, names):
        self.names = [name for name in names if name not in sys.builtin_module_names]
        # What of the library is written in Python has found out by then that they are missing.
        import datetime, pickle  # noqa: F401, E401

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name in self.names else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        pass


def main():
    name = sys.argv[1]
    wanted = None
    if len(sys.argv) > 2:
        with open(sys.argv[2]) as file:
            wanted = {int(line) for line in file}
    # `test.support` looks here for resources and for how much it may take.
    from test import support

    support.use_resources = None
    support.verbose = 0
    if "Serpentarium" in sys.version:
        sys.meta_path.insert(0, StandIns(STAND_INS.get(name, [])))
    loader = unittest.TestLoader()
    module = __import__("test." + name, fromlist=["*"])
    suite = loader.loadTestsFromModule(module)
    for error in loader.errors:
        tell(f"around error {error.strip().splitlines()[-1]}")
    for number, test in enumerate(flat(suite)):
        test.suite_number = number
        if wanted is None:
            tell(f"case {number} {test.id()}")
    if wanted is not None:
        keep(suite, wanted)
    suite.run(Outcomes())
    tell("end")


main()
