//! What arguments mean.

use super::CodeRepr;
use crate::code::Const;
use crate::opcode::{self as op, has};
use crate::repr::const_repr_with;
use syntax::pystr::PyStr;

/// `cmp_op`, by the high bits of `COMPARE_OP`'s argument.
pub const COMPARISONS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// `_nb_ops`, by the argument of `BINARY_OP`.
pub const OPERATORS: [&str; 27] = [
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^", "+=", "&=", "//=", "<<=", "@=", "*=", "%=",
    "|=", "**=", ">>=", "-=", "/=", "^=", "[]",
];

/// By the argument of `CALL_INTRINSIC_1`.
pub const INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];

/// By the argument of `CALL_INTRINSIC_2`.
pub const INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];

/// By the argument of `LOAD_COMMON_CONSTANT`.
pub const COMMON_CONSTANTS: [&str; 5] =
    ["AssertionError", "NotImplementedError", "tuple", "<built-in function all>", "<built-in function any>"];

/// By the argument of `LOAD_SPECIAL`.
pub const SPECIAL_METHODS: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];

/// By the bits of `SET_FUNCTION_ATTRIBUTE`'s argument.
const FUNCTION_ATTRIBUTES: [&str; 5] = ["defaults", "kwdefaults", "annotations", "closure", "annotate"];

/// By the argument of `CONVERT_VALUE`.
const CONVERSIONS: [&str; 4] = ["", "str", "repr", "ascii"];

/// `_cache_format`: the fields of inline caches with their sizes in code units.
pub const CACHE_FORMAT: [(u16, &[(&str, u32)]); 19] = [
    (op::LOAD_GLOBAL, &[("counter", 1), ("index", 1), ("module_keys_version", 1), ("builtin_keys_version", 1)]),
    (op::BINARY_OP, &[("counter", 1), ("descr", 4)]),
    (op::UNPACK_SEQUENCE, &[("counter", 1)]),
    (op::COMPARE_OP, &[("counter", 1)]),
    (op::CONTAINS_OP, &[("counter", 1)]),
    (op::FOR_ITER, &[("counter", 1)]),
    (op::LOAD_SUPER_ATTR, &[("counter", 1)]),
    (op::LOAD_ATTR, &[("counter", 1), ("version", 2), ("keys_version", 2), ("descr", 4)]),
    (op::STORE_ATTR, &[("counter", 1), ("version", 2), ("index", 1)]),
    (op::CALL, &[("counter", 1), ("func_version", 2)]),
    (op::CALL_KW, &[("counter", 1), ("func_version", 2)]),
    (op::STORE_SUBSCR, &[("counter", 1)]),
    (op::SEND, &[("counter", 1)]),
    (op::JUMP_BACKWARD, &[("counter", 1)]),
    (op::TO_BOOL, &[("counter", 1), ("version", 2)]),
    (op::POP_JUMP_IF_TRUE, &[("counter", 1)]),
    (op::POP_JUMP_IF_FALSE, &[("counter", 1)]),
    (op::POP_JUMP_IF_NONE, &[("counter", 1)]),
    (op::POP_JUMP_IF_NOT_NONE, &[("counter", 1)]),
];

fn name(names: &[PyStr], index: u32) -> String {
    names.get(index as usize).map_or_else(String::new, |name| String::from_utf8_lossy(name.as_bytes()).into_owned())
}

fn entry(table: &[&str], index: u32) -> String {
    table.get(index as usize).copied().unwrap_or_default().to_owned()
}

fn with_null(mut name: String, arg: u32, what: &str) -> String {
    if arg & 1 != 0 && !name.is_empty() {
        name.push_str(what);
    }
    name
}

/// What the arguments of instructions count into.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    pub consts: &'a [Const],
    pub names: &'a [PyStr],
    pub localsplusnames: &'a [PyStr],
}

/// What an argument stands for, as `dis` writes it, of code that is no code object yet; jumps have no label then.
pub fn argument(code: Tables<'_>, op: u16, arg: u32) -> String {
    arg_repr(code, op, arg, None, &|code| format!("code of {}", String::from_utf8_lossy(code.qualname.as_bytes())))
}

/// `get_argval_argrepr`; `op` is an opcode that is not specialised, `label` that of the jump's target.
pub(super) fn arg_repr(code: Tables<'_>, op: u16, arg: u32, label: Option<u32>, code_repr: CodeRepr<'_>) -> String {
    let flags = super::flags(op);
    if flags & has::CONST != 0 {
        return code.consts.get(arg as usize).map_or_else(String::new, |value| const_repr_with(value, code_repr));
    }
    if flags & has::NAME != 0 {
        return match op {
            op::LOAD_GLOBAL => with_null(name(code.names, arg / 2), arg, " + NULL"),
            op::LOAD_ATTR => with_null(name(code.names, arg / 2), arg, " + NULL|self"),
            op::LOAD_SUPER_ATTR => with_null(name(code.names, arg / 4), arg, " + NULL|self"),
            _ => name(code.names, arg),
        };
    }
    if flags & has::JUMP != 0 {
        let preposition = if op == op::END_ASYNC_FOR { "from" } else { "to" };
        return label.map_or_else(String::new, |label| format!("{preposition} L{label}"));
    }
    let local = |index| name(code.localsplusnames, index);
    match op {
        op::LOAD_FAST_LOAD_FAST
        | op::LOAD_FAST_BORROW_LOAD_FAST_BORROW
        | op::STORE_FAST_LOAD_FAST
        | op::STORE_FAST_STORE_FAST => format!("{}, {}", local(arg >> 4), local(arg & 15)),
        _ if flags & (has::LOCAL | has::FREE) != 0 => local(arg),
        op::COMPARE_OP => {
            let comparison = entry(&COMPARISONS, arg >> 5);
            if arg & 16 != 0 { format!("bool({comparison})") } else { comparison }
        }
        op::CONVERT_VALUE => entry(&CONVERSIONS, arg),
        op::SET_FUNCTION_ATTRIBUTE => {
            let set = FUNCTION_ATTRIBUTES.iter().enumerate().filter(|(bit, _)| arg & 1 << bit != 0);
            set.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
        }
        op::BINARY_OP => entry(&OPERATORS, arg),
        op::CALL_INTRINSIC_1 => entry(&INTRINSICS_1, arg),
        op::CALL_INTRINSIC_2 => entry(&INTRINSICS_2, arg),
        op::LOAD_COMMON_CONSTANT => entry(&COMMON_CONSTANTS, arg),
        op::LOAD_SPECIAL => entry(&SPECIAL_METHODS, arg),
        op::IS_OP => (if arg != 0 { "is not" } else { "is" }).to_owned(),
        op::CONTAINS_OP => (if arg != 0 { "not in" } else { "in" }).to_owned(),
        _ => String::new(),
    }
}
