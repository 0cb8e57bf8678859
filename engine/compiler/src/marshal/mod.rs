//! `marshal`, version 5 (`Python/marshal.c`): code objects and constants as bytes.

mod inspect;
mod read;
mod write;

pub use inspect::{NUMBER, Node, inspect};
pub use read::{MarshalError, Value, loads, loads_checked};
pub use write::{dumps, dumps_code};

/// The format that is written.
pub const VERSION: u8 = 5;

/// Type codes. A code with [`FLAG_REF`] enters its object into the list that [`REF`] counts.
pub mod code {
    pub const NULL: u8 = b'0';
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const STOPITER: u8 = b'S';
    pub const ELLIPSIS: u8 = b'.';
    pub const BINARY_FLOAT: u8 = b'g';
    pub const BINARY_COMPLEX: u8 = b'y';
    pub const LONG: u8 = b'l';
    pub const STRING: u8 = b's';
    pub const TUPLE: u8 = b'(';
    pub const LIST: u8 = b'[';
    pub const DICT: u8 = b'{';
    pub const CODE: u8 = b'c';
    pub const UNICODE: u8 = b'u';
    pub const SET: u8 = b'<';
    pub const FROZENSET: u8 = b'>';
    pub const SLICE: u8 = b':';
    pub const INTERNED: u8 = b't';
    pub const ASCII: u8 = b'a';
    pub const ASCII_INTERNED: u8 = b'A';
    pub const SHORT_ASCII: u8 = b'z';
    pub const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub const INT: u8 = b'i';
    pub const SMALL_TUPLE: u8 = b')';
    pub const COMPLEX: u8 = b'x';
    pub const FLOAT: u8 = b'f';
    pub const INT64: u8 = b'I';
    pub const REF: u8 = b'r';
    pub const FLAG_REF: u8 = 0x80;
}

/// Deeper nesting is refused, reading and writing.
pub const MAX_DEPTH: u32 = 2000;
