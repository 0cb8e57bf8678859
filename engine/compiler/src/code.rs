//! The code object: what compilation makes and the machine runs (`Objects/codeobject.c`, InternalDocs/code_objects.md).

use num_bigint::BigInt;
use std::sync::Arc;
use syntax::pystr::PyStr;

/// A constant in `co_consts`. Identity matters to `marshal` (shared references), so compound values are shared by `Arc`.
#[derive(Clone, Debug)]
pub enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
    Str(PyStr),
    Bytes(Arc<[u8]>),
    Tuple(Arc<[Const]>),
    /// In the order in which the elements are put in, see [`crate::pyhash::set_order`].
    FrozenSet(Arc<[Const]>),
    Slice(Arc<[Const; 3]>),
    Code(Arc<CodeObject>),
}

/// Bits of `co_localspluskinds`.
pub mod fast {
    pub const ARG_POS: u8 = 0x02;
    pub const ARG_KW: u8 = 0x04;
    pub const ARG_VAR: u8 = 0x08;
    pub const HIDDEN: u8 = 0x10;
    pub const LOCAL: u8 = 0x20;
    pub const CELL: u8 = 0x40;
    pub const FREE: u8 = 0x80;
}

/// Bits of `co_flags`.
pub mod flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    pub const METHOD: u32 = 0x800_0000;
}

/// Fields as in `PyCodeObject`, without the leading `co_`.
#[derive(Clone, Debug)]
pub struct CodeObject {
    /// Positional parameters, positional-only ones included.
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    pub stacksize: u32,
    pub flags: u32,
    /// `co_code`: two bytes a unit, caches zero.
    pub code: Vec<u8>,
    pub consts: Vec<Const>,
    pub names: Vec<PyStr>,
    pub localsplusnames: Vec<PyStr>,
    /// One byte each, bits of [`fast`].
    pub localspluskinds: Vec<u8>,
    pub filename: PyStr,
    pub name: PyStr,
    pub qualname: PyStr,
    pub firstlineno: i32,
    pub linetable: Vec<u8>,
    pub exceptiontable: Vec<u8>,
}
