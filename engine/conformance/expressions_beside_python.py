"""Makes random expressions and tells where their values or errors differ here and under CPython.

usage: python3.14 expressions_beside_python.py OURS [--count N] [--seed N] [--show N]

OURS is the example `run` of the crate `modules` (cargo build --release -p modules --example run). Operators, methods,
built-in functions, classes, subscripts, attributes, `format`, `%` and f-strings are applied to values of every built-in
type, some nested. Equal are value and type, or error and text, addresses masked. What differs is listed by kind: what was
applied to which types. What we refuse by name is counted apart, as is what neither ends in time. The exit status is 1 if
anything crashed.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import re
import subprocess
import sys
import tempfile

VALUES = {
    "int": ["0", "1", "-1", "2", "7", "-13", "255", "256", "10**20", "-2**63", "2**63"],
    "bool": ["True", "False"],
    "float": ["0.0", "-0.0", "1.5", "-2.75", "1e300", "1e-5", "float('inf')", "float('nan')", "3.0", "0.1"],
    "complex": ["1j", "(1+2j)", "(-0-0j)", "complex('inf')", "(2.5-1e10j)"],
    "str": ["''", "'a'", "'ab'", "'Hello World'", "'h\\xe9\\u65e5\\U0001f600'", "' x\\ty\\n'", "'12'", "'a,b,c'", "'\\ud800'",
            "'{}'", "'%s'", "'\\xdf\\u0130'"],
    "bytes": ["b''", "b'a'", "b'ab'", "b'Hello World'", "b'\\xff\\x00'", "b'a,b,c'", "b'12'", "b' x\\ty\\n'", "b'%b'"],
    "bytearray": ["bytearray()", "bytearray(b'ab')", "bytearray(b'a,b,c')", "bytearray(b'12')", "bytearray(b'\\xff')"],
    "memoryview": ["memoryview(b'')", "memoryview(b'abcdef')", "memoryview(bytearray(b'abcd'))", "memoryview(b'abcd')[::2]",
                   "memoryview(b'abcdef').cast('H')", "memoryview(b'abcdef').cast('B', [2, 3])"],
    "tuple": ["()", "(1,)", "(1, 2)", "('a', 1.5, None)", "((1, 2), (3,))"],
    "list": ["[]", "[1]", "[3, 1, 2]", "['b', 'a']", "[1, 'a']", "[[1], [2]]", "[b'a', b'b']"],
    "dict": ["{}", "{1: 2}", "{'a': 1, 'b': 2}", "{1: 'x', 'y': None}"],
    "set": ["set()", "{1, 2}", "{'a'}", "{1.0, 'b', None}"],
    "frozenset": ["frozenset()", "frozenset({1, 2})", "frozenset({'a', 3})"],
    "range": ["range(0)", "range(5)", "range(10, 0, -3)", "range(10**30, 10**30 + 3)", "range(-5, 5, 2)"],
    "slice": ["slice(None)", "slice(1, 5, 2)", "slice('a', None)", "slice(-1, None, -1)"],
    "NoneType": ["None"], "ellipsis": ["..."], "NotImplementedType": ["NotImplemented"],
    "type": ["int", "str", "list", "type", "object", "ValueError", "bool", "dict", "C"],
    "object": ["object()", "C()"],
    "function": ["(lambda: 0)", "(lambda x=1, *a, **k: (x, a, k))", "f"],
    "builtin_function_or_method": ["len", "[].append", "'a'.upper", "print"],
    "method": ["C().method"],
    "method_descriptor": ["str.upper", "list.append"], "wrapper_descriptor": ["int.__add__"],
    "method-wrapper": ["(1).__add__"], "getset_descriptor": ["type.__dict__['__dict__']"],
    "member_descriptor": ["range.start"], "classmethod_descriptor": ["dict.__dict__['fromkeys']"],
    "property": ["property(lambda s: 1)", "property()"],
    "staticmethod": ["staticmethod(len)"], "classmethod": ["classmethod(len)"],
    "enumerate": ["enumerate('ab')"], "zip": ["zip([1], 'a')"], "map": ["map(str, [1, 2])"],
    "filter": ["filter(None, [0, 1])"], "reversed": ["reversed('ab')"],
    "list_iterator": ["iter([1, 2])"], "str_iterator": ["iter('ab')"], "dict_keyiterator": ["iter({1: 2})"],
    "dict_keys": ["{1: 2, 'a': 3}.keys()"], "dict_items": ["{1: 2, 'a': 3}.items()"], "dict_values": ["{1: 2}.values()"],
    "generator": ["(i for i in (1, 2))"],
    "mappingproxy": ["type(C.__dict__)({1: 2, 'a': 3})", "type(C.__dict__)({})"],
    "GenericAlias": ["list[int]", "dict[str, int]", "tuple[()]"], "Union": ["int | str", "int | None", "list[int] | None"],
    "ValueError": ["ValueError(1, 2)", "ValueError()"], "KeyError": ["KeyError('a')"], "StopIteration": ["StopIteration(3)"],
    "OSError": ["OSError(2, 'x', 'y')"], "UnicodeDecodeError": ["UnicodeDecodeError('ascii', b'x', 0, 1, 'why')"],
    "ExceptionGroup": ["ExceptionGroup('g', [ValueError(1), KeyError(2)])"],
    "SyntaxError": ["SyntaxError('m', ('f', 1, 2, 't'))"], "ImportError": ["ImportError('m', name='n')"],
    "super": ["super(D, D())"], "cell": ["(lambda x: (lambda: x))(1).__closure__[0]"], "code": ["f.__code__"],
}
BINARY = "+ - * / // % @ & | ^ == != < <= > >= and or is in".split() + ["not in", "is not"]
SMALL = ["0", "1", "-1", "2", "3", "True", "1.5", "-2.5", "'a'", "None", "2j", "[]"]
POWERS = ["**", "<<", ">>"]
FUNCTIONS = """abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate filter float format
frozenset getattr hasattr hash hex int isinstance issubclass iter len list map max memoryview min next object oct ord pow
property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip delattr""".split()
KEYWORDS = """key default reverse start stop step sep maxsplit encoding errors base signed byteorder strict source keepends tabsize
fillchar object initial obj name x y order count end sequence iterable number ndigits real imag format shape mod exp""".split()
# What depends on the run or the place, is said in words of ours, or is judged with the library.
SKIP = set("""__doc__ __annotate_func__ __dir__ __init_subclass__ __subclasshook__ __reduce__ __reduce_ex__ __getstate__ __setstate__ __builtins__
__globals__ __class__ __dict__ __subclasses__ __weakref__ __basicsize__ __module__ __text_signature__ co_filename co_lines
co_positions co_branches _co_code_adaptive co_code co_linetable co_exceptiontable co_lnotab gi_frame
replace_code __dictoffset__ __weakrefoffset__ __flags__ __sizeof__ __annotate__ __annotations__ __prepare__
__type_params__ __instancecheck__ __subclasscheck__ f_back""".split())
POWER_NAMES = set("__pow__ __rpow__ __lshift__ __rlshift__ __rshift__ __rrshift__ pow".split())
HEAD = '''
class C:
    kept = 1
    def method(self, x=0):
        return x
    def __repr__(self):
        return "<C>"
class D(C):
    pass
def f(a, b=2, *c, d, e=5):
    return a
def masked(t):
    out = ""
    while " at 0x" in t:
        i = t.index(" at 0x")
        out += t[:i]
        t = t[i + 6:]
        while t and t[0] in "0123456789abcdef":
            t = t[1:]
    return out + t
def call(i, make):
    try:
        value = make()
    except RecursionError:
        print(i, "RecursionError")
    except BaseException as e:
        print(i, type(e).__name__, masked(ascii(str(e)))[:400])
    else:
        try:
            print(i, "->", type(value).__name__, masked(ascii(value))[:400])
        except BaseException as e:
            print(i, "-> shown", type(value).__name__, type(e).__name__, masked(ascii(str(e)))[:400])
'''


class Maker:
    def __init__(self, chance):
        self.chance = chance
        scope = {}
        exec(HEAD, scope)
        self.names = {}
        for kind, texts in VALUES.items():
            names = set()
            for text in texts:
                value = eval(text, scope)
                names |= {n for n in dir(value) if n not in SKIP}
            self.names[kind] = sorted(names)

    def value(self, depth=0):
        if depth > 0 and self.chance.random() < 0.15:
            text, kind = self.expression(depth - 1)
            return f"({text})", "*"
        weights = [6 if kind in ("int", "float", "str", "bytes", "list", "tuple", "dict", "set") else 1 for kind in VALUES]
        kind = self.chance.choices(list(VALUES), weights)[0]
        return self.chance.choice(VALUES[kind]), kind

    def of_kind(self):
        kind = self.chance.choice(list(VALUES))
        return self.chance.choice(VALUES[kind]), kind

    def arguments(self, depth, small=False):
        n = self.chance.choices([0, 1, 2, 3, 4], [2, 6, 4, 2, 1])[0]
        texts, kinds = [], []
        for _ in range(n):
            text, kind = (self.chance.choice(SMALL), "small") if small else self.value(depth)
            texts.append(text)
            kinds.append(kind)
        if not small and self.chance.random() < 0.12:
            name = self.chance.choice(KEYWORDS)
            text, kind = self.value(depth)
            texts.append(f"{name}={text}")
            kinds.append(f"{name}=")
        return ", ".join(texts), ", ".join(kinds)

    def spec(self):
        pick = self.chance.choice
        fill = pick(["", "", "", "*", "0", "\\u65e5", "x"])
        align = pick(["", "<", ">", "^", "="])
        return (
            (fill if align else "") + align + pick(["", "", "+", "-", " "]) + pick(["", "", "z"]) + pick(["", "", "#"])
            + pick(["", "", "0"]) + pick(["", "1", "5", "12", "30"]) + pick(["", "", ",", "_"])
            + pick(["", "", ".0", ".2", ".5", ".10"]) + pick([*"bcdeEfFgGnosxX%", "", "", "", "q", "r"])
        )

    def percent_spec(self):
        pick = self.chance.choice
        flags = "".join(pick(["", "", c]) for c in "-+ #0")
        return "%" + flags + pick(["", "", "3", "10", "*"]) + pick(["", "", ".0", ".2", ".7", ".*"]) + pick("diouxXeEfFgGcrsab%q")

    def expression(self, depth):
        way = self.chance.choices(
            ["binary", "unary", "method", "function", "subscript", "format", "percent", "attribute", "power", "slice", "compare"],
            [20, 3, 34, 14, 8, 6, 5, 5, 2, 3, 2],
        )[0]
        return getattr(self, way)(depth)

    def binary(self, depth):
        op = self.chance.choice(BINARY)
        (x, a), (y, b) = self.value(depth), self.value(depth)
        return f"{x} {op} {y}", f"{a} {op} {b}"

    def power(self, depth):
        op = self.chance.choice(POWERS)
        (x, a), y = self.of_kind(), self.chance.choice(SMALL)
        return f"({x}) {op} {y}", f"{a} {op} small"

    def compare(self, depth):
        (x, a), (y, b), (z, c) = self.value(depth), self.value(depth), self.value(depth)
        p, q = self.chance.choice(["<", "<=", "==", "!="]), self.chance.choice(["<", ">", "==", "in"])
        return f"{x} {p} {y} {q} {z}", f"{a} {p} {b} {q} {c}"

    def unary(self, depth):
        op = self.chance.choice(["-", "+", "~", "not ", "*[], *"])
        x, a = self.of_kind()
        return f"{op}({x})" if "*" not in op else f"[*({x})]", f"{op}{a}"

    def method(self, depth):
        x, a = self.of_kind() if self.chance.random() < 0.5 else self.value(0)
        name = self.chance.choice(self.names[a])
        arguments, kinds = self.arguments(depth, name in POWER_NAMES)
        return f"({x}).{name}({arguments})", f"{a}.{name}({kinds})"

    def attribute(self, depth):
        x, a = self.of_kind()
        name = self.chance.choice(self.names[a])
        return f"({x}).{name}", f"{a}.{name}"

    def function(self, depth):
        name = self.chance.choice(FUNCTIONS)
        arguments, kinds = self.arguments(depth, name == "pow")
        return f"{name}({arguments})", f"{name}({kinds})"

    def subscript(self, depth):
        (x, a), (y, b) = self.value(depth), self.value(depth)
        return f"({x})[{y}]", f"{a}[{b}]"

    def slice(self, depth):
        x, a = self.value(depth)
        parts = [self.chance.choice(["", "", "1", "-1", "2", "-3", "10**20", "None", "True", "'a'"]) for _ in range(3)]
        return f"({x})[{':'.join(parts)}]", f"{a}[slice]"

    def format(self, depth):
        (x, a), spec = self.value(depth), self.spec()
        way = self.chance.random()
        if way < 0.5:
            return f'format({x}, "{spec}")', f"format({a}) {spec[-1:]}"
        conversion = self.chance.choice(["", "!r", "!s", "!a"])
        if way < 0.75:
            return f'"<{{{conversion}:{spec}}}>".format({x})', f"str.format({a}) {spec[-1:]}"
        return f'(lambda v: f"<{{v{conversion}:{spec}}}>")({x})', f"f-string {a} {spec[-1:]}"

    def percent(self, depth):
        spec = self.percent_spec()
        prefix = self.chance.choice(["", "", "b", "bytearray"])
        text = f'"{spec}"' if not prefix else f'b"{spec}"'
        text = f"bytearray({text})" if prefix == "bytearray" else text
        stars = spec.count("*")
        x, a = self.value(depth)
        if stars:
            x = "(" + "".join(self.chance.choice(["5, ", "-3, ", "0, ", "'a', "]) for _ in range(stars)) + x + ",)"
        elif self.chance.random() < 0.5:
            x = f"({x},)"
        return f"{text} % {x}", f"{prefix}%{spec[-1]} {a}"


def program(expressions, first):
    # What comes in later runs of a batch stands on the same line.
    lines = [HEAD + "\n" * first]
    lines += [f"call({first + i}, lambda: ({text}))" for i, (text, _) in enumerate(expressions)]
    return "\n".join(lines) + "\n"


def run(command, source, folder, name):
    folder = os.path.join(folder, os.path.basename(command))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(source)
    env = {"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run([command, name], capture_output=True, timeout=60, env=env, cwd=folder)
    except subprocess.TimeoutExpired as e:
        return None, (e.stdout or b"").decode("utf-8", "replace"), ""
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def answers(command, expressions, folder, name):
    """What each expression gave, or why nothing came."""
    got = {}
    first = 0
    while first < len(expressions):
        status, text, errors = run(command, program(expressions[first:], first), folder, name)
        for line in re.sub(r'file "[^"]*/batch', 'file "batch', text).splitlines():
            number, _, answer = line.partition(" ")
            if number.isdigit():
                got[int(number)] = answer
        last = max((i for i in got if i >= first), default=first - 1)
        if last + 1 >= len(expressions):
            break
        if status is None:
            why = "no end in time"
        elif refused := re.search(r"not supported yet: (.*) \(line", errors):
            why = "refused: " + refused.group(1)
        elif "limit" in errors or "MB" in errors or "MemoryError" in errors:
            why = "no end in time"
        else:
            why = "crash: " + errors.strip()[-300:]
        got[last + 1] = why
        first = last + 2
    return got


def batch(ours, folder, expressions, name):
    theirs = answers(sys.executable, expressions, folder, f"batch_{name}.py")
    mine = answers(ours, expressions, folder, f"batch_{name}.py")
    return [(e, theirs.get(i, "nothing"), mine.get(i, "nothing")) for i, e in enumerate(expressions)]


def hashed(answer):
    """Hashes of objects by their addresses are large everywhere."""
    return re.sub(r"-?\b\d{6,}\b", "N", answer)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("ours")
    options.add_argument("--count", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", type=int, default=60)
    options = options.parse_args()
    ours = os.path.abspath(options.ours)
    maker = Maker(random.Random(options.seed))
    figures = collections.Counter()
    kinds = collections.defaultdict(list)
    refused = collections.defaultdict(list)
    size = 250
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        batches = [[maker.expression(1) for _ in range(size)] for _ in range(max(1, options.count // size))]
        jobs = [pool.submit(batch, ours, folder, part, i) for i, part in enumerate(batches)]
        for job in jobs:
            for (text, kind), theirs, mine in job.result():
                if theirs.startswith(("no end", "crash")):
                    figures["neither"] += 1
                elif mine == theirs or "hash" in text and hashed(mine) == hashed(theirs):
                    figures["equal"] += 1
                elif mine.startswith("refused"):
                    figures["refused"] += 1
                    refused[mine].append(text)
                else:
                    figures["crash" if mine.startswith("crash") else "differ"] += 1
                    key = re.sub(r"\(.*", "(", kind) if ".__" in kind or re.match(r"\w+\.\w+\(", kind) else kind
                    kinds[key].append((text, theirs, mine))
    for name, texts in sorted(refused.items(), key=lambda item: -len(item[1])):
        print(f"{len(texts)} {name}: {texts[0]}")
    for kind, cases in sorted(kinds.items(), key=lambda item: -len(item[1]))[: options.show]:
        text, theirs, mine = cases[0]
        print(f"{len(cases)} {kind}\n   of {text}\n  ref {theirs}\n  our {mine}")
    compared = sum(figures.values()) - figures["neither"]
    share = 100 * figures["equal"] / max(1, compared)
    print(f"{compared} expressions, {figures['equal']} equal ({share:.2f} %), {figures['refused']} refused by name, "
          f"{figures['differ']} differ in {len(kinds)} kinds, {figures['crash']} crashed; {figures['neither']} not judged")
    sys.exit(1 if figures["crash"] else 0)


main()
