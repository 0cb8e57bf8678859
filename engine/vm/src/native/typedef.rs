//! One declaration a type, one a module: what they are called, how large they are, what they can do. Names,
//! `__text_signature__`, `__doc__`, argument checks and their words, the specialised forms of calls and the types'
//! dicts all derive from these rows.

use crate::memory::object::{Kind, R};
use crate::native::args::Args;
use crate::native::signature::Signature;
use crate::state::interpreter::Machine;

pub type NativeFn = fn(&mut Machine, Args) -> R;

/// How a native takes arguments, which also decides how it refuses wrong ones (`METH_*` of `methodobject.h`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Conv {
    /// `METH_NOARGS`.
    NoArgs,
    /// `METH_O`.
    O,
    /// `METH_FASTCALL`: by position only.
    Fast,
    /// `METH_FASTCALL | METH_KEYWORDS`.
    Keywords,
    /// The native sorts its arguments itself, as CPython's does.
    Own,
}

/// As what a native appears in its type's dict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    /// Function of a module.
    Function,
    Method,
    ClassMethod,
    StaticMethod,
    /// `__new__`: its first argument is the class.
    New,
    /// Slot wrapper.
    Wrapper,
    GetSet,
    /// Like `GetSet`, for what is a field of CPython's struct.
    Member,
    /// Stores the attribute whose getter has that name.
    Setter,
}

/// One native function, method, getter or slot wrapper.
#[derive(Clone, Copy)]
pub struct Native {
    pub name: &'static str,
    /// Its text signature; it is CPython's if `shown`, else what CPython knows only in C.
    pub text: &'static str,
    pub shown: bool,
    pub doc: &'static str,
    pub signature: Signature,
    pub conv: Conv,
    /// A constructor that counts its arguments itself as long as none has a keyword (`tp_vectorcall`).
    pub vectorcall: bool,
    /// Its arguments come as a tuple (`METH_VARARGS`): calls of it have no form of their own.
    pub tuple: bool,
    /// Not 0: it changes nothing before its last call of Python code, so it can be run again with the answers (`eval/replay`).
    /// Above 1: so many more references CPython holds to what it asks.
    pub asks: u8,
    pub role: Role,
    pub call: NativeFn,
}

/// Natives that are no wrappers and no constructors, and ask.
const ASKING: [&str; 55] = [
    "hash",
    "round",
    "divmod",
    "isinstance",
    "__instancecheck__",
    "__subclasscheck__",
    "issubclass",
    "chr",
    "ord",
    "hex",
    "oct",
    "bin",
    "pow",
    "get",
    "pop",
    "setdefault",
    "__contains__",
    "__getitem__",
    "add",
    "discard",
    "remove",
    "update",
    "difference_update",
    "intersection_update",
    "difference",
    "intersection",
    "isdisjoint",
    "issubset",
    "issuperset",
    "symmetric_difference",
    "union",
    "maketrans",
    "translate",
    "center",
    "ljust",
    "rjust",
    "zfill",
    "expandtabs",
    "insert",
    "indices",
    "to_bytes",
    "from_bytes",
    "startswith",
    "endswith",
    "replace",
    "floor",
    "ceil",
    "trunc",
    "gcd",
    "lcm",
    "isclose",
    "sqrt",
    "log",
    "fabs",
    "__round__",
];
/// Wrappers and constructors that do not, or in an order that shows.
const NOT_ASKING: [&str; 15] = [
    "__init__",
    "__call__",
    "__next__",
    "__iter__",
    "__get__",
    "__set__",
    "__delete__",
    "__del__",
    "__setattr__",
    "__delattr__",
    "__getattribute__",
    "__ixor__",
    "__iadd__",
    "__imul__",
    "type",
];

const fn one_of(name: &str, names: &[&str]) -> bool {
    let mut i = 0;
    while i < names.len() {
        let (a, b) = (name.as_bytes(), names[i].as_bytes());
        let mut at = 0;
        while at < a.len() && at < b.len() && a[at] == b[at] {
            at += 1;
        }
        if at == a.len() && at == b.len() {
            return true;
        }
        i += 1;
    }
    false
}

