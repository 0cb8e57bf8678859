//! `count`, `repeat`, `cycle`.

use super::{ITER, ITERATOR, made, nothing, row};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::steps::{NATIVE, answer, go_on};
use vm::eval::activation::{Answer, Step};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::static_strings::fixed;
use vm::native::typedef::{TypeDef, def, new, wrapper};
use vm::objects::abstract_::BinaryOp;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `itertools.count`. Fields: what comes next, the step.
pub static COUNT: TypeDef = TypeDef {
    name: "count",
    fields: 2,
    text: "(start=0, step=1)",
    doc: "Numbers from a start on.",
    natives: &[
        new("count(start=0, step=1)", |m, a| {
            let [start, step] = [a.opt(m, 1), a.opt(m, 2)];
            for o in [start, step] {
                let number = o.is_null()
                    || matches!(m.kind(o), Kind::Int | Kind::Bool | Kind::Float | Kind::Complex)
                    || !m.is_builtin_exact(o) && m.kind(o) != Kind::Str;
                if !number {
                    return Err(m.raise(ty::TYPE_ERROR, "a number is required"));
                }
            }
            let start = if start.is_null() { m.new_int(0) } else { m.new_ref(start) };
            let step = if step.is_null() { m.new_int(1) } else { m.new_ref(step) };
            Ok(made(m, a, vec![start, step]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let o = a.get(m, 0);
            let (now, step) = (field(m, o, 0), field(m, o, 1));
            let next = m.binary(BinaryOp::Add, now, step)?;
            let now = m.new_ref(now);
            set_field(m, o, 0, next);
            Ok(now)
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let name = m.name_of_type(m.ty(o));
            let now = m.repr_text(field(m, o, 0))?;
            let step = field(m, o, 1);
            let text = if m.kind(step) == Kind::Int && m.int_clamped(step) == 1 {
                format!("{name}({now})")
            } else {
                format!("{name}({now}, {})", m.repr_text(step)?)
            };
            Ok(m.new_str(&text))
        }),
    ],
    slots: &[vm::native::typedef::Slot::Iter, vm::native::typedef::Slot::Next, vm::native::typedef::Slot::Repr],
    ..ITERATOR
};

/// `itertools.repeat`. Fields: the object, how often it is still given or nothing.
pub static REPEAT: TypeDef = TypeDef {
    name: "repeat",
    fields: 2,
    text: "(object, times=<unrepresentable>)",
    doc: "The same object again and again.",
    natives: &[
        new("repeat(object, times=None)", |m, a| {
            let (o, times) = (a.get(m, 1), a.opt(m, 2));
            let times = if times.is_null() {
                nothing()
            } else {
                let n = m.index_i64(times)?.max(0);
                m.new_int(n)
            };
            let o = m.new_ref(o);
            Ok(made(m, a, vec![o, times]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let o = a.get(m, 0);
            if !field(m, o, 1).is_null() {
                let left = int_field(m, o, 1);
                if left == 0 {
                    return Err(m.raise_empty(ty::STOP_ITERATION));
                }
                set_int_field(m, o, 1, left - 1);
            }
            let value = field(m, o, 0);
            Ok(m.new_ref(value))
        }),
        def("__length_hint__($self, /)", "How many are left.", |m, a| {
            let o = a.get(m, 0);
            if field(m, o, 1).is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "len() of unsized object"));
            }
            let left = int_field(m, o, 1);
            Ok(m.new_int(left))
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let name = m.name_of_type(m.ty(o));
            let value = m.repr_text(field(m, o, 0))?;
            let times = if field(m, o, 1).is_null() { String::new() } else { format!(", {}", int_field(m, o, 1)) };
            Ok(m.new_str(&format!("{name}({value}{times})")))
        }),
    ],
    slots: &[vm::native::typedef::Slot::Iter, vm::native::typedef::Slot::Next, vm::native::typedef::Slot::Repr],
    ..ITERATOR
};

/// `itertools.cycle`. Fields: the iterator or nothing once it has ended, the items so far, the number of the next one.
pub static CYCLE: TypeDef = TypeDef {
    name: "cycle",
    fields: 3,
    text: "(iterable, /)",
    doc: "The items of an iterable again and again.",
    natives: &[
        new("cycle(iterable, /)", |m, a| {
            let iterator = m.iter(a.get(m, 1))?;
            let (saved, at) = (m.new_list(), m.new_int(0));
            Ok(made(m, a, vec![iterator, saved, at]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::CYCLE, 0)),
    ],
    ..ITERATOR
};

pub fn cycle(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let iterator = field(m, o, 0);
    let mut answer = answer;
    if !iterator.is_null() {
        if matches!(answer, Answer::Begin) {
            answer = answer!(m.begin_next(iterator, NATIVE));
        }
        if let Some(item) = m.item_of(answer)? {
            let held = m.new_ref(item.get());
            let saved = field(m, o, 1);
            m.list_append(saved, held);
            return Ok(Step::Done(item));
        }
        set_field(m, o, 0, Owned::steal(Obj::NULL));
    }
    let (saved, at) = (field(m, o, 1), int_field(m, o, 2) as u32);
    let n = m.list_len(saved);
    if n == 0 {
        return Ok(Step::End(Owned::steal(fixed::NONE)));
    }
    let item = m.list_item(saved, at % n);
    set_int_field(m, o, 2, i64::from((at + 1) % n));
    Ok(Step::Done(m.new_ref(item)))
}
