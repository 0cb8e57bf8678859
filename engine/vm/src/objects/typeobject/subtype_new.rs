//! Values of subclasses of built-in types (`subtype_new` functions of `Objects/*object.c`).

use crate::memory::object::{Kind, Owned, R};
use crate::native::args::Args;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// The type that a `__new__` was called for: its first argument.
pub fn class_of_call(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

/// Gives a value that was made for the built-in type the subclass's type instead.
pub fn retype(m: &mut Machine, value: Owned, class: u32) -> R {
    if m.ty(value.get()) == class {
        return Ok(value);
    }
    let o = value.get();
    let shared = m.slot(o).is_immortal() || m.slot(o).refcnt > 1;
    let o = if shared {
        let copy = match m.kind(o) {
            Kind::Int | Kind::Bool => {
                let v = m.int_small(o).unwrap_or(0) as u64;
                let copy = m.alloc(Kind::Int, ty::INT, 36);
                m.slot_mut(copy).b = v;
                copy
            }
            Kind::Str => {
                let points = m.str_points(o);
                let n = points.len() as u32;
                let copy = m.alloc(Kind::Str, ty::STR, 64 + n);
                let at = if n == 0 { 0 } else { m.bytes.alloc(n) };
                for (i, p) in points.iter().enumerate() {
                    m.bytes.data[at as usize + i] = *p as u8;
                }
                let slot = m.slot_mut(copy);
                (slot.a, slot.x, slot.b) = (n, 1, u64::from(at));
                copy
            }
            Kind::Tuple => {
                let items = m.seq_items(o);
                let n = items.len() as u32;
                let copy = m.alloc_gc(Kind::Tuple, ty::TUPLE, 64 + 8 * n);
                let at = m.words.alloc(n);
                for (i, item) in items.into_iter().enumerate() {
                    m.incref(item);
                    m.words.data[at as usize + i] = item.0;
                }
                let slot = m.slot_mut(copy);
                (slot.a, slot.b) = (n, u64::from(at));
                m.track(copy);
                copy
            }
            _ => o,
        };
        m.drop_ref(value);
        copy
    } else {
        value.into_edge()
    };
    let class_obj = m.types[class as usize].obj;
    m.incref(class_obj);
    m.slot_mut(o).ty = class;
    if !m.is_tracked(o) {
        m.track(o);
    }
    Ok(Owned::steal(o))
}
