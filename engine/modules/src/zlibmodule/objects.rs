//! Streams: `zlib.Compress`, `zlib.Decompress`, `zlib._ZlibDecompressor`. The state of each lies in a bytes object of its own.

use super::deflate::{Deflate, FINISH, NO_FLUSH};
use super::inflate::{Inflate, Stop};
use super::{bad_data, error, number};
use crate::fill::{field, set_field};
use crate::types::ty as own;
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{TypeDef, def, member, new, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields: the state, nothing once it is over; of what decompresses: the dictionary, what is behind the end, what was not taken
/// yet, whether the end was reached, whether there must be more input.
const STATE: u32 = 0;
const ZDICT: u32 = 1;
const UNUSED: u32 = 2;
const TAIL: u32 = 3;
const EOF: u32 = 4;
const NEEDS_INPUT: u32 = 5;

const DOING: &str = "while decompressing data";

fn put_bytes(m: &mut Machine, o: Obj, i: u32, bytes: &[u8]) {
    let bytes = m.new_bytes(bytes);
    set_field(m, o, i, bytes);
}

fn put_flag(m: &mut Machine, o: Obj, i: u32, value: bool) {
    set_field(m, o, i, Owned::steal(Machine::new_bool(value)));
}

fn deflating(m: &mut Machine, o: Obj, doing: &str) -> R<Deflate> {
    let state = field(m, o, STATE);
    let stream = if state.is_null() { None } else { Deflate::load(m.bytes_value(state)) };
    stream.ok_or_else(|| error(m, -2, doing, "inconsistent stream state"))
}

pub fn compressobj(m: &mut Machine, a: Args) -> R {
    let defaults = [-1, 8, 15, 8, 0];
    let mut numbers = [0; 5];
    for (i, n) in numbers.iter_mut().enumerate() {
        *n = number(m, a.opt(m, i as u32), defaults[i])?;
    }
    let [level, method, wbits, mem_level, strategy] = numbers;
    let zdict = a.opt(m, 5);
    let zdict = if zdict.is_null() { None } else { Some(m.all_bytes(zdict)?) };
    let stream = if method == 8 { Deflate::new(level, wbits, mem_level, strategy) } else { None };
    let Some(mut stream) = stream else { return Err(m.raise(ty::VALUE_ERROR, "Invalid initialization option")) };
    if let Some(zdict) = zdict
        && !stream.set_dictionary(&zdict)
    {
        return Err(m.raise(ty::VALUE_ERROR, "Invalid dictionary"));
    }
    let o = m.new_instance(own::ZLIB_COMPRESS);
    put_bytes(m, o.get(), STATE, &stream.save());
    Ok(o)
}

fn copy_of(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if field(m, o, STATE).is_null() {
        return Err(m.raise(ty::VALUE_ERROR, "Inconsistent stream state"));
    }
    let t = m.ty(o);
    let copy = m.new_instance(t);
    for i in 0..=TAIL + 1 {
        let value = if i > STATE && t == own::ZLIB_COMPRESS { Obj::NULL } else { field(m, o, i) };
        if !value.is_null() {
            let value = m.new_ref(value);
            set_field(m, copy.get(), i, value);
        }
    }
    Ok(copy)
}

const FLAGS: u32 = tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC;

/// `zlib.Compress`.
pub static COMPRESS: TypeDef = TypeDef {
    name: "Compress",
    module: "zlib",
    basicsize: 168,
    fields: 1,
    flags: FLAGS | tpflags::DISALLOW_INSTANTIATION,
    natives: &[
        def("compress($self, data, /)", "What comes out for some more input.", |m, a| {
            let o = a.get(m, 0);
            let bytes = m.all_bytes(a.get(m, 1))?;
            let mut stream = deflating(m, o, "while compressing data")?;
            let made = stream.compress(&bytes, NO_FLUSH);
            put_bytes(m, o, STATE, &stream.save());
            Ok(m.new_bytes(&made))
        })
        .asking(),
        def("flush($self, mode=zlib.Z_FINISH, /)", "What is still to come out.", |m, a| {
            let o = a.get(m, 0);
            let mode = number(m, a.opt(m, 1), FINISH)?;
            if mode == NO_FLUSH {
                return Ok(m.new_bytes(b""));
            }
            let mut stream = deflating(m, o, "while flushing")?;
            if !(0..=5).contains(&mode) {
                return Err(error(m, -2, "while flushing", "inconsistent stream state"));
            }
            let made = stream.compress(b"", mode);
            if mode == FINISH {
                set_field(m, o, STATE, Owned::steal(Obj::NULL));
            } else {
                put_bytes(m, o, STATE, &stream.save());
            }
            Ok(m.new_bytes(&made))
        })
        .asking(),
        def("copy($self, /)", "A copy.", copy_of),
        def("__copy__($self, /)", "A copy.", copy_of),
        def("__deepcopy__($self, memo, /)", "A copy.", copy_of),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn inflating(m: &mut Machine, o: Obj) -> R<Inflate> {
    let state = field(m, o, STATE);
    let stream = if state.is_null() { None } else { Inflate::load(m.bytes_value(state)) };
    stream.ok_or_else(|| error(m, -2, DOING, "inconsistent stream state"))
}

/// A stream that decompresses, set up.
fn set_up(m: &mut Machine, class: u32, wbits: i64, zdict: Obj) -> R {
    if !zdict.is_null() && !m.has_buffer(zdict) {
        return Err(m.raise(ty::TYPE_ERROR, "zdict argument must support the buffer protocol"));
    }
    let Some(mut stream) = Inflate::new(wbits) else {
        return Err(m.raise(ty::VALUE_ERROR, "Invalid initialization option"));
    };
    let o = m.new_instance(class);
    let o = m.keep(o);
    if !zdict.is_null() {
        if wbits < 0 {
            let bytes = m.all_bytes(zdict)?;
            stream.set_dictionary(&bytes);
        }
        let zdict = m.new_ref(zdict);
        set_field(m, o, ZDICT, zdict);
    }
    put_bytes(m, o, STATE, &stream.save());
    put_bytes(m, o, UNUSED, b"");
    put_bytes(m, o, TAIL, b"");
    put_flag(m, o, EOF, false);
    put_flag(m, o, NEEDS_INPUT, true);
    Ok(m.new_ref(o))
}

pub fn decompressobj(m: &mut Machine, a: Args) -> R {
    let wbits = number(m, a.opt(m, 0), 15)?;
    let zdict = a.opt(m, 1);
    set_up(m, own::ZLIB_DECOMPRESS, wbits, zdict)
}

/// Decompresses; a dictionary that is asked for is given.
fn run(m: &mut Machine, o: Obj, stream: &mut Inflate, bytes: &[u8], room: usize) -> R<(Vec<u8>, Stop, usize)> {
    let mut answer = stream.decompress(bytes, room);
    let zdict = field(m, o, ZDICT);
    if answer.1 == Stop::Dictionary && !zdict.is_null() {
        let dictionary = m.all_bytes(zdict)?;
        if !stream.set_dictionary(&dictionary) {
            return Err(error(m, -3, "while setting zdict", "invalid input data"));
        }
        let rest = &bytes[bytes.len() - answer.2..];
        answer = stream.decompress(rest, room);
    }
    Ok(answer)
}

/// Most bytes that may come out; a fault where the machine has no room for more.
fn room(m: &Machine, given: i64) -> usize {
    usize::try_from(given).unwrap_or(usize::MAX).min(m.host.memory_limit)
}

fn decompress_some(m: &mut Machine, o: Obj, bytes: &[u8], most: usize) -> R {
    let mut stream = inflating(m, o)?;
    let (made, stop, left) = run(m, o, &mut stream, bytes, most)?;
    put_bytes(m, o, STATE, &stream.save());
    let rest = &bytes[bytes.len() - left.min(bytes.len())..];
    if stop == Stop::End {
        let unused = [m.bytes_value(field(m, o, UNUSED)), rest].concat();
        put_bytes(m, o, UNUSED, &unused);
        put_bytes(m, o, TAIL, b"");
        put_flag(m, o, EOF, true);
    } else {
        put_bytes(m, o, TAIL, rest);
    }
    match stop {
        Stop::Bad(_) | Stop::Dictionary => Err(bad_data(m, stop, DOING)),
        _ => Ok(m.new_bytes(&made)),
    }
}

fn value(m: &mut Machine, a: Args, i: u32) -> R {
    let value = field(m, a.get(m, 0), i);
    Ok(m.new_ref(value))
}

/// `zlib.Decompress`.
pub static DECOMPRESS: TypeDef = TypeDef {
    name: "Decompress",
    module: "zlib",
    basicsize: 168,
    fields: 6,
    flags: FLAGS | tpflags::DISALLOW_INSTANTIATION,
    natives: &[
        def("decompress($self, data, /, max_length=0)", "What comes out for some more input.", |m, a| {
            let o = a.get(m, 0);
            let bytes = m.all_bytes(a.get(m, 1))?;
            let most = a.opt(m, 2);
            let most = if most.is_null() { 0 } else { m.index_ssize(most)? };
            if most < 0 {
                return Err(m.raise(ty::VALUE_ERROR, "max_length must be non-negative"));
            }
            let most = room(m, if most == 0 { i64::MAX } else { most });
            decompress_some(m, o, &bytes, most)
        })
        .asking(),
        def("flush($self, length=zlib.DEF_BUF_SIZE, /)", "What is still to come out.", |m, a| {
            let o = a.get(m, 0);
            let length = a.opt(m, 1);
            if !length.is_null() && m.index_ssize(length)? <= 0 {
                return Err(m.raise(ty::VALUE_ERROR, "length must be greater than zero"));
            }
            if field(m, o, STATE).is_null() || field(m, o, EOF) == fixed::TRUE {
                return Ok(m.new_bytes(b""));
            }
            let tail = m.bytes_value(field(m, o, TAIL)).to_vec();
            let most = room(m, i64::MAX);
            decompress_some(m, o, &tail, most)
        })
        .asking(),
        def("copy($self, /)", "A copy.", copy_of),
        def("__copy__($self, /)", "A copy.", copy_of),
        def("__deepcopy__($self, memo, /)", "A copy.", copy_of),
        member("unused_data", "What lies behind the end.", |m, a| value(m, a, UNUSED)),
        member("unconsumed_tail", "Input that was not taken yet.", |m, a| value(m, a, TAIL)),
        member("eof", "Whether the end was reached.", |m, a| value(m, a, EOF)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `zlib._ZlibDecompressor`, which keeps input that it has not taken yet.
pub static DECOMPRESSOR: TypeDef = TypeDef {
    name: "_ZlibDecompressor",
    module: "zlib",
    basicsize: 184,
    fields: 6,
    flags: FLAGS | tpflags::BASETYPE | tpflags::IMMUTABLE,
    text: "(wbits=15, zdict=b'')",
    doc: "What decompresses piece by piece.",
    natives: &[
        new("_ZlibDecompressor(wbits=15, zdict=b'')", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let wbits = number(m, a.opt(m, 1), 15)?;
            let zdict = a.opt(m, 2);
            set_up(m, class, wbits, zdict)
        })
        .hidden(),
        def("decompress($self, /, data, max_length=-1)", "What comes out for some more input.", |m, a| {
            let o = a.get(m, 0);
            let bytes = m.all_bytes(a.get(m, 1))?;
            let most = a.opt(m, 2);
            let most = if most.is_null() { -1 } else { m.index_ssize(most)? };
            if field(m, o, EOF) == fixed::TRUE {
                return Err(m.raise(ty::EOF_ERROR, "End of stream already reached"));
            }
            let bytes = [m.bytes_value(field(m, o, TAIL)), &bytes].concat();
            let most = room(m, most);
            let made = decompress_some(m, o, &bytes, most)?;
            let waits = field(m, o, EOF) != fixed::TRUE && m.bytes_value(field(m, o, TAIL)).is_empty();
            put_flag(m, o, NEEDS_INPUT, waits);
            Ok(made)
        })
        .asking(),
        member("eof", "Whether the end was reached.", |m, a| value(m, a, EOF)),
        member("unused_data", "What lies behind the end.", |m, a| value(m, a, UNUSED)),
        member("needs_input", "Whether there must be more input.", |m, a| value(m, a, NEEDS_INPUT)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
