//! Fixed handles of the immortal singletons.

use crate::memory::object::Obj;

/// Heads of the collector's lists: generations 0, 1, 2, permanent, and two for a collection under way.
pub const GEN0: u32 = 1;
pub const PERMANENT: u32 = 4;
pub const UNREACHABLE: u32 = 5;
pub const SCRATCH: u32 = 6;
pub const NO_DEFAULT: Obj = Obj(7);
pub const NONE: Obj = Obj(8);
pub const FALSE: Obj = Obj(9);
pub const TRUE: Obj = Obj(10);
pub const ELLIPSIS: Obj = Obj(11);
pub const NOT_IMPLEMENTED: Obj = Obj(12);
pub const EMPTY_TUPLE: Obj = Obj(13);
pub const EMPTY_STR: Obj = Obj(14);
pub const EMPTY_BYTES: Obj = Obj(15);
/// Small ints −5…256.
pub const SMALL_INTS: u32 = 16;
pub const SMALL_INT_MIN: i64 = -5;
pub const SMALL_INT_MAX: i64 = 256;
/// The 256 bytes of length one.
pub const BYTES1: u32 = SMALL_INTS + 262;
/// The 256 one-character strings of Latin-1.
pub const LATIN1: u32 = BYTES1 + 256;
pub const NAMES: u32 = LATIN1 + 256;
