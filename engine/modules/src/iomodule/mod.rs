//! `_io` (`Modules/_io/`): files and streams, a file each.

pub(crate) mod base;
pub(crate) mod fileio;

use crate::fill::{put, put_ints, put_types};
use crate::types::ty as own;
use vm::memory::object::{Obj, R};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `io.DEFAULT_BUFFER_SIZE`.
pub const BUFFER_SIZE: i64 = 131_072;

/// `_io`.
pub static MODULE: ModuleDef = ModuleDef { name: "_io", doc: "Files and streams.", functions: FUNCTIONS, fill };

const TYPES: &[u32] = &[own::IO_BASE, own::RAW_IO_BASE, own::BUFFERED_IO_BASE, own::TEXT_IO_BASE, own::FILE_IO];

fn fill(m: &mut Machine, dict: Obj) {
    put_ints(m, dict, &[("DEFAULT_BUFFER_SIZE", BUFFER_SIZE)]);
    put_types(m, dict, TYPES);
    let error = m.type_obj(ty::BLOCKING_IO_ERROR);
    let error = m.new_ref(error);
    put(m, dict, "BlockingIOError", error);
    let namespace = m.new_dict();
    let module = m.intern_str("io");
    put(m, namespace.get(), "__module__", module);
    let name = m.intern_str("UnsupportedOperation");
    let bases = [ty::OS_ERROR, ty::VALUE_ERROR].map(|t| m.type_obj(t));
    let class = m.type_new(ty::TYPE, name.get(), &bases, namespace.get());
    m.drop_ref(name);
    m.drop_ref(namespace);
    if let Ok(class) = class {
        put(m, dict, "UnsupportedOperation", class);
    }
}

const FUNCTIONS: &[Native] =
    &[function("open_code($module, /, path)", "Open a file whose code is to be run.", |m, a| {
        open_raw(m, a.get(m, 0), "rb")
    })];

/// A file without a buffer.
fn open_raw(m: &mut Machine, path: Obj, mode: &str) -> R {
    let mode = m.new_str(mode);
    let mode = m.keep(mode);
    let class = m.type_obj(own::FILE_IO);
    m.call(class, &[path, mode])
}
