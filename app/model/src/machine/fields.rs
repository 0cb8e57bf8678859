//! What an object holds, as labelled references.

use super::is_program_class;
use vm::memory::object::{Kind, Obj};
use vm::state::interpreter::Machine;

/// Rows drawn of one object until more are asked for; the rest is counted.
pub const ROWS: usize = 14;

/// At most so many labelled references, and how many more there are. Builds only what is drawn: a list of a million is no problem.
pub fn fields(machine: &Machine, object: Obj, most: usize) -> (Vec<(String, Obj)>, usize) {
    let slot = machine.slot(object);
    let word = |i: u32| Obj(machine.words.data[(slot.b_lo() + i) as usize]);
    let mut rows: Vec<(String, Obj)> = Vec::new();
    let mut total = None;
    match slot.kind {
        Kind::List | Kind::Tuple => {
            let len = slot.a;
            rows = (0..len).take(most).map(|i| (i.to_string(), word(i))).collect();
            total = Some(len as usize);
        }
        Kind::Dict => {
            total = Some(machine.dict_len(object) as usize);
            let mut next = machine.dict_next(object, 0);
            while let Some((index, key, value)) = next.filter(|_| rows.len() < most) {
                rows.push((super::repr::short(machine, key), value));
                next = machine.dict_next(object, index + 1);
            }
        }
        Kind::Set | Kind::FrozenSet => {
            total = Some(machine.set_len(object) as usize);
            let mut next = machine.set_next(object, 0);
            while let Some((index, item)) = next.filter(|_| rows.len() < most) {
                rows.push(("item".to_owned(), item));
                next = machine.set_next(object, index + 1);
            }
        }
        Kind::Instance => {
            rows = machine
                .instance_attributes(object)
                .into_iter()
                .map(|(key, value)| (machine.str_text(key), value))
                .collect();
            let declared = machine.type_of(object).slots.min(slot.b_hi());
            rows.extend((0..declared).map(|i| (format!("slot {i}"), machine.member_get(object, i))));
        }
        Kind::Function => {
            use vm::objects::funcobject::field;
            let named = [
                ("__code__", field::CODE),
                ("__defaults__", field::DEFAULTS),
                ("__kwdefaults__", field::KWDEFAULTS),
                ("__closure__", field::CLOSURE),
            ];
            rows = named.iter().map(|(label, at)| ((*label).to_owned(), machine.func_field(object, *at))).collect();
        }
        Kind::Type if is_program_class(machine, object) => {
            let info = &machine.types[slot.a as usize];
            rows = machine
                .dict_items(info.dict)
                .into_iter()
                .map(|(key, value)| (machine.str_text(key), value))
                .filter(|(key, _)| key == "__init__" || !(key.starts_with("__") && key.ends_with("__")))
                .collect();
            if let Some(base) = machine.types.get(info.base as usize).filter(|base| is_program_class(machine, base.obj))
            {
                rows.insert(0, ("__base__".to_owned(), base.obj));
            }
        }
        Kind::Cell => rows.push(("contents".to_owned(), machine.cell_get(object))),
        Kind::Method => {
            let (function, owner) = machine.method_parts(object);
            rows = vec![("__func__".to_owned(), function), ("__self__".to_owned(), owner)];
        }
        Kind::Range => {
            rows = ["start", "stop", "step"].iter().zip(0..).map(|(label, i)| ((*label).to_owned(), word(i))).collect();
        }
        Kind::Slice => {
            let parts = [("start", slot.a), ("stop", slot.b_lo()), ("step", slot.b_hi())];
            rows = parts.iter().map(|(label, part)| ((*label).to_owned(), Obj(*part))).collect();
        }
        Kind::Exception => {
            use vm::objects::exceptions::field;
            rows = vec![("args".to_owned(), word(field::ARGS)), ("__context__".to_owned(), word(field::CONTEXT))];
        }
        Kind::Generator => {
            for i in 0..word(vm::objects::genobject::field::SAVED).0 {
                let saved = vm::memory::object::StackRef(word(vm::objects::genobject::field::REFS + i).0);
                if saved != vm::memory::object::StackRef::NULL {
                    rows.push((format!("saved {i}"), saved.obj()));
                }
            }
        }
        Kind::Str | Kind::Int | Kind::Float | Kind::Bytes | Kind::Code | Kind::Module | Kind::Type => {}
        _ => machine.edges(object, &mut |edge| rows.push(("holds".to_owned(), edge))),
    }
    rows.retain(|(_, value)| !value.is_null());
    let total = total.unwrap_or(rows.len());
    rows.truncate(most);
    let more = total.saturating_sub(rows.len());
    (rows, more)
}
