//! `dict`: its constructor, methods and slots (`Objects/dictobject.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::{Args, Conv, Native, native_fn, none};
use crate::native::slotdefs::{contains, iter_self};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::BinaryOp;
use crate::objects::dictobject::Found;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub const DICT_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let dict = m.new_dict();
    retype(m, dict, class)
})];

pub const DICT_METHODS: &[Native] = &[
    native_fn("clear", Conv::NoArgs, |m, a| {
        m.dict_clear(a.get(m, 0));
        none()
    }),
    native_fn("copy", Conv::NoArgs, |m, a| m.dict_copy(a.get(m, 0))),
    native_fn("get", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (a.get(m, 0), a.get(m, 1));
        let found = m.dict_get(dict, key)?;
        let value = if !found.is_null() {
            found
        } else if a.n > 2 {
            a.get(m, 2)
        } else {
            fixed::NONE
        };
        Ok(m.new_ref(value))
    }),
    native_fn("items", Conv::NoArgs, |m, a| Ok(m.new_dict_view(a.get(m, 0), 2))),
    native_fn("keys", Conv::NoArgs, |m, a| Ok(m.new_dict_view(a.get(m, 0), 0))),
    native_fn("pop", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (a.get(m, 0), a.get(m, 1));
        let hash = m.hash(key)?;
        match m.dict_find(dict, key, hash)? {
            Found::At(i) => {
                let (key, value) = m.dict_remove_at(dict, i);
                m.drop_ref(key);
                Ok(value)
            }
            Found::No if a.n > 2 => {
                let default = a.get(m, 2);
                Ok(m.new_ref(default))
            }
            Found::No => Err(m.raise_key_error(key)),
        }
    }),
    native_fn("popitem", Conv::NoArgs, |m, a| {
        let dict = a.get(m, 0);
        let last = (0..m.dict_nentries(dict)).rev().find(|&i| !m.dict_entry(dict, i).1.is_null());
        match last {
            Some(i) => {
                let (key, value) = m.dict_remove_at(dict, i);
                let slot = m.slot_mut(dict);
                slot.set_b(slot.b_lo(), i);
                Ok(m.new_tuple(vec![key, value]))
            }
            None => {
                let text = m.new_str("popitem(): dictionary is empty");
                let raised = m.raise_key_error(text.get());
                m.drop_ref(text);
                Err(raised)
            }
        }
    }),
    native_fn("setdefault", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (a.get(m, 0), a.get(m, 1));
        let default = if a.n > 2 { a.get(m, 2) } else { fixed::NONE };
        m.dict_setdefault(dict, key, default)
    }),
    native_fn("update", Conv::Any, |m, a| {
        dict_update(m, a)?;
        none()
    }),
    native_fn("values", Conv::NoArgs, |m, a| Ok(m.new_dict_view(a.get(m, 0), 1))),
];

pub const DICT_CLASSMETHODS: &[Native] = &[native_fn("fromkeys", Conv::Fast(1, 2), |m, a| {
    let dict = m.new_dict();
    let value = if a.n > 2 { a.get(m, 2) } else { fixed::NONE };
    for key in m.iterate_all(a.get(m, 1))? {
        m.dict_set(dict.get(), key.get(), value)?;
        m.drop_ref(key);
    }
    Ok(dict)
})];

pub const DICT_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__or__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Or, x, y)
    }),
    native_fn("__init__", Conv::Any, |m, a| {
        dict_update(m, a)?;
        none()
    }),
];

/// `dict.update` and `dict.__init__`: a mapping or pairs, then keywords.
pub fn dict_update(m: &mut Machine, a: Args) -> R<()> {
    let dict = a.get(m, 0);
    if a.n > 2 {
        let text = format!("dict expected at most 1 argument, got {}", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    if a.n == 2 {
        let other = a.get(m, 1);
        if m.kind(other) == Kind::Dict {
            m.dict_merge(dict, other)?;
        } else {
            update_from_pairs(m, dict, other)?;
        }
    }
    for (key, value) in a.keywords(m) {
        m.dict_set(dict, key, value)?;
    }
    Ok(())
}

fn update_from_pairs(m: &mut Machine, dict: Obj, other: Obj) -> R<()> {
    if let Some(keys) = m.getattr_opt(other, crate::native::static_strings::KEYS)? {
        let keys_of = m.call(keys.get(), &[]);
        m.drop_ref(keys);
        let keys_of = keys_of?;
        let all = m.iterate_all(keys_of.get());
        m.drop_ref(keys_of);
        for key in all? {
            let value = m.getitem(other, key.get())?;
            m.dict_set(dict, key.get(), value.get())?;
            m.drop_ref(value);
            m.drop_ref(key);
        }
        return Ok(());
    }
    for (i, pair) in m.iterate_all(other)?.into_iter().enumerate() {
        let parts = match m.iterate_all(pair.get()) {
            Ok(parts) => parts,
            Err(e) => {
                if m.raised_is(ty::TYPE_ERROR) {
                    m.clear_raised();
                    let text = format!("cannot convert dictionary update sequence element #{i} to a sequence");
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                return Err(e);
            }
        };
        if parts.len() != 2 {
            let text = format!("dictionary update sequence element #{i} has length {}; 2 is required", parts.len());
            return Err(m.raise(ty::VALUE_ERROR, &text));
        }
        m.dict_set(dict, parts[0].get(), parts[1].get())?;
        for part in parts {
            m.drop_ref(part);
        }
        m.drop_ref(pair);
    }
    Ok(())
}