impl Native {
    const fn new(role: Role, text: &'static str, doc: &'static str, call: NativeFn) -> Native {
        let signature = Signature::read(text);
        let s = &signature;
        let conv = if s.varkw {
            Conv::Own
        } else if s.count > s.posonly {
            Conv::Keywords
        } else if s.varargs || s.posonly > 1 || s.posonly > s.required {
            Conv::Fast
        } else if s.count == 1 {
            Conv::O
        } else {
            Conv::NoArgs
        };
        let shown = text.len() > s.name;
        let name = text.split_at(s.name).0;
        let asks = match role {
            Role::Wrapper | Role::New => !one_of(name, &NOT_ASKING) as u8,
            Role::Method if one_of(name, &["format", "format_map"]) => 4,
            _ => one_of(name, &ASKING) as u8,
        };
        Native { name, text, shown, doc, signature, conv, vectorcall: false, tuple: false, asks, role, call }
    }

    /// The signature is not CPython's: it has none.
    pub const fn hidden(mut self) -> Native {
        self.shown = false;
        self
    }

    /// The native sorts its arguments itself.
    pub const fn own(mut self) -> Native {
        self.conv = Conv::Own;
        self
    }

    /// It asks, though natives of that name do not.
    pub const fn asking(mut self) -> Native {
        self.asks = 1;
        self
    }

    /// Its arguments come as a tuple (`METH_VARARGS`).
    pub const fn tuple(mut self) -> Native {
        self.tuple = true;
        self
    }

    /// See [`Native::vectorcall`].
    pub const fn vectorcall(mut self) -> Native {
        self.vectorcall = true;
        self
    }

    /// Whether its first argument is a self or a class, which does not count.
    #[inline(always)]
    pub fn takes_self(&self) -> u32 {
        u32::from(!matches!(self.role, Role::Function | Role::StaticMethod))
    }

    /// Whether so many arguments by position, self included, are what it takes.
    #[inline(always)]
    pub fn fits(&self, n: u32) -> bool {
        let given = n.wrapping_sub(self.takes_self()) as usize;
        let s = &self.signature;
        match self.conv {
            Conv::NoArgs => given == 0,
            Conv::O => given == 1,
            Conv::Fast | Conv::Keywords => given >= s.required && (given <= s.positional || s.varargs),
            Conv::Own => true,
        }
    }

    /// Name of its parameter with that number.
    pub fn parameter(&self, i: usize) -> &'static str {
        let (from, to) = self.signature.places[i];
        &self.text[from as usize..to as usize]
    }

    /// `__text_signature__`, or none.
    pub fn text_signature(&self) -> Option<&'static str> {
        self.shown.then(|| &self.text[self.signature.name..])
    }
}

pub const fn def(text: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::Method, text, doc, call)
}

pub const fn function(text: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::Function, text, doc, call)
}

pub const fn class_def(text: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::ClassMethod, text, doc, call)
}

pub const fn static_def(text: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::StaticMethod, text, doc, call)
}

/// A type's `__new__`: the text says how calling the type takes arguments, as `list(iterable=(), /)`.
pub const fn new(text: &'static str, call: NativeFn) -> Native {
    let mut row = Native::new(Role::New, text, "Make and return a new object of the given class.", call);
    row.name = "__new__";
    row
}

/// A special method in a slot of the type.
pub const fn wrapper(text: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::Wrapper, text, doc, call)
}

pub const fn getset(name: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::GetSet, name, doc, call)
}

pub const fn member(name: &'static str, doc: &'static str, call: NativeFn) -> Native {
    Native::new(Role::Member, name, doc, call)
}

pub const fn setter(name: &'static str, call: NativeFn) -> Native {
    Native::new(Role::Setter, name, "", call)
}

/// Two lists of rows as one, where types share some.
pub const fn concat<const N: usize>(a: &[Native], b: &[Native]) -> [Native; N] {
    let mut all = [a[0]; N];
    let mut i = 0;
    while i < N {
        all[i] = if i < a.len() { a[i] } else { b[i - a.len()] };
        i += 1;
    }
    all
}

