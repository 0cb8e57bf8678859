//! What an object is: a 32-byte slot addressed by a handle (`Objects/object.c`, `Include/object.h`).

/// Handle of an object: the index of its slot. Handle 0 is C's `NULL`. Copying one counts nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Default)]
pub struct Obj(pub u32);

impl Obj {
    pub const NULL: Obj = Obj(0);

    pub fn is_null(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub fn ix(self) -> usize {
        self.0 as usize
    }
}

/// One counted reference, to be stored in an edge or given back with `Heap::drop_ref`.
#[must_use = "an owned reference must be stored or dropped, or its count never falls"]
#[derive(PartialEq, Eq, Debug)]
pub struct Owned(Obj);

impl Owned {
    /// Takes over a reference that has been counted already.
    #[inline(always)]
    pub fn steal(o: Obj) -> Owned {
        Owned(o)
    }

    /// The object, while the reference stays here.
    #[inline(always)]
    pub fn get(&self) -> Obj {
        self.0
    }

    /// Gives the counted reference to an edge.
    #[inline(always)]
    pub fn into_edge(self) -> Obj {
        let o = self.0;
        std::mem::forget(self);
        o
    }
}

/// A reference that goes out of scope is lost, and its count never falls: test builds stop there. Singletons have none.
#[cfg(debug_assertions)]
impl Drop for Owned {
    fn drop(&mut self) {
        use crate::memory::fixed;
        let single = matches!(
            self.0,
            Obj::NULL | fixed::NO_DEFAULT | fixed::NONE | fixed::NOT_IMPLEMENTED | fixed::TRUE | fixed::FALSE
        );
        if !single && !std::thread::panicking() {
            panic!("a counted reference to object {} went out of scope", self.0.0);
        }
    }
}

/// "An exception is set": the exception itself is `Machine::raised`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Raised;

/// What a native function answers.
pub type R<T = Owned> = Result<T, Raised>;

/// A reference on the evaluation stack: a handle, and one bit that says it is borrowed (3.14's `_PyStackRef`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StackRef(pub u32);

impl StackRef {
    pub const NULL: StackRef = StackRef(0);

    #[inline(always)]
    pub fn owned(o: Obj) -> StackRef {
        StackRef(o.0 << 1)
    }

    #[inline(always)]
    pub fn borrowed(o: Obj) -> StackRef {
        StackRef(o.0 << 1 | 1)
    }

    #[inline(always)]
    pub fn obj(self) -> Obj {
        Obj(self.0 >> 1)
    }

    #[inline(always)]
    pub fn is_borrowed(self) -> bool {
        self.0 & 1 != 0
    }
}

/// The layout of a slot's payload. A subclass of `list` has kind `List` and another type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Not an object: on a free list (`a` links to the next) or never handed out.
    Free,
    /// A head of one of the collector's lists.
    GcHead,
    None,
    Ellipsis,
    NotImplemented,
    /// `b`: 0 or 1.
    Bool,
    /// `b`: the value as i64 where `x` is 0; else `b` packs word range and digit count, `c` the sign.
    Int,
    /// `b`: the IEEE bits.
    Float,
    /// `b`, `c`: real and imaginary bits.
    Complex,
    /// `a`: length; `b` low: byte range; `x`: bytes a character (1, 2, 4); `c`: hash or 0.
    Str,
    /// `a`: length; `b` low: byte range; `c`: hash or 0.
    Bytes,
    /// `a`: length; `b` low: word range of handles.
    Tuple,
    /// `a`: length; `b` low: word range, high: capacity.
    List,
    /// `b` low: word range of the keys table (see `dictobject`).
    Dict,
    /// `a`: used; `b` low: word range of the table, high: mask; `c`: fill.
    Set,
    FrozenSet,
    /// `b` low: word range with start, stop, step, length as handles.
    Range,
    /// `b`: next value; `c`: how many are left; `a`: step as i32.
    RangeIter,
    /// `a`: next value; `b` low: step, high: how many are left, all ints of any size.
    LongRangeIter,
    /// `a`: next index; `b` low: the sequence or NULL when exhausted.
    SeqIter,
    /// `a`: next entry; `b` low: the dict or set, high: its size at the start; `x`: what it yields; `c` low: the
    /// tuple in which items are given out, or NULL.
    DictIter,
    SetIter,
    /// `b` low: the dict; `x`: keys 0, values 1, items 2.
    DictView,
    /// `a`, `b` low, `b` high: start, stop, step.
    Slice,
    /// `a`: code index; `b` low: word range of `funcobject::field`s; `c`: version.
    Function,
    /// `a`: function; `b` low: self.
    Method,
    /// `a`: native index; `b` low: self or NULL, high: module name or NULL.
    BuiltinFunction,
    /// `a`: native index; `b` low: owning type.
    MethodDescriptor,
    WrapperDescriptor,
    /// `a`: getter's native index; `b` low: owning type, high: name; `c`: setter's native index or 0.
    GetSet,
    /// `a`: slot number; `b` low: owning type, high: name.
    Member,
    /// `a`: code index.
    Code,
    /// `b` low: dict.
    Module,
    /// `a`: index in the table of types.
    Type,
    /// `b`: word range of inline values and their capacity; `c` low: dict or NULL.
    Instance,
    /// An exception: `b` low: word range of `exceptions::field`s; `c` low: dict or NULL.
    Exception,
    /// `a`: contents or NULL.
    Cell,
    /// A generator, coroutine or asynchronous generator. `b` low: word range of the saved frame (see `genobject`).
    Generator,
    /// What is awaited in the place of a coroutine or asynchronous generator (see `genobject::awaitable`). `a`: that object;
    /// `b` low: a value to send, arguments of `athrow`, a default, or NULL; `x`: how far it is.
    Awaitable,
    /// `b` low: word range with getter, setter, deleter, doc.
    Property,
    /// `a`: the wrapped callable.
    StaticMethod,
    ClassMethod,
    /// `a`: the class; `b` low: the object, high: its type.
    Super,
    /// `a`: frame; `b` low: next traceback, high: line number; `c`: instruction offset.
    Traceback,
    /// A frame that outlived or may outlive its activation (see `frame`).
    Frame,
    /// A few references and nothing else (see `object::record`). `b` low: word range, high: how many; `x`: bits of its type.
    Record,
    /// The locals of a frame as a mapping. `a`: the frame.
    FrameLocals,
    /// `c`: next count; `b` low: iterator, high: the tuple in which pairs are given out.
    Enumerate,
    /// `a`: function; `b` low: tuple of iterators, high: the native `__new__` if it is a built-in class, or 0.
    Map,
    /// `b` low: tuple of iterators, high: the tuple in which items are given out; `x`: whether strict.
    Zip,
    /// `a`: predicate; `b` low: iterator.
    Filter,
    /// `a`: next index plus one; `b` low: the sequence.
    Reversed,
    /// `a`: callable; `b` low: sentinel.
    CallIter,
    /// `a`: the mapping.
    MappingProxy,
    /// See `genericaliasobject` and `unionobject`.
    GenericAlias,
    Union,
    /// `a`: length; `b` low: byte range, high: bytes allocated; `c` low: dict of a subclass or NULL, high: where the bytes
    /// begin in the range; `x`: how often they are lent.
    ByteArray,
    /// See `memoryobject`: a view, the buffer that views share, what a class's `__buffer__` gave.
    MemoryView,
    ManagedBuffer,
    BufferWrapper,
    /// A weak reference or proxy. `a`: what it refers to, not counted, or NULL; `b` low: callback, high: the next one of the
    /// same object; `c`: hash, or -1 while not asked for.
    WeakRef,
}

