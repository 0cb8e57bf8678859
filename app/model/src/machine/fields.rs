//! What an object holds, as labelled references.

use super::is_program_class;
use vm::memory::object::{Kind, Obj};
use vm::state::interpreter::Machine;

/// Rows drawn of one object until more are asked for; the rest is counted.
pub const ROWS: usize = 14;

/// What a reference is called.
#[derive(Clone, Copy, Debug)]
pub enum Label {
    Word(&'static str),
    /// An item's number.
    Nth(u32),
    /// A place without a name: what it is, and its number.
    Place(&'static str, u32),
    /// A string as it is.
    Name(Obj),
    /// Any object as it is written.
    Key(Obj),
}

impl Label {
    pub fn text(self, machine: &Machine) -> String {
        match self {
            Label::Word(word) => word.to_owned(),
            Label::Nth(number) => number.to_string(),
            Label::Place(what, number) => format!("{what} {number}"),
            Label::Name(name) => machine.str_text(name),
            Label::Key(key) => super::repr::short(machine, key),
        }
    }
}

/// At most so many labelled references, and how many more there are. Builds only what is drawn: a list of a million is no problem.
pub fn fields(machine: &Machine, object: Obj, most: usize) -> (Vec<(Label, Obj)>, usize) {
    let slot = machine.slot(object);
    let word = |i: u32| Obj(machine.words.data[(slot.b_lo() + i) as usize]);
    let mut rows: Vec<(Label, Obj)> = Vec::new();
    let mut total = None;
    match slot.kind {
        Kind::List | Kind::Tuple => {
            let len = slot.a;
            rows = (0..len).take(most).map(|i| (Label::Nth(i), word(i))).collect();
            total = Some(len as usize);
        }
        Kind::Dict => {
            total = Some(machine.dict_len(object) as usize);
            let mut next = machine.dict_next(object, 0);
            while let Some((index, key, value)) = next.filter(|_| rows.len() < most) {
                rows.push((Label::Key(key), value));
                next = machine.dict_next(object, index + 1);
            }
        }
        Kind::Set | Kind::FrozenSet => {
            total = Some(machine.set_len(object) as usize);
            let mut next = machine.set_next(object, 0);
            while let Some((index, item)) = next.filter(|_| rows.len() < most) {
                rows.push((Label::Word("item"), item));
                next = machine.set_next(object, index + 1);
            }
        }
        Kind::Instance => {
            let named = |(key, value)| (Label::Name(key), value);
            rows = machine.instance_attributes(object).into_iter().map(named).collect();
            let declared = machine.type_of(object).slots.min(slot.b_hi());
            rows.extend((0..declared).map(|i| (Label::Place("slot", i), machine.member_get(object, i))));
        }
        Kind::Function => {
            use vm::objects::funcobject::field;
            let named = [
                ("__code__", field::CODE),
                ("__defaults__", field::DEFAULTS),
                ("__kwdefaults__", field::KWDEFAULTS),
                ("__closure__", field::CLOSURE),
            ];
            rows = named.iter().map(|(label, at)| (Label::Word(label), machine.func_field(object, *at))).collect();
        }
        Kind::Type if is_program_class(machine, object) => {
            let info = &machine.types[slot.a as usize];
            let shown = |key: &Obj| machine.str_is(*key, "__init__") || !super::stack::is_dunder(machine, *key);
            machine.dict_each(info.dict, &mut |key, value| {
                if shown(&key) {
                    rows.push((Label::Name(key), value));
                }
            });
            if !info.bases.is_null() {
                let bases = machine.tuple_items(info.bases).iter().map(|base| Obj(*base));
                let own = bases.enumerate().filter(|(_, base)| is_program_class(machine, *base));
                let several = machine.tuple_items(info.bases).len() > 1;
                let label = |nth| if several { Label::Place("base", nth as u32 + 1) } else { Label::Word("__base__") };
                rows.splice(0..0, own.map(|(nth, base)| (label(nth), base)));
            }
        }
        Kind::Cell => rows.push((Label::Word("contents"), machine.cell_get(object))),
        Kind::Method => {
            let (function, owner) = machine.method_parts(object);
            rows = vec![(Label::Word("__func__"), function), (Label::Word("__self__"), owner)];
        }
        Kind::Range => {
            rows = ["start", "stop", "step"].iter().zip(0..).map(|(label, i)| (Label::Word(label), word(i))).collect();
        }
        Kind::Slice => {
            let parts = [("start", slot.a), ("stop", slot.b_lo()), ("step", slot.b_hi())];
            rows = parts.iter().map(|(label, part)| (Label::Word(label), Obj(*part))).collect();
        }
        Kind::Exception => {
            use vm::objects::exceptions::field;
            let named = [
                ("args", field::ARGS),
                ("__context__", field::CONTEXT),
                ("__cause__", field::CAUSE),
                ("__traceback__", field::TRACEBACK),
            ];
            rows = named.iter().map(|(label, at)| (Label::Word(label), word(*at))).collect();
        }
        Kind::Generator => {
            use vm::objects::genobject::field;
            // A frame put aside: its variables, then its evaluation stack, bottom first.
            let code = word(field::CODE).0;
            let locals = machine.codes.get(code as usize).map_or(0, |code| code.stat.nlocalsplus);
            for i in 0..word(field::SAVED).0 {
                let saved = vm::memory::object::StackRef(word(field::REFS + i).0);
                if saved != vm::memory::object::StackRef::NULL {
                    let label = match i.checked_sub(locals) {
                        None => Label::Name(machine.code_local_name(code, i)),
                        Some(nth) => Label::Place("stack", nth),
                    };
                    rows.push((label, saved.obj()));
                }
            }
        }
        Kind::MemoryView => rows.push((Label::Word("managed buffer"), machine.view_edges(object))),
        Kind::ManagedBuffer => rows.push((Label::Word("obj"), Obj(slot.a))),
        Kind::BufferWrapper => {
            rows = vec![(Label::Word("mv"), Obj(slot.a)), (Label::Word("obj"), Obj(slot.b_lo()))];
        }
        Kind::Str
        | Kind::Int
        | Kind::Float
        | Kind::Bytes
        | Kind::ByteArray
        | Kind::Code
        | Kind::Module
        | Kind::Type => {}
        _ => machine.edges(object, &mut |edge| rows.push((Label::Word("holds"), edge))),
    }
    rows.retain(|(_, value)| !value.is_null());
    let total = total.unwrap_or(rows.len());
    rows.truncate(most);
    let more = total.saturating_sub(rows.len());
    (rows, more)
}
