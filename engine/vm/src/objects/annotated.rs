//! `__annotations__` and `__annotate__` of modules, and of what wraps a function (`Objects/moduleobject.c`, `Objects/funcobject.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, getset, setter};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const ANNOTATIONS: &str = "__annotations__";
const ANNOTATE: &str = "__annotate__";

/// Rows of `module`.
pub(super) const MODULE: [Native; 4] = [
    getset(ANNOTATIONS, "Types that the module gives its names.", |m, a| {
        let dict = m.instance_dict(a.get(m, 0));
        let (own, maker) = (word(m, ANNOTATIONS), word(m, ANNOTATE));
        let found = m.dict_get_str(dict, own);
        if !found.is_null() {
            return Ok(m.new_ref(found));
        }
        let annotate = m.dict_get_str(dict, maker);
        let made = if annotate.is_null() || !m.is_callable(annotate) {
            m.new_dict()
        } else {
            let format = m.new_int(1);
            let format = m.keep(format);
            let made = m.call(annotate, &[format])?;
            if m.kind(made.get()) != Kind::Dict {
                let made = m.keep(made);
                let got = m.type_name(made);
                return Err(m.raise(ty::TYPE_ERROR, &format!("__annotate__() must return a dict, not {got}")));
            }
            made
        };
        let made = m.keep(made);
        m.dict_set(dict, own, made)?;
        Ok(m.new_ref(made))
    }),
    setter(ANNOTATIONS, |m, a| {
        let (dict, value) = (m.instance_dict(a.get(m, 0)), a.opt(m, 1));
        let (own, maker) = (word(m, ANNOTATIONS), word(m, ANNOTATE));
        if !value.is_null() {
            m.dict_set(dict, own, value)?;
        } else if !m.dict_del(dict, own)? {
            return Err(m.raise(ty::ATTRIBUTE_ERROR, ANNOTATIONS));
        }
        m.dict_del(dict, maker)?;
        none()
    }),
    getset(ANNOTATE, "What makes the annotations.", |m, a| {
        let dict = m.instance_dict(a.get(m, 0));
        let maker = word(m, ANNOTATE);
        let found = m.dict_get_str(dict, maker);
        if !found.is_null() {
            return Ok(m.new_ref(found));
        }
        m.dict_set(dict, maker, fixed::NONE)?;
        none()
    }),
    setter(ANNOTATE, |m, a| {
        let (dict, value) = (m.instance_dict(a.get(m, 0)), a.opt(m, 1));
        let (own, maker) = (word(m, ANNOTATIONS), word(m, ANNOTATE));
        if value.is_null() {
            return Err(m.raise(ty::TYPE_ERROR, "cannot delete __annotate__ attribute"));
        }
        if !Machine::is_none(value) && !m.is_callable(value) {
            return Err(m.raise(ty::TYPE_ERROR, "__annotate__ must be callable or None"));
        }
        m.dict_set(dict, maker, value)?;
        if !Machine::is_none(value) {
            m.dict_del(dict, own)?;
        }
        none()
    }),
];

/// Rows of `classmethod` and `staticmethod`.
pub(super) const WRAPPER: [Native; 4] = [
    getset(ANNOTATIONS, "Types that the function gives its parameters and its result.", |m, a| get(m, a, ANNOTATIONS)),
    setter(ANNOTATIONS, |m, a| set(m, a, ANNOTATIONS)),
    getset(ANNOTATE, "What makes the annotations.", |m, a| get(m, a, ANNOTATE)),
    setter(ANNOTATE, |m, a| set(m, a, ANNOTATE)),
];

fn word(m: &mut Machine, text: &str) -> Obj {
    let name = m.intern_str(text);
    m.keep(name)
}

/// What its own dict says, else what the function says, which is noted (`descriptor_get_wrapped_attribute`).
fn get(m: &mut Machine, a: Args, name: &str) -> R {
    let o = a.get(m, 0);
    let name = word(m, name);
    let dict = m.materialize_dict(o);
    let found = m.dict_get_str(dict, name);
    if !found.is_null() {
        return Ok(m.new_ref(found));
    }
    let function = Obj(m.slot(o).a);
    let value = m.getattr(function, name)?;
    let value = m.keep(value);
    m.dict_set(dict, name, value)?;
    Ok(m.new_ref(value))
}

fn set(m: &mut Machine, a: Args, name: &str) -> R {
    let (o, value) = (a.get(m, 0), a.opt(m, 1));
    let key = word(m, name);
    let dict = m.materialize_dict(o);
    if !value.is_null() {
        m.dict_set(dict, key, value)?;
    } else if !m.dict_del(dict, key)? {
        let class = m.type_name(o);
        return Err(m.raise(ty::ATTRIBUTE_ERROR, &format!("'{class}' object has no attribute '{name}'")));
    }
    none()
}
