//! Values of subclasses of built-in types (`subtype_new` functions of `Objects/*object.c`).

use crate::memory::object::{Kind, Obj, Owned, R, flag};
use crate::native::args::Args;
use crate::state::interpreter::Machine;

/// The type that a `__new__` was called for: its first argument.
pub fn class_of_call(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

/// Gives a value that was made for the built-in type the subclass's type instead. Kinds whose values may be shared
/// or lie in a free list's block are made anew.
pub fn retype(m: &mut Machine, value: Owned, class: u32) -> R {
    if m.ty(value.get()) == class {
        return Ok(value);
    }
    let o = value.get();
    let shared = m.slot(o).is_immortal() || m.slot(o).refcnt > 1;
    let plain = matches!(
        m.kind(o),
        Kind::Int | Kind::Bool | Kind::Float | Kind::Complex | Kind::Str | Kind::Bytes | Kind::Tuple
    );
    if plain || shared {
        let copy = copy_for(m, o, class);
        m.drop_ref(value);
        return match copy {
            Some(copy) => Ok(Owned::steal(copy)),
            None => Err(m.not_supported("a value of a subclass that shares its base's")),
        };
    }
    let o = value.into_edge();
    let class_obj = m.types[class as usize].obj;
    m.incref(class_obj);
    m.slot_mut(o).ty = class;
    if !m.is_tracked(o) {
        m.track(o);
    }
    Ok(Owned::steal(o))
}

/// A new object of the class with the value of `o`; `None` for kinds that cannot be copied by their slot.
fn copy_for(m: &mut Machine, o: Obj, class: u32) -> Option<Obj> {
    let from = *m.slot(o);
    let info = m.types[class as usize];
    let body = m.sizeof(o).min(u64::from(u32::MAX / 2)) as u32;
    let header = crate::memory::refcount::header_bytes(&info);
    let kind = if from.kind == Kind::Bool { Kind::Int } else { from.kind };
    let copy = m.alloc_gc(kind, class, header + body + 8);
    let range = match kind {
        Kind::Int if from.x != 0 => {
            let at = m.words.alloc(from.b_hi());
            let digits = m.words.range(from.b_lo(), from.b_hi()).to_vec();
            m.words.range_mut(at, from.b_hi()).copy_from_slice(&digits);
            u64::from(from.b_hi()) << 32 | u64::from(at)
        }
        Kind::Int | Kind::Float | Kind::Complex => from.b,
        Kind::Str | Kind::Bytes => {
            let n = from.a * if kind == Kind::Str { u32::from(from.x.max(1)) } else { 1 };
            let at = if n == 0 { 0 } else { m.bytes.alloc(n) };
            let bytes = m.bytes.data[from.b_lo() as usize..(from.b_lo() + n) as usize].to_vec();
            m.bytes.data[at as usize..(at + n) as usize].copy_from_slice(&bytes);
            u64::from(at)
        }
        Kind::Tuple => {
            let items = m.seq_items(o);
            let at = if from.a == 0 { 0 } else { m.words.alloc(from.a) };
            for (i, item) in items.into_iter().enumerate() {
                m.incref(item);
                m.words.data[at as usize + i] = item.0;
            }
            u64::from(at)
        }
        _ => {
            m.free_slot(copy);
            return None;
        }
    };
    let class_obj = info.obj;
    m.incref(class_obj);
    let slot = m.slot_mut(copy);
    slot.x = if from.kind == Kind::Bool { 0 } else { from.x };
    slot.a = if matches!(kind, Kind::Int | Kind::Float | Kind::Complex) { 0 } else { from.a };
    slot.b = range;
    slot.c = from.c;
    slot.flags |= from.flags & flag::ASCII;
    m.track(copy);
    Some(copy)
}
