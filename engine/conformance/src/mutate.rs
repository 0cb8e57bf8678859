//! Programs made wrong on purpose: names, values, operators, methods and lines of a program that runs are exchanged, so
//! that operations meet types they were not written for. The same seed gives the same program on every machine.

use syntax::{Mode, TokenKind};

/// Put in front of every program: subclasses of built-ins, objects that answer wrongly, containers that hold themselves.
pub const PRELUDE: &str = "\
class I(int): pass
class S(str): pass
class L(list): pass
class D(dict): pass
class T(tuple): pass
class F(float): pass
class E(Exception): pass
class W:
    def __len__(self): return -1
    def __eq__(self, other): return self
    def __hash__(self): return 1
    def __bool__(self): raise E('bool')
    def __iter__(self): return iter([1, self, 'w'])
    def __repr__(self): return 'W()'
    def __index__(self): return 'no'
    def __getitem__(self, key): return key
    def __lt__(self, other): return NotImplemented
    def __add__(self, other): return (self, other)
class X:
    def __getattr__(self, name): return name
    def __call__(self, *args, **kwargs): return len(args)
    def __del__(self): pass
    def __contains__(self, item): raise E('in')
    def __radd__(self, other): return [other]
    def __next__(self): raise StopIteration(3)
    def __iter__(self): return self
def G(n=3):
    for i in range(n):
        got = yield i
        if got: yield got
selfish = [1]; selfish.append(selfish)
selfdict = {'k': 1}; selfdict['d'] = selfdict
";

const VALUES: &[&str] = &[
    "None",
    "True",
    "0",
    "-1",
    "1",
    "2",
    "300",
    "10 ** 30",
    "-(2 ** 63)",
    "1.5",
    "-0.0",
    "1e300",
    "float('nan')",
    "float('inf')",
    "''",
    "'x'",
    "'k'",
    "'\\u4e2d'",
    "b'ab'",
    "[]",
    "[1, 2]",
    "[3, 'a', None]",
    "()",
    "(1,)",
    "(2, 'b')",
    "{}",
    "{1: 2}",
    "{'k': []}",
    "{1, 2}",
    "set()",
    "frozenset({1})",
    "range(3)",
    "range(5, 0, -2)",
    "iter([1, 2])",
    "(i for i in (1, 2))",
    "G()",
    "object()",
    "int",
    "type",
    "len",
    "print",
    "sorted",
    "lambda *a, **k: a",
    "...",
    "NotImplemented",
    "ValueError('v')",
    "E('e')",
    "E",
    "1j",
    "slice(1)",
    "slice(None, None, -1)",
    "I(3)",
    "I(10 ** 30)",
    "S('s')",
    "S",
    "L([1])",
    "L",
    "D(a=1)",
    "T((1, 2))",
    "F(1.5)",
    "W()",
    "X()",
    "X",
    "W",
    "selfish",
    "selfdict",
    "zip([1], 'a')",
    "map(str, [1])",
    "enumerate('ab')",
    "reversed([1, 2])",
    "super",
    "property(len)",
    "{}.keys()",
    "{1: 2}.items()",
    "memoryview",
    "[].append",
    "'a'.join",
    "type('N', (), {})",
    "type('N', (int,), {'a': 1})()",
];

const FUNCTIONS: &[&str] = &[
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytes",
    "callable",
    "chr",
    "complex",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "hash",
    "id",
    "int",
    "isinstance",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
    "object",
    "oct",
    "ord",
    "pow",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "slice",
    "sorted",
    "str",
    "sum",
    "tuple",
    "type",
    "zip",
];

const METHODS: &[&str] = &[
    "append",
    "extend",
    "insert",
    "pop",
    "remove",
    "index",
    "count",
    "sort",
    "reverse",
    "copy",
    "clear",
    "keys",
    "values",
    "items",
    "get",
    "update",
    "setdefault",
    "popitem",
    "add",
    "discard",
    "union",
    "intersection",
    "difference",
    "symmetric_difference",
    "issubset",
    "join",
    "split",
    "strip",
    "replace",
    "find",
    "startswith",
    "upper",
    "lower",
    "title",
    "format",
    "encode",
    "decode",
    "zfill",
    "center",
    "splitlines",
    "partition",
    "isdigit",
    "bit_length",
    "as_integer_ratio",
    "is_integer",
    "conjugate",
    "send",
    "throw",
    "close",
    "__len__",
    "__iter__",
    "__next__",
    "__eq__",
    "__hash__",
    "__class__",
    "__dict__",
    "__doc__",
    "__name__",
    "__init__",
    "__add__",
    "__getitem__",
    "__contains__",
    "__repr__",
    "__str__",
    "__bool__",
    "args",
    "with_traceback",
    "mro",
    "fromkeys",
    "real",
    "imag",
];

