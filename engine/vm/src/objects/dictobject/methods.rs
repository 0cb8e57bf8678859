//! `dict`: its constructor, methods and slots (`Objects/dictobject.c`).

use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, R, StackRef};
use crate::native::args::lent_or_null;
use crate::native::args::{Args, boolean, none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, class_def, def, new, tpflags, wrapper};
use crate::objects::dictobject::Found;
use crate::objects::dictobject::steps::local;
use crate::objects::enumobject::reversed;
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::object::sizeof;
use crate::objects::typeobject::slotdefs::subscript;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `dict`.
pub static DICT: TypeDef = TypeDef {
    name: "dict",
    kind: Kind::Dict,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::MAPPING | tpflags::MATCH_SELF | tpflags::DICT_SUBCLASS,
    doc: "A mapping of keys to values.",
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Init,
        Slot::Or,
        Slot::InplaceOr,
        Slot::Len,
        Slot::AssSubscript,
        Slot::Unhashable,
    ],
    natives: &[
        new("dict(*args, **kwargs)", |m, a| {
            let class = class_of_call(m, a);
            let dict = m.new_dict();
            retype(m, dict, class)
        }),
        def("__contains__($self, key, /)", "Whether the dict has the key.", |m, a| {
            let (o, item) = (a.get(m, 0), a.get(m, 1));
            boolean(m.contains_builtin(o, item)?.unwrap_or(false))
        }),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| dict_update(m, a, "dict")),
        def("clear($self, /)", "Take out everything.", |m, a| {
            m.dict_clear(a.get(m, 0));
            none()
        }),
        def("copy($self, /)", "A shallow copy.", |m, a| m.dict_copy(a.get(m, 0))),
        def("get($self, key, default=None, /)", "The value for a key, or the default.", |m, a| {
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
        def("items($self, /)", "A view of the keys with their values.", |m, a| Ok(m.new_dict_view(a.get(m, 0), 2))),
        def("keys($self, /)", "A view of the keys.", |m, a| Ok(m.new_dict_view(a.get(m, 0), 0))),
        def(
            "pop($self, key, default=<unrepresentable>, /)",
            "Take out a key and return its value, or the default; KeyError without one.",
            |m, a| {
                let (dict, key) = (a.get(m, 0), a.get(m, 1));
                if m.dict_len(dict) == 0 {
                    let default = a.opt(m, 2);
                    return if default.is_null() { Err(m.raise_key_error(key)) } else { Ok(m.new_ref(default)) };
                }
                let hash = m.hash_key(key, "a dict key")?;
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
            },
        ),
        def("popitem($self, /)", "Take out the pair that was put in last and return it.", |m, a| {
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
        def(
            "setdefault($self, key, default=None, /)",
            "The value for a key; the default is put in first if it is missing.",
            |m, a| {
                let (dict, key) = (a.get(m, 0), a.get(m, 1));
                let default = if a.n > 2 { a.get(m, 2) } else { fixed::NONE };
                m.dict_setdefault(dict, key, default)
            },
        ),
        def(
            "update($self, /, *args, **kwargs)",
            "Put in the pairs of a mapping or an iterable, then the keyword arguments.",
            |m, a| dict_update(m, a, "update"),
        )
        .hidden()
        .tuple(),
        def("values($self, /)", "A view of the values.", |m, a| Ok(m.new_dict_view(a.get(m, 0), 1))),
        class_def(
            "fromkeys($type, iterable, value=None, /)",
            "A dict with keys from the iterable, all with that value.",
            |m, a| {
                let class = a.get(m, 0);
                let dict = if m.slot(class).a == ty::DICT { m.new_dict() } else { m.call(class, &[])? };
                if m.ty(dict.get()) == ty::DICT && m.has_hashes(a.get(m, 1)) {
                    let value = if a.n > 2 { a.get(m, 2) } else { fixed::NONE };
                    let done = m.dict_from_hashed(dict.get(), a.get(m, 1), value);
                    return m.given_if(done, dict);
                }
                let dict = StackRef::owned(dict.into_edge());
                let value = StackRef::borrowed(if a.n > 2 { a.get(m, 2) } else { fixed::NONE });
                let iterable = StackRef::borrowed(a.get(m, 1));
                m.go_on_as(What::FromKeys, &[dict, iterable, StackRef::NULL, value, StackRef::NULL])
            },
        ),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", sizeof),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", reversed),
        def("__getitem__($self, key, /)", "Return self[key].", subscript),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// Whether the keys of an iterable lie there with their hashes, which are not asked for again.
    fn has_hashes(&self, o: Obj) -> bool {
        self.is_builtin_exact(o) && matches!(self.kind(o), Kind::Dict | Kind::Set | Kind::FrozenSet)
    }

    /// Puts the keys of another dict or of a set into a new dict, all with one value (`dict_dict_fromkeys`,
    /// `dict_set_fromkeys`).
    fn dict_from_hashed(&mut self, dict: Obj, keys: Obj, value: Obj) -> R<()> {
        let mut from = 0;
        loop {
            let next = match self.kind(keys) {
                Kind::Dict => self.dict_next(keys, from).map(|(i, key, _)| (i, key, self.dict_entry_hash(keys, i))),
                _ => self.set_next(keys, from).map(|(i, key)| (i, key, self.set_entry_hash(keys, i))),
            };
            let Some((i, key, hash)) = next else { return Ok(()) };
            let held = self.new_ref(key);
            let done = self.dict_set_hashed(dict, key, hash, value);
            self.drop_ref(held);
            done?;
            from = i + 1;
        }
    }
}

/// `dict.update` and `dict.__init__`: a mapping or pairs, then keywords.
fn dict_update(m: &mut Machine, a: Args, name: &str) -> R {
    let (dict, other) = (a.get(m, 0), a.opt(m, 1));
    if a.n > 2 {
        let text = format!("{name} expected at most 1 argument, got {}", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    if a.kwnames.is_null() && a.n == 2 && m.ty(other) == ty::DICT && m.dict_merge_plainly(dict, other) {
        return none();
    }
    let mut held = [StackRef::NULL; local::COUNT];
    held[local::DICT as usize] = StackRef::borrowed(dict);
    held[local::OTHER as usize] = lent_or_null(other);
    if !a.kwnames.is_null() {
        held[local::NAMES as usize] = StackRef::owned(m.new_ref(a.kwnames).into_edge());
    }
    let asked = m.go_on_as(What::DictUpdate, &held);
    if let Some(request) = &mut m.thread.request {
        request.b = u64::from(a.base + a.n);
    }
    asked
}

impl Machine {
    /// Begins `dict |= other` for what is no plain dict.
    pub(crate) fn enter_dict_merge(&mut self, dict: Obj, other: Obj, on_return: OnReturn) -> R<Begun> {
        let mut held = [StackRef::NULL; local::COUNT];
        held[local::DICT as usize] = StackRef::borrowed(dict);
        held[local::OTHER as usize] = StackRef::borrowed(other);
        self.enter(What::DictMerge, &held, 0, on_return)
    }
}

pub(crate) fn update_from(m: &mut Machine, dict: Obj, other: Obj) -> R<()> {
    if let Some(keys) = m.getattr_opt(other, crate::native::static_strings::KEYS)? {
        let keys_of = m.call(keys.get(), &[]);
        m.drop_ref(keys);
        let keys_of = keys_of?;
        let all = m.iterate_all(keys_of.get());
        m.drop_ref(keys_of);
        let all = all?;
        let mut done = Ok(());
        for key in &all {
            done = match m.getitem(other, key.get()) {
                Ok(value) => {
                    let set = m.dict_set(dict, key.get(), value.get());
                    m.drop_ref(value);
                    set
                }
                Err(e) => Err(e),
            };
            if done.is_err() {
                break;
            }
        }
        m.drop_all(all);
        return done;
    }
    let pairs = m.iterate_all(other)?;
    let mut done = Ok(());
    for (i, pair) in pairs.iter().enumerate() {
        done = put_pair(m, dict, i, pair.get());
        if done.is_err() {
            break;
        }
    }
    m.drop_all(pairs);
    done
}

/// Element `i` of a sequence of pairs, put into a dict.
fn put_pair(m: &mut Machine, dict: Obj, i: usize, pair: Obj) -> R<()> {
    let parts = match m.iterate_all(pair) {
        Ok(parts) => parts,
        Err(_) if m.raised_is(ty::TYPE_ERROR) => {
            m.clear_raised();
            let raised = m.raise(ty::TYPE_ERROR, "object is not iterable");
            let note = format!("Cannot convert dictionary update sequence element #{i} to a sequence");
            m.add_note_to_raised(&note);
            return Err(raised);
        }
        Err(e) => return Err(e),
    };
    let done = match parts.as_slice() {
        [key, value] => m.dict_set(dict, key.get(), value.get()),
        _ => {
            let text = format!("dictionary update sequence element #{i} has length {}; 2 is required", parts.len());
            Err(m.raise(ty::VALUE_ERROR, &text))
        }
    };
    m.drop_all(parts);
    done
}
