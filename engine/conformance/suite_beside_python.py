"""Runs modules of CPython's own test suite here and in CPython, and prints what became of their cases.

usage: python3.14 suite_beside_python.py RUN [--tests FOLDER] [--jobs N] [--keep FOLDER] [--record] [--verbose] [MODULE …]

RUN is the example `run` of the crate `modules`, built for release; FOLDER the package `test` (the interpreter's own, if not told).
Without modules, those of suite.tsv. `--keep` remembers CPython's answers in a folder, for the next time; `--record` writes suite.tsv.

The table has a row for each module (cases that pass in CPython, those of them that pass here) and below it one for each that does
not, with the reason. It may only get shorter: a case that fails and is not in it makes the exit status 1.

A case that stops the machine (a refusal by name, a limit, no answer in time) stops its process; the next process goes on behind it.
"""

import argparse
import concurrent.futures
import json
import os
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "suite.tsv")
MARK = b"\x01suite "
SECONDS = 60
BYTES = 4 << 30
LONGEST = 110


class Run:
    """One process of the driver: its cases by number, how they ended, and what stopped it."""

    def __init__(self, command, folder, module, wanted, library):
        self.ids, self.outcomes, self.around, self.started, self.ended = {}, {}, [], None, False
        arguments = [*command, os.path.join(folder, "suite_driver.py"), module]
        if wanted is not None:
            handle, path = tempfile.mkstemp(dir=folder, suffix=".cases")
            with os.fdopen(handle, "w") as file:
                file.writelines(f"{number}\n" for number in wanted)
            arguments.append(path)
        errors = tempfile.TemporaryFile()
        environ = {**os.environ, "PYTHONHASHSEED": "0", "SUITE": "1"}
        process = subprocess.Popen(
            arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environ,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES)),
        )
        self.stopped = self.read(process)
        process.kill()
        process.wait()
        process.stdout.close()
        if wanted is not None:
            os.unlink(path)
        if not self.ended:
            errors.seek(0)
            last = [line for line in errors.read().decode(errors="replace").splitlines() if line.strip()]
            self.stopped = self.stopped or (last[-1].strip() if last else f"ended with status {process.returncode}")
        errors.close()

    def read(self, process):
        """Takes in what the driver says. The reason if it had to be stopped."""
        pending, quiet_since = b"", time.monotonic()
        while True:
            if not select.select([process.stdout], [], [], 1)[0]:
                if time.monotonic() - quiet_since > SECONDS:
                    return f"no answer in {SECONDS} seconds"
                continue
            data = os.read(process.stdout.fileno(), 1 << 16)
            if not data:
                return None
            *lines, pending = (pending + data).split(b"\n")
            pending = pending[-4096:]
            for line in lines:
                if line.startswith(MARK):
                    quiet_since = time.monotonic()
                    self.take(line.removeprefix(MARK).decode(errors="replace"))
            if time.monotonic() - quiet_since > SECONDS:
                return f"no answer in {SECONDS} seconds"

    def take(self, line):
        what, _, rest = line.partition(" ")
        if what == "case":
            number, name = rest.split(" ", 1)
            self.ids[int(number)] = name
        elif what == "start":
            self.started = int(rest)
        elif what == "ran":
            number, outcome, reason = rest.split(" ", 2)
            self.outcomes[int(number)] = (outcome, reason)
            self.started = None
        elif what == "around":
            self.around.append(rest)
        elif what == "end":
            self.ended = True


def run_all(command, folder, module):
    """All cases of a module: their names, how each ended, and what is to be said of the module as a whole."""
    first = Run(command, folder, module, None, None)
    ids, outcomes, around = first.ids, dict(first.outcomes), list(first.around)
    last = first
    while not last.ended:
        if last.started is None:
            around.append(f"stop {last.stopped}")
            break
        outcomes[last.started] = ("stop", last.stopped)
        left = [number for number in ids if number not in outcomes]
        if not left:
            break
        last = Run(command, folder, module, left, None)
        outcomes.update(last.outcomes)
        around.extend(last.around)
    return names(ids), outcomes, around