const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "//", "%", "&", "|", "^", "<<", ">>", "<", "<=", ">", ">=", "==", "!=", "is", "in", "not in",
    "and", "or",
];

/// splitmix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A program made from one of these, with the prelude in front; it compiles.
pub fn mutated(programs: &[String], seed: u64) -> String {
    let mut random = Random::new(seed);
    loop {
        let mut text = match random.below(4) {
            0 => String::new(),
            _ => programs[random.below(programs.len())].clone(),
        };
        for _ in 0..1 + random.below(4) {
            text = changed(&text, &mut random);
        }
        for _ in 0..random.below(6) + usize::from(text.is_empty()) * 6 {
            text.push_str(&probe(&mut random));
        }
        let whole = format!("{PRELUDE}{text}");
        if syntax::parse(whole.as_bytes(), Mode::Exec).is_ok() && compiles(&whole) {
            return whole;
        }
    }
}

fn compiles(text: &str) -> bool {
    compiler::compile(text.as_bytes(), "m.py", Mode::Exec, compiler::Options::default()).is_ok()
}

/// Statements that do something to values and tell what came of it.
fn probe(random: &mut Random) -> String {
    let (a, b, c) = (random.pick(VALUES), random.pick(VALUES), random.pick(VALUES));
    let (function, method) = (random.pick(FUNCTIONS), random.pick(METHODS));
    let expression = match random.below(14) {
        0 => format!("{function}({a})"),
        1 => format!("{function}({a}, {b})"),
        2 => format!("({a}).{method}({b})"),
        3 => format!("({a}).{method}()"),
        4 => format!("({a}) {} ({b})", random.pick(OPERATORS)),
        5 => format!("({a})[{b}]"),
        6 => format!("[y for y in {a}]"),
        7 => format!("'%s %r' % ({a})"),
        8 => format!("f'{{{a}!r:>10}}'").replace('\\', ""),
        9 => format!("{function}(*{a})"),
        10 => format!("({a}).{method}({b}, {c})"),
        11 => format!("{function}({a}, key={b})"),
        12 => format!("({a})({b})"),
        _ => format!("list(map({a}, {b}))"),
    };
    match random.below(4) {
        0 => format!(
            "try:\n    y = {a}\n    y[{b}] = {c}\n    print(y)\nexcept Exception as e: print(type(e).__name__, e)\n"
        ),
        1 => format!(
            "try:\n    y = {a}\n    y {}= {b}\n    print(y)\nexcept Exception as e: print(type(e).__name__, e)\n",
            random.pick(&["+", "-", "*", "|", "&", "%", "//"])
        ),
        _ => format!("try: print({expression})\nexcept Exception as e: print(type(e).__name__, e)\n"),
    }
}

/// One change of the text, or the text as it is where none offers itself.
fn changed(text: &str, random: &mut Random) -> String {
    if random.below(4) == 0 {
        return changed_line(text, random);
    }
    let Ok(parsed) = syntax::parse(text.as_bytes(), Mode::Exec) else { return text.to_owned() };
    let wanted = |kind: TokenKind| matches!(kind, TokenKind::Name | TokenKind::Number | TokenKind::String);
    let source = &parsed.source;
    let tokens: Vec<_> = parsed.tokens.iter().filter(|token| token.end > token.start).collect();
    let operators: Vec<usize> = (0..tokens.len())
        .filter(|&i| OPERATORS.contains(&&source[tokens[i].start as usize..tokens[i].end as usize]))
        .collect();
    let atoms: Vec<usize> = (0..tokens.len()).filter(|&i| wanted(tokens[i].kind)).collect();
    let operator = random.below(4) == 0 && !operators.is_empty();
    let list = if operator { &operators } else { &atoms };
    if list.is_empty() {
        return text.to_owned();
    }
    let at = list[random.below(list.len())];
    let (start, end) = (tokens[at].start as usize, tokens[at].end as usize);
    let behind_dot = at > 0 && source.as_bytes()[tokens[at - 1].start as usize] == b'.';
    let new = match random.below(3) {
        _ if operator => random.pick(OPERATORS).to_owned(),
        _ if behind_dot => random.pick(METHODS).to_owned(),
        0 => {
            let other = tokens[atoms[random.below(atoms.len())]];
            source[other.start as usize..other.end as usize].to_owned()
        }
        1 => random.pick(FUNCTIONS).to_owned(),
        _ => format!("({})", random.pick(VALUES)),
    };
    format!("{}{new}{}", &source[..start], &source[end..])
}

fn changed_line(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.len() < 2 {
        return text.to_owned();
    }
    let (a, b) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(3) {
        0 => drop(lines.remove(a)),
        1 => lines.insert(b, lines[a]),
        _ => lines.swap(a, b),
    }
    lines.join("\n") + "\n"
}
