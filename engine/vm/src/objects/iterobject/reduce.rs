//! `__reduce__` and `__setstate__` of iterators: what makes another one that stands where this one does.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, def};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use num_traits::ToPrimitive;

pub(crate) const REDUCE: Native = def("__reduce__($self, /)", "Return state information for pickling.", reduce);
pub(crate) const SETSTATE: Native =
    def("__setstate__($self, object, /)", "Set state information for unpickling.", set_state);

/// The built-in function `iter`, as `builtins` has it now.
fn iter_function(m: &mut Machine) -> R {
    let name = m.intern_str("iter");
    let name = m.keep(name);
    let function = m.dict_get_str(m.builtins, name);
    if function.is_null() {
        return Err(m.raise(ty::ATTRIBUTE_ERROR, "iter"));
    }
    Ok(m.new_ref(function))
}

/// A callable, the tuple of its arguments and, unless NULL, a state.
fn made_by(m: &mut Machine, callable: Obj, args: &[Obj], state: Obj) -> R {
    let args = m.new_tuple_from(args);
    let mut parts = vec![m.new_ref(callable), args];
    if !state.is_null() {
        parts.push(m.new_ref(state));
    }
    Ok(m.new_tuple(parts))
}

/// What an iterator that has ended goes over.
fn nothing(m: &mut Machine, ty: u32) -> Owned {
    match ty {
        ty::LIST_ITERATOR | ty::LIST_REVERSEITERATOR => m.new_list(),
        ty::STR_ITERATOR | ty::STR_ASCII_ITERATOR => Owned::steal(fixed::EMPTY_STR),
        _ => m.new_tuple(Vec::new()),
    }
}

fn reduce(m: &mut Machine, a: Args) -> R {
    let it = a.get(m, 0);
    let slot = *m.slot(it);
    let over = Obj(slot.b_lo());
    match slot.kind {
        Kind::SeqIter | Kind::Reversed => {
            let callable = match slot.kind {
                Kind::SeqIter => iter_function(m)?,
                _ if slot.ty == ty::LIST_REVERSEITERATOR => m.new_ref(m.type_obj(ty::REVERSED)),
                _ => m.new_ref(m.class_of(it)),
            };
            let callable = m.keep(callable);
            if over.is_null() {
                let none = nothing(m, slot.ty);
                let none = m.keep(none);
                return made_by(m, callable, &[none], Obj::NULL);
            }
            let index = i64::from(slot.a) - i64::from(slot.kind == Kind::Reversed);
            let index = m.new_int(index);
            let index = m.keep(index);
            made_by(m, callable, &[over], index)
        }
        Kind::RangeIter => {
            let (start, step, left) = (slot.b as i64, i64::from(slot.a as i32), slot.c as i64);
            let parts = [start, start.wrapping_add(left.wrapping_mul(step)), step].map(|n| m.new_int(n));
            let [start, stop, step] = parts.map(|part| m.keep(part));
            of_range(m, start, stop, step)
        }
        Kind::LongRangeIter => {
            let (start, step, left) = (Obj(slot.a), over, Obj(slot.b_hi()));
            let stop = m.int_value(start).big() + m.int_value(left).big() * m.int_value(step).big();
            let stop = m.new_bigint(&stop);
            let stop = m.keep(stop);
            of_range(m, start, stop, step)
        }
        Kind::DictIter | Kind::SetIter => {
            let callable = iter_function(m)?;
            let callable = m.keep(callable);
            // A copy is used up.
            let copy = m.alloc_gc(slot.kind, slot.ty, if slot.kind == Kind::DictIter { 72 } else { 64 });
            for part in [over, if slot.kind == Kind::DictIter { Obj(slot.c_lo()) } else { Obj::NULL }] {
                if !part.is_null() {
                    m.incref(part);
                }
            }
            let new = m.slot_mut(copy);
            (new.a, new.b, new.c, new.x) = (slot.a, slot.b, slot.c, slot.x);
            m.track(copy);
            let copy = m.keep(Owned::steal(copy));
            let items = m.iterate_all(copy)?;
            let items = m.new_list_of(items);
            let items = m.keep(items);
            made_by(m, callable, &[items], Obj::NULL)
        }
        Kind::CallIter => {
            let callable = iter_function(m)?;
            let callable = m.keep(callable);
            if slot.a == 0 || over.is_null() {
                let none = nothing(m, slot.ty);
                let none = m.keep(none);
                return made_by(m, callable, &[none], Obj::NULL);
            }
            made_by(m, callable, &[Obj(slot.a), over], Obj::NULL)
        }
        Kind::Enumerate => {
            let held = Obj(slot.b_hi());
            let number = match m.seq_items(held)[..] {
                [number] if slot.c as i64 == i64::MAX => m.new_ref(number),
                _ => m.new_int(slot.c as i64),
            };
            let number = m.keep(number);
            let class = m.class_of(it);
            made_by(m, class, &[over, number], Obj::NULL)
        }
        Kind::Zip => {
            let parts = m.seq_items(over);
            let class = m.class_of(it);
            made_by(m, class, &parts, if slot.x != 0 { fixed::TRUE } else { Obj::NULL })
        }
        Kind::Map => {
            let mut parts = vec![Obj(slot.a)];
            parts.extend(m.seq_items(over));
            let class = m.class_of(it);
            made_by(m, class, &parts, if slot.x != 0 { fixed::TRUE } else { Obj::NULL })
        }
        _ => {
            let class = m.class_of(it);
            made_by(m, class, &[Obj(slot.a), over], Obj::NULL)
        }
    }
}

