//! `super` (`superobject` in `Objects/typeobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::or_none;
use crate::native::static_strings::{self};
use crate::native::typedef::member;
use crate::native::typedef::{Slot, TypeDef, new, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `super`.
pub static SUPER: TypeDef = TypeDef {
    name: "super",
    kind: Kind::Super,
    basicsize: 40,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    doc: "Looks attributes up behind a class in the method resolution order.",
    slots: &[Slot::Repr, Slot::GetAttr, Slot::DescrGet, Slot::Init],
    natives: &[
        new("super(*args, **kwargs)", |m, a| {
            m.check_positional(if a.n > 3 && a.kwcount(m) == 0 { "super()" } else { "super" }, a, 1, 0, 2)?;
            if a.n == 1 {
                let (class, this) = m.implicit_super()?;
                let made = m.new_super(class, this)?;
                return retype(m, made, class_of_call(m, a));
            }
            let class = a.get(m, 1);
            if m.kind(class) != Kind::Type {
                let name = m.type_name(class);
                return Err(m.raise(ty::TYPE_ERROR, &format!("super() argument 1 must be a type, not {name}")));
            }
            let this = a.opt(m, 2);
            let made = m.new_super(class, this)?;
            retype(m, made, class_of_call(m, a))
        }),
        member("__thisclass__", "The class behind which it looks.", |m, a| {
            let class = Obj(m.slot(a.get(m, 0)).a);
            or_none(m, class)
        }),
        member("__self__", "The object or class that it looks up for.", |m, a| {
            let this = Obj(m.slot(a.get(m, 0)).b_lo());
            or_none(m, this)
        }),
        member("__self_class__", "The class whose order of look-up it follows.", |m, a| {
            let class = Obj(m.slot(a.get(m, 0)).b_hi());
            or_none(m, class)
        }),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// Class and object for `super()` without arguments: the `__class__` cell and the first local.
    fn implicit_super(&mut self) -> R<(Obj, Obj)> {
        let Some(frame) = self.python_frame().copied() else {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): no current frame"));
        };
        let stat = self.codes[frame.code as usize].stat.clone();
        if stat.code.argcount == 0 {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): no arguments"));
        }
        let mut this = self.thread.stack[frame.base as usize].obj();
        if self.kind(this) == Kind::Cell && stat.code.localspluskinds[0] & compiler::code::fast::CELL != 0 {
            this = self.cell_get(this);
        }
        if this.is_null() {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): arg[0] deleted"));
        }
        let at = stat.code.localsplusnames.iter().position(|n| n.as_str() == Some("__class__"));
        let Some(at) = at else {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): __class__ cell not found"));
        };
        let class = self.cell_get(self.thread.stack[frame.base as usize + at].obj());
        if class.is_null() {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): empty __class__ cell"));
        }
        Ok((class, this))
    }

    /// `super().name`: the mro of the object's type, behind the class.
    pub fn super_getattr(&mut self, s: Obj, name: Obj) -> R<Option<Owned>> {
        let slot = *self.slot(s);
        let (class, o, start) = (Obj(slot.a), Obj(slot.b_lo()), Obj(slot.b_hi()));
        if !start.is_null() && name != static_strings::DUNDER_CLASS {
            let found = self.super_lookup(class, start, name);
            if !found.is_null() {
                let start_ty = self.slot(start).a;
                // Accessed through a class, functions stay plain.
                let this = if o == start { Obj::NULL } else { o };
                return self.descr_get(found, this, start_ty).map(Some);
            }
        }
        self.generic_getattr(s, name)
    }

    /// The first value of `name` behind `class` in the mro of `start`, borrowed.
    pub fn super_lookup(&mut self, class: Obj, start: Obj, name: Obj) -> Obj {
        let mro = self.types[self.slot(start).a as usize].mro;
        let n = self.tuple_len(mro);
        let behind = (0..n).find(|&i| self.tuple_item(mro, i) == class).map_or(n, |i| i + 1);
        for i in behind..n {
            let c = self.tuple_item(mro, i);
            let found = self.dict_get_str(self.types[self.slot(c).a as usize].dict, name);
            if !found.is_null() {
                return found;
            }
        }
        Obj::NULL
    }

    /// A super object for a class and an object or class (`super_init_impl`).
    pub fn new_super(&mut self, class: Obj, o: Obj) -> R {
        let start = if o.is_null() {
            Obj::NULL
        } else if self.kind(o) == Kind::Type && self.is_subtype(self.slot(o).a, self.slot(class).a) {
            o
        } else if self.is_subtype(self.ty(o), self.slot(class).a) {
            self.class_of(o)
        } else {
            let what = if self.kind(o) == Kind::Type {
                format!("type {}", self.name_of_type(self.slot(o).a))
            } else {
                format!("instance of {}", self.type_name(o))
            };
            let class = self.name_of_type(self.slot(class).a);
            return Err(self.raise(
                ty::TYPE_ERROR,
                &format!("super(type, obj): obj ({what}) is not an instance or subtype of type ({class})."),
            ));
        };
        let s = self.alloc_gc(Kind::Super, ty::SUPER, 56);
        for part in [class, o, start] {
            if !part.is_null() {
                self.incref(part);
            }
        }
        let slot = self.slot_mut(s);
        slot.a = class.0;
        slot.set_b(o.0, start.0);
        self.track(s);
        Ok(Owned::steal(s))
    }
}
