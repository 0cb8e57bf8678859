//! `__reduce__` of built-in types that are not made again by their class alone: sets, exceptions, singletons, what is bound or described
//! (`set_reduce`, `BaseException_reduce`, `method___reduce___impl` and their kin).

use crate::memory::object::{Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, def};
use crate::objects::exceptions::field;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const DOC: &str = "Return state information for pickling.";

pub(crate) const SET: Native = def("__reduce__($self, /)", DOC, |m, a| {
    let o = a.get(m, 0);
    let items = m.set_items(o);
    let items = m.new_list_from(&items);
    let items = m.keep(items);
    let args = m.new_tuple_from(&[items]);
    let args = m.keep(args);
    let name = m.intern_str("__getstate__");
    let name = m.keep(name);
    let getter = m.getattr(o, name)?;
    let getter = m.keep(getter);
    let state = m.call(getter, &[])?;
    let state = m.keep(state);
    Ok(m.new_tuple_from(&[m.class_of(o), args, state]))
});

pub(crate) const ELLIPSIS: Native = def("__reduce__($self, /)", DOC, |m, _| Ok(m.new_str("Ellipsis")));
pub(crate) const NOT_IMPLEMENTED: Native = def("__reduce__($self, /)", DOC, |m, _| Ok(m.new_str("NotImplemented")));

/// `getattr` of what it belongs to: of a class for descriptors, of an object for what is bound.
pub(crate) const DESCRIPTOR: Native = def("__reduce__($self, /)", DOC, |m, a| by_name(m, a, "__objclass__"));
pub(crate) const BOUND: Native = def("__reduce__($self, /)", DOC, |m, a| by_name(m, a, "__self__"));

fn by_name(m: &mut Machine, a: Args, owner: &str) -> R {
    let o = a.get(m, 0);
    let mut parts = Vec::new();
    for name in [owner, "__name__"] {
        let name = m.intern_str(name);
        let name = m.keep(name);
        let part = m.getattr(o, name)?;
        parts.push(m.keep(part));
    }
    let name = m.intern_str("getattr");
    let name = m.keep(name);
    let function = m.dict_get_str(m.builtins, name);
    if function.is_null() {
        return Err(m.raise(ty::ATTRIBUTE_ERROR, "getattr"));
    }
    let args = m.new_tuple_from(&parts);
    let function = m.new_ref(function);
    Ok(m.new_tuple(vec![function, args]))
}

pub(crate) const EXCEPTION: Native = def("__reduce__($self, /)", "Helper for pickle.", |m, a| {
    let o = a.get(m, 0);
    let args = m.exc_field(o, field::ARGS);
    let state = state_of(m, o)?;
    made(m, o, args, state)
});

pub(crate) const SET_STATE: Native = def("__setstate__($self, state, /)", "Set attributes from a dict.", |m, a| {
    let (o, state) = (a.get(m, 0), a.get(m, 1));
    if Machine::is_none(state) {
        return none();
    }
    if m.kind(state) != crate::memory::object::Kind::Dict {
        return Err(m.raise(ty::TYPE_ERROR, "state is not a dictionary"));
    }
    let held: Vec<Obj> = m.dict_items(state).into_iter().flat_map(|(key, value)| [key, value]).collect();
    let held = m.new_tuple_from(&held);
    let held = m.keep(held);
    for pair in m.seq_items(held).chunks(2) {
        m.setattr(o, pair[0], pair[1])?;
    }
    none()
});

pub(crate) const IMPORT_ERROR: Native = def("__reduce__($self, /)", "Helper for pickle.", |m, a| {
    let o = a.get(m, 0);
    let args = m.exc_field(o, field::ARGS);
    let names = [("name", field::V1), ("path", field::V2), ("name_from", field::V3)];
    let state = state_with(m, o, &names)?;
    made(m, o, args, state)
});

pub(crate) const ATTRIBUTE_ERROR: Native = def("__reduce__($self, /)", "Helper for pickle.", |m, a| {
    let o = a.get(m, 0);
    let args = m.exc_field(o, field::ARGS);
    let state = state_with(m, o, &[("name", field::V0), ("args", field::ARGS)])?;
    let state = if state.is_null() { fixed::NONE } else { state };
    made(m, o, args, state)
});

pub(crate) const ATTRIBUTE_ERROR_STATE: Native = def("__getstate__($self, /)", "Helper for pickle.", |m, a| {
    let o = a.get(m, 0);
    let state = state_with(m, o, &[("name", field::V0), ("args", field::ARGS)])?;
    if state.is_null() { none() } else { Ok(m.new_ref(state)) }
});

/// An error of the system says again which files it is about.
pub(crate) const OS_ERROR: Native = def("__reduce__($self, /)", "Helper for pickle.", |m, a| {
    let o = a.get(m, 0);
    let mut args = m.exc_field(o, field::ARGS);
    let [first, second] = ["filename", "filename2"].map(|name| m.intern_str(name));
    let (first, second) = (m.keep(first), m.keep(second));
    let file = m.getattr(o, first)?;
    let file = m.keep(file);
    if m.tuple_len(args) == 2 && !Machine::is_none(file) {
        let other = m.getattr(o, second)?;
        let other = m.keep(other);
        let mut parts = m.seq_items(args);
        parts.push(file);
        if !Machine::is_none(other) {
            parts.extend([fixed::NONE, other]);
        }
        let all = m.new_tuple_from(&parts);
        args = m.keep(all);
    }
    let state = state_of(m, o)?;
    made(m, o, args, state)
});

/// The attributes that a program gave an exception, in a dict; NULL if there are none.
fn state_of(m: &mut Machine, o: Obj) -> R<Obj> {
    if m.instance_attributes_any(o).is_empty() {
        return Ok(Obj::NULL);
    }
    let dict = m.materialize_dict(o);
    let copy = m.dict_copy(dict)?;
    Ok(m.keep(copy))
}

/// The same with fields of the exception that are set.
fn state_with(m: &mut Machine, o: Obj, fields: &[(&str, u32)]) -> R<Obj> {
    let mut state = state_of(m, o)?;
    for &(name, at) in fields {
        let value = m.exc_field(o, at);
        if value.is_null() || Machine::is_none(value) {
            continue;
        }
        if state.is_null() {
            let new = m.new_dict();
            state = m.keep(new);
        }
        let name = m.intern_str(name);
        let name = m.keep(name);
        m.dict_set(state, name, value)?;
    }
    Ok(state)
}

fn made(m: &mut Machine, o: Obj, args: Obj, state: Obj) -> R {
    let mut parts: Vec<Owned> = vec![m.new_ref(m.class_of(o)), m.new_ref(args)];
    if !state.is_null() {
        parts.push(m.new_ref(state));
    }
    Ok(m.new_tuple(parts))
}
