//! What `f_locals` of a function's frame is: a mapping that reads and writes its locals (PEP 667;
//! `PyFrameLocalsProxy_Type`).

use crate::eval::frame::field;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::args::{Args, boolean, none, not_implemented};
use crate::native::typedef::{Slot, TypeDef, def, new, tpflags, wrapper};
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::code::fast;

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (this, other) = (a.get(m, 0), a.get(m, 1));
    match m.kind(other) {
        Kind::FrameLocals if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
            let same = m.slot(this).a == m.slot(other).a;
            boolean(same == (op == CompareOp::Eq))
        }
        Kind::Dict => {
            let copy = m.locals_copy(this);
            let copy = m.keep(copy);
            m.compare(op, copy, other)
        }
        _ => not_implemented(),
    }
}

/// A merged dict of two mappings, either of them a proxy.
fn merged(m: &mut Machine, first: Obj, second: Obj) -> R {
    match m.locals_merged(first, second)? {
        Some(dict) => Ok(dict),
        None => not_implemented(),
    }
}

/// `FrameLocalsProxy`.
pub static FRAME_LOCALS_PROXY: TypeDef = TypeDef {
    name: "FrameLocalsProxy",
    kind: Kind::FrameLocals,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::MAPPING,
    doc: "The locals of a frame, by name.",
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Or,
        Slot::InplaceOr,
        Slot::Len,
        Slot::AssSubscript,
        Slot::Unhashable,
    ],
    natives: &[
        new("FrameLocalsProxy(frame, /)", |m, a| {
            if a.n != 2 {
                return Err(m.raise(ty::TYPE_ERROR, &format!("FrameLocalsProxy expected 1 argument, got {}", a.n - 1)));
            }
            let frame = a.get(m, 1);
            if m.kind(frame) != Kind::Frame {
                let name = m.type_name(frame);
                return Err(m.raise(ty::TYPE_ERROR, &format!("expect frame, not {name}")));
            }
            if a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "FrameLocalsProxy takes no keyword arguments"));
            }
            Ok(m.new_locals_proxy(frame))
        })
        .own(),
        wrapper("__lt__($self, value, /)", "Return self<value.", |m, a| compare(m, a, CompareOp::Lt)),
        wrapper("__le__($self, value, /)", "Return self<=value.", |m, a| compare(m, a, CompareOp::Le)),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare(m, a, CompareOp::Eq)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare(m, a, CompareOp::Ne)),
        wrapper("__gt__($self, value, /)", "Return self>value.", |m, a| compare(m, a, CompareOp::Gt)),
        wrapper("__ge__($self, value, /)", "Return self>=value.", |m, a| compare(m, a, CompareOp::Ge)),
        wrapper("__or__($self, value, /)", "Return self|value.", |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            merged(m, x, y)
        }),
        wrapper("__ror__($self, value, /)", "Return value|self.", |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            merged(m, y, x)
        }),
        wrapper("__ior__($self, value, /)", "Return self|=value.", |m, a| {
            let (this, other) = (a.get(m, 0), a.get(m, 1));
            if !matches!(m.kind(other), Kind::Dict | Kind::FrameLocals) {
                return not_implemented();
            }
            m.locals_update(this, other)?;
            Ok(m.new_ref(this))
        }),
        def("__contains__($self, object, /)", "Whether there is such a local name.", |m, a| {
            let (this, key) = (a.get(m, 0), a.get(m, 1));
            let found = m.locals_get(this, key)?;
            boolean(!found.is_null())
        }),
        def("__getitem__($self, object, /)", "The value of a local name.", |m, a| {
            let (this, key) = (a.get(m, 0), a.get(m, 1));
            m.locals_item(this, key)
        }),
        def("update($self, object, /)", "Bind the names of a mapping.", |m, a| {
            let (this, other) = (a.get(m, 0), a.get(m, 1));
            if !matches!(m.kind(other), Kind::Dict | Kind::FrameLocals) {
                let text = "update() argument must be dict or another FrameLocalsProxy";
                return Err(m.raise(ty::TYPE_ERROR, text));
            }
            m.locals_update(this, other)?;
            none()
        }),
        def("__reversed__($self, /)", "The names, the last one first.", |m, a| {
            let names: Vec<Obj> = m.locals_items(a.get(m, 0)).into_iter().rev().map(|(name, _)| name).collect();
            Ok(m.new_list_from(&names))
        }),
        def("copy($self, /)", "A dict of the names and their values.", |m, a| Ok(m.locals_copy(a.get(m, 0)))),
        def("keys($self, /)", "A list of the names.", |m, a| Ok(m.locals_names(a.get(m, 0)))),
        def("values($self, /)", "A list of the values.", |m, a| {
            let values: Vec<Obj> = m.locals_items(a.get(m, 0)).into_iter().map(|(_, value)| value).collect();
            Ok(m.new_list_from(&values))
        }),
        def("items($self, /)", "A list of the names with their values.", |m, a| {
            let items = m.locals_items(a.get(m, 0));
            let pairs = items.into_iter().map(|(name, value)| m.new_tuple_from(&[name, value])).collect();
            Ok(m.new_list_of(pairs))
        }),
        def("get($self, *args)", "The value of a local name, or the default.", |m, a| {
            if a.n < 2 || a.n > 3 {
                return Err(m.raise(ty::TYPE_ERROR, "get expected 1 or 2 arguments"));
            }
            let (this, key, default) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            let found = m.locals_get(this, key)?;
            match (found.is_null(), default.is_null()) {
                (false, _) => Ok(m.new_ref(found)),
                (true, false) => Ok(m.new_ref(default)),
                (true, true) => none(),
            }
        })
        .hidden(),
        def("pop($self, key, default=None, /)", "Remove a name that is none of the function's own.", |m, a| {
            let (this, key, default) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            let frame = Obj(m.slot(this).a);
            if m.local_index(frame, key, false)?.is_some() {
                return Err(m.raise(ty::VALUE_ERROR, "cannot remove local variables from FrameLocalsProxy"));
            }
            let extra = m.frame_word(frame, field::EXTRA);
            let found = if extra.is_null() { Obj::NULL } else { m.dict_get(extra, key)? };
            if found.is_null() {
                return if default.is_null() { Err(m.raise_key_error(key)) } else { Ok(m.new_ref(default)) };
            }
            let found = m.new_ref(found);
            m.dict_del(extra, key)?;
            Ok(found)
        })
        .hidden(),
        def("setdefault($self, *args)", "The value of a local name, set to the default if there is none.", |m, a| {
            if a.n < 2 || a.n > 3 {
                return Err(m.raise(ty::TYPE_ERROR, "setdefault expected 1 or 2 arguments"));
            }
            let (this, key, default) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            let found = m.locals_get(this, key)?;
            if !found.is_null() {
                return Ok(m.new_ref(found));
            }
            let default = if default.is_null() { crate::native::static_strings::fixed::NONE } else { default };
            m.locals_set(this, key, default)?;
            Ok(m.new_ref(default))
        })
        .hidden(),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    pub(crate) fn new_locals_proxy(&mut self, frame: Obj) -> Owned {
        let o = self.alloc_gc(Kind::FrameLocals, ty::FRAME_LOCALS_PROXY, 40);
        self.incref(frame);
        self.slot_mut(o).a = frame.0;
        self.track(o);
        Owned::steal(o)
    }

    /// Number of the local with that name: one that is bound, to read; any that the function itself names, to write.
    pub(crate) fn local_index(&mut self, frame: Obj, key: Obj, read: bool) -> R<Option<u32>> {
        self.hash(key)?;
        if self.kind(key) != Kind::Str {
            return Ok(None);
        }
        let code = self.slot(frame).a;
        let text = self.str_text(key);
        for i in 0..self.codes[code as usize].stat.nlocalsplus {
            let name = self.code_local_name(code, i);
            let hidden = self.codes[code as usize].meta().localspluskinds[i as usize] & fast::HIDDEN != 0;
            if (name == key || self.str_is(name, &text))
                && if read { !self.frame_value(frame, i).is_null() } else { !hidden }
            {
                return Ok(Some(i));
            }
        }
        Ok(None)
    }

    /// The value of a name, borrowed; NULL if there is none.
    pub(crate) fn locals_get(&mut self, proxy: Obj, key: Obj) -> R<Obj> {
        let frame = Obj(self.slot(proxy).a);
        if let Some(i) = self.local_index(frame, key, true)? {
            return Ok(self.frame_value(frame, i));
        }
        let extra = self.frame_word(frame, field::EXTRA);
        if extra.is_null() { Ok(Obj::NULL) } else { self.dict_get(extra, key) }
    }

    pub(crate) fn locals_item(&mut self, proxy: Obj, key: Obj) -> R {
        let found = self.locals_get(proxy, key)?;
        if !found.is_null() {
            return Ok(self.new_ref(found));
        }
        let shown = self.repr_text(key)?;
        Err(self.raise(ty::KEY_ERROR, &format!("local variable '{shown}' is not defined")))
    }

    /// Binds a name, or removes it where the value is NULL.
    pub(crate) fn locals_set(&mut self, proxy: Obj, key: Obj, value: Obj) -> R<()> {
        let frame = Obj(self.slot(proxy).a);
        if let Some(i) = self.local_index(frame, key, false)? {
            if value.is_null() {
                return Err(self.raise(ty::VALUE_ERROR, "cannot remove local variables from FrameLocalsProxy"));
            }
            self.set_frame_value(frame, i, value);
            return Ok(());
        }
        let mut extra = self.frame_word(frame, field::EXTRA);
        if value.is_null() {
            if extra.is_null() || !self.dict_del(extra, key)? {
                return Err(self.raise_key_error(key));
            }
            return Ok(());
        }
        if extra.is_null() {
            extra = self.new_dict().into_edge();
            self.set_frame_word(frame, field::EXTRA, extra);
        }
        self.dict_set(extra, key, value)
    }

    pub(crate) fn locals_update(&mut self, proxy: Obj, other: Obj) -> R<()> {
        let items = if self.kind(other) == Kind::Dict { self.dict_items(other) } else { self.locals_items(other) };
        for (key, value) in items {
            if let Err(Raised) = self.locals_set(proxy, key, value) {
                self.clear_raised();
                return Err(self.raise(ty::TYPE_ERROR, "update() argument must be dict or another FrameLocalsProxy"));
            }
        }
        Ok(())
    }

    /// Names and values, borrowed: the function's own that are bound, then those that were added.
    pub(crate) fn locals_items(&self, proxy: Obj) -> Vec<(Obj, Obj)> {
        let frame = Obj(self.slot(proxy).a);
        let code = self.slot(frame).a;
        let mut items: Vec<(Obj, Obj)> = (0..self.codes[code as usize].stat.nlocalsplus)
            .map(|i| (self.code_local_name(code, i), self.frame_value(frame, i)))
            .filter(|(_, value)| !value.is_null())
            .collect();
        let extra = self.frame_word(frame, field::EXTRA);
        if !extra.is_null() {
            items.extend(self.dict_items(extra));
        }
        items
    }

    pub(crate) fn locals_names(&mut self, proxy: Obj) -> Owned {
        let names: Vec<Obj> = self.locals_items(proxy).into_iter().map(|(name, _)| name).collect();
        self.new_list_from(&names)
    }

    /// `x | y` of which one is a proxy; `None`: the other is no mapping.
    pub(crate) fn locals_merged(&mut self, first: Obj, second: Obj) -> R<Option<Owned>> {
        if [first, second].iter().any(|&o| !matches!(self.kind(o), Kind::Dict | Kind::FrameLocals)) {
            return Ok(None);
        }
        let [first, second] = [first, second].map(|o| {
            let copy = if self.kind(o) == Kind::FrameLocals { self.locals_copy(o) } else { self.new_ref(o) };
            self.keep(copy)
        });
        self.binary_builtin(BinaryOp::Or, first, second)
    }

    /// A dict of them.
    pub(crate) fn locals_copy(&mut self, proxy: Obj) -> Owned {
        let dict = self.new_dict();
        for (name, value) in self.locals_items(proxy) {
            let value = self.new_ref(value);
            if self.kind(name) == Kind::Str {
                self.dict_set_str(dict.get(), name, value);
            } else {
                let set = self.dict_set(dict.get(), name, value.get());
                self.drop_ref(value);
                if set.is_err() {
                    self.clear_raised();
                }
            }
        }
        dict
    }
}