def names(ids):
    """Cases by name; those that share one are numbered."""
    seen, named = {}, {}
    for number, name in ids.items():
        seen[name] = seen.get(name, 0) + 1
        named[number] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return named


def judge(command, folder, module, keep):
    """Of one module: the cases that pass in CPython, in order, and the reason for each that does not pass here."""
    path = keep and os.path.join(keep, f"{module}.json")
    if path and os.path.exists(path):
        with open(path) as file:
            passing = json.load(file)
    else:
        ids, outcomes, _ = run_all([sys.executable], folder, module)
        passing = [ids[number] for number in ids if outcomes.get(number, ("",))[0] == "pass"]
        if path:
            with open(path, "w") as file:
                json.dump(passing, file)
    ids, outcomes, around = run_all(command, folder, module)
    ours = {ids[number]: outcomes.get(number, ("missing", "")) for number in ids}
    whole = around[-1] if around else "not found"
    bad = {}
    for name in passing:
        outcome, reason = ours.get(name, ("missing", whole))
        if outcome != "pass":
            reason = reason or (whole if outcome == "missing" else "")
            bad[name.removeprefix(f"test.{module}.")] = f"{outcome}: {' '.join(reason.split())}"[:LONGEST]
    return module, len(passing), bad, around


def read_table():
    modules, known = [], {}
    if os.path.exists(TABLE):
        with open(TABLE) as file:
            for line in file:
                if line.startswith("#") or not line.strip():
                    continue
                module, second, third = line.rstrip("\n").split("\t")
                if second.isdecimal():
                    modules.append((module, int(second), int(third)))
                else:
                    known.setdefault(module, {})[second] = third
    return modules, known


def write_table(results, modules, known):
    rows = {module: (count, known.get(module, {})) for module, count, _ in modules}
    rows.update({module: (count, bad) for module, count, bad, _ in results})
    total, passing = sum(count for count, _ in rows.values()), sum(count - len(bad) for count, bad in rows.values())
    with open(TABLE, "w") as file:
        file.write(f"# Made by suite_beside_python.py: of {total} cases that pass in CPython 3.14.8, {passing} pass here.\n")
        file.write("# A module with both counts, then each of its cases that does not pass, with how it ended and why.\n")
        for module, (count, bad) in rows.items():
            file.write(f"{module}\t{count}\t{count - len(bad)}\n")
            for name, reason in bad.items():
                file.write(f"{module}\t{name}\t{reason}\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run")
    parser.add_argument("--tests", default=os.path.join(os.path.dirname(os.__file__), "test"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("module", nargs="*")
    options = parser.parse_args()
    modules, known = read_table()
    wanted = options.module or [module for module, _, _ in modules]
    results, news = [], 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        shutil.copy(os.path.join(HERE, "suite_driver.py"), folder)
        shutil.copytree(options.tests, os.path.join(folder, "test"), ignore=shutil.ignore_patterns("__pycache__"))
        command = [os.path.abspath(options.run)]
        for result in pool.map(lambda module: judge(command, folder, module, options.keep), wanted):
            results.append(result)
            module, count, bad, around = result
            kinds = [reason.split(":")[0] for reason in bad.values()]
            told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
            print(f"{module}: {count - len(bad)} of {count}{'; ' if told else ''}{told}", flush=True)
            new = [name for name in bad if name not in known.get(module, {})]
            news += len(new)
            for name, reason in bad.items():
                if options.verbose or name in new:
                    print(f"    {name}  {reason}", flush=True)
            for text in around:
                print(f"    (around) {text[:LONGEST]}", flush=True)
    total, failing = sum(count for _, count, _, _ in results), sum(len(bad) for _, _, bad, _ in results)
    print(f"{total - failing} of {total} cases pass")
    if options.record:
        write_table(results, modules, known)
    return 1 if news and not options.record else 0


if __name__ == "__main__":
    sys.exit(main())