fn of_range(m: &mut Machine, start: Obj, stop: Obj, step: Obj) -> R {
    let class = m.type_obj(ty::RANGE);
    let range = m.call(class, &[start, stop, step])?;
    let range = m.keep(range);
    let callable = iter_function(m)?;
    let callable = m.keep(callable);
    made_by(m, callable, &[range], fixed::NONE)
}

fn set_state(m: &mut Machine, a: Args) -> R {
    let (it, state) = (a.get(m, 0), a.get(m, 1));
    let slot = *m.slot(it);
    let over = Obj(slot.b_lo());
    match slot.kind {
        Kind::Zip | Kind::Map => {
            let strict = m.truthy(state)?;
            m.slot_mut(it).x = u16::from(strict);
        }
        Kind::LongRangeIter => {
            if !m.is_int(state) {
                let got = m.type_name(state);
                return Err(m.raise(ty::TYPE_ERROR, &format!("state must be an int, not {got}")));
            }
            let (start, left) = (Obj(slot.a), Obj(slot.b_hi()));
            let most = m.int_value(left).big();
            let by = m.int_value(state).big().clamp(0.into(), most.clone());
            let next = m.int_value(start).big() + &by * m.int_value(over).big();
            let (next, fewer) = (m.new_bigint(&next).into_edge(), m.new_bigint(&(most - by)).into_edge());
            let new = m.slot_mut(it);
            new.a = next.0;
            new.set_b(over.0, fewer.0);
            m.decref(start);
            m.decref(left);
        }
        Kind::RangeIter => {
            let by = place(m, state)?.clamp(0, (slot.c as i64).max(0));
            let new = m.slot_mut(it);
            new.b = (slot.b as i64).wrapping_add(by.wrapping_mul(i64::from(slot.a as i32))) as u64;
            new.c = (slot.c as i64 - by) as u64;
        }
        Kind::Reversed if !over.is_null() => {
            let index = place(m, state)?;
            let n = m.len(over)? as i64;
            m.slot_mut(it).a = (index.clamp(-1, n - 1) + 1) as u32;
        }
        // A list's goes to before the first item, and has ended there.
        Kind::SeqIter if slot.ty == ty::LIST_ITERATOR && !over.is_null() && place(m, state)? < 0 => {
            m.slot_mut(it).b = 0;
            m.decref(over);
        }
        Kind::SeqIter if !over.is_null() => {
            let index = place(m, state)?.max(0);
            // Those with a length of their own do not go beyond it; `iterator` asks and sees.
            let index = if slot.ty == ty::ITERATOR || slot.ty == ty::LIST_ITERATOR {
                index
            } else {
                index.min(m.len(over)? as i64)
            };
            m.slot_mut(it).a = index.min(i64::from(u32::MAX - 1)) as u32;
        }
        _ => {
            place(m, state)?;
        }
    }
    none()
}

/// A place in a sequence (`PyLong_AsSsize_t`).
fn place(m: &mut Machine, o: Obj) -> R<i64> {
    if !m.is_int(o) {
        return Err(m.raise(ty::TYPE_ERROR, "an integer is required"));
    }
    let value = m.int_value(o).big().to_i64();
    value.ok_or_else(|| m.raise(ty::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"))
}