/// Bits of `Slot::flags`.
pub mod flag {
    /// On one of the collector's lists.
    pub const TRACKED: u8 = 1;
    /// `__del__` has run.
    pub const FINALIZED: u8 = 2;
    /// A string in the interned table.
    pub const INTERNED: u8 = 4;
    /// Reachability mark of a collection under way, and of `audit`.
    pub const MARK: u8 = 8;
    /// Lies outside pymalloc's pools (larger than 512 bytes, or static in CPython).
    pub const SYSTEM: u8 = 16;
    /// A string all of whose characters are below 128.
    pub const ASCII: u8 = 32;
    /// Thought unreachable during a collection, until reached.
    pub const TENTATIVE: u8 = 64;
    /// It has extra words (see `objects/object/extra`).
    pub const EXTRA: u8 = 128;
}

/// An immortal's reference count, as `sys.getrefcount` prints it.
pub const IMMORTAL: u32 = 3 << 30;

/// One object. Payload fields are described at [`Kind`].
#[derive(Clone, Copy, Eq, Debug)]
#[repr(C, align(32))]
pub struct Slot {
    /// `ob_refcnt`; the top bit marks immortals.
    pub refcnt: u32,
    /// `ob_type`: index in the table of types.
    pub ty: u32,
    pub kind: Kind,
    pub flags: u8,
    pub x: u16,
    pub a: u32,
    pub b: u64,
    pub c: u64,
}

const _: () = assert!(size_of::<Slot>() == 32);

/// All fields at once, without a branch for each: snapshots compare whole pages.
impl PartialEq for Slot {
    #[inline]
    fn eq(&self, other: &Slot) -> bool {
        let small =
            u32::from(self.kind as u8 ^ other.kind as u8 | (self.flags ^ other.flags)) | u32::from(self.x ^ other.x);
        let half = (self.refcnt ^ other.refcnt) | (self.ty ^ other.ty) | (self.a ^ other.a) | small;
        u64::from(half) | (self.b ^ other.b) | (self.c ^ other.c) == 0
    }
}

impl Slot {
    pub const EMPTY: Slot = Slot { refcnt: 0, ty: 0, kind: Kind::Free, flags: 0, x: 0, a: 0, b: 0, c: 0 };

    #[inline(always)]
    pub fn is_immortal(&self) -> bool {
        self.refcnt >> 31 != 0
    }

    #[inline(always)]
    pub fn b_lo(&self) -> u32 {
        self.b as u32
    }

    #[inline(always)]
    pub fn b_hi(&self) -> u32 {
        (self.b >> 32) as u32
    }

    #[inline(always)]
    pub fn set_b(&mut self, lo: u32, hi: u32) {
        self.b = u64::from(hi) << 32 | u64::from(lo);
    }

    #[inline(always)]
    pub fn c_lo(&self) -> u32 {
        self.c as u32
    }

    #[inline(always)]
    pub fn c_hi(&self) -> u32 {
        (self.c >> 32) as u32
    }

    #[inline(always)]
    pub fn set_c(&mut self, lo: u32, hi: u32) {
        self.c = u64::from(hi) << 32 | u64::from(lo);
    }

    #[inline(always)]
    pub fn set_c_lo(&mut self, lo: u32) {
        self.c = self.c & !0xFFFF_FFFF | u64::from(lo);
    }
}