/// Bits of `__flags__` (`Py_TPFLAGS_*`) that the built-in types differ in.
pub mod tpflags {
    pub const STATIC: u32 = 1 << 1;
    pub const INLINE_VALUES: u32 = 1 << 2;
    pub const MANAGED_WEAKREF: u32 = 1 << 3;
    pub const MANAGED_DICT: u32 = 1 << 4;
    pub const SEQUENCE: u32 = 1 << 5;
    pub const MAPPING: u32 = 1 << 6;
    pub const DISALLOW_INSTANTIATION: u32 = 1 << 7;
    pub const IMMUTABLE: u32 = 1 << 8;
    pub const HEAPTYPE: u32 = 1 << 9;
    pub const BASETYPE: u32 = 1 << 10;
    pub const HAVE_VECTORCALL: u32 = 1 << 11;
    pub const READY: u32 = 1 << 12;
    pub const HAVE_GC: u32 = 1 << 14;
    pub const METHOD_DESCRIPTOR: u32 = 1 << 17;
    pub const MATCH_SELF: u32 = 1 << 22;
    pub const ITEMS_AT_END: u32 = 1 << 23;
    pub const LONG_SUBCLASS: u32 = 1 << 24;
    pub const LIST_SUBCLASS: u32 = 1 << 25;
    pub const TUPLE_SUBCLASS: u32 = 1 << 26;
    pub const BYTES_SUBCLASS: u32 = 1 << 27;
    pub const UNICODE_SUBCLASS: u32 = 1 << 28;
    pub const DICT_SUBCLASS: u32 = 1 << 29;
    pub const BASE_EXC_SUBCLASS: u32 = 1 << 30;
    pub const TYPE_SUBCLASS: u32 = 1 << 31;
    /// What every built-in type has.
    pub const BUILTIN: u32 = STATIC | IMMUTABLE | READY;
    /// Built-in types that are collected.
    pub const COLLECTED: u32 = BUILTIN | HAVE_GC;
    /// Exceptions.
    pub const EXCEPTION: u32 = COLLECTED | BASETYPE | BASE_EXC_SUBCLASS;
}

/// Slots of a type (`tp_*`, `nb_*`, `sq_*`, `mp_*`), by the special methods that they appear as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Repr,
    Hash,
    /// `__hash__` is None.
    Unhashable,
    Str,
    Call,
    GetAttr,
    SetAttr,
    Compare,
    Iter,
    Next,
    DescrGet,
    DescrSet,
    Init,
    Finalize,
    Add,
    Subtract,
    Multiply,
    Remainder,
    Divmod,
    Power,
    Negative,
    Positive,
    Absolute,
    Bool,
    Invert,
    Lshift,
    Rshift,
    And,
    Xor,
    Or,
    Int,
    Float,
    FloorDivide,
    TrueDivide,
    Index,
    InplaceSubtract,
    InplaceAnd,
    InplaceXor,
    InplaceOr,
    Len,
    Subscript,
    AssSubscript,
    Concat,
    Repeat,
    Contains,
    InplaceConcat,
    InplaceRepeat,
    Await,
    AsyncIter,
    AsyncNext,
    Buffer,
    ReleaseBuffer,
}

/// A built-in type.
pub struct TypeDef {
    pub name: &'static str,
    /// `__module__` where it is not `builtins`.
    pub module: &'static str,
    pub base: u32,
    /// A second base, whose layout is the first one's.
    pub also: Option<u32>,
    pub kind: Kind,
    pub basicsize: u32,
    pub itemsize: u32,
    /// `__flags__`.
    pub flags: u32,
    /// `__dictoffset__` and `__weakrefoffset__`; 0: the base's.
    pub dictoffset: i32,
    pub weaklistoffset: i32,
    /// Operators and protocols are what its own wrappers do: the machine knows nothing of its layout.
    pub asked: bool,
    /// `__text_signature__`, or "".
    pub text: &'static str,
    pub doc: &'static str,
    pub slots: &'static [Slot],
    pub natives: &'static [Native],
    /// References that each object has for itself, of a type whose kind is [`Kind::Instance`]: they lie where the fields of
    /// `__slots__` do, so subclasses may add more.
    pub fields: u32,
    /// Whether each object has a `__dict__`.
    pub dict: bool,
}

impl TypeDef {
    /// What most types leave as it is.
    pub const PLAIN: TypeDef = TypeDef {
        name: "",
        module: "builtins",
        base: 0,
        also: None,
        kind: Kind::Instance,
        basicsize: 16,
        itemsize: 0,
        flags: tpflags::BUILTIN,
        dictoffset: 0,
        weaklistoffset: 0,
        asked: false,
        text: "",
        doc: "",
        slots: &[],
        natives: &[],
        fields: 0,
        dict: false,
    };
}

/// A module whose functions are native.
pub struct ModuleDef {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [Native],
    /// Puts what is no function into its dict.
    pub fill: fn(&mut Machine, crate::memory::object::Obj),
}

/// What `compile` asks about trees: the classes of nodes are a module's.
#[derive(Debug)]
pub struct Trees {
    /// Whether an object is a node.
    pub is_tree: fn(&mut Machine, crate::memory::object::Obj) -> bool,
    /// A tree as objects.
    pub make: fn(&mut Machine, &syntax::ast::Mod) -> R,
    /// A tree from objects.
    pub read: fn(&mut Machine, crate::memory::object::Obj, syntax::Mode) -> R<syntax::ast::Mod>,
}
