//! Assignment to `__class__` (`object_set_class`, `compatible_for_assignment` of `Objects/typeobject.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

impl Machine {
    /// `o.__class__ = class` (`object_set_class`); NULL: it is deleted.
    pub(super) fn set_class(&mut self, o: Obj, class: Obj) -> R<()> {
        if class.is_null() {
            return Err(self.raise(ty::TYPE_ERROR, "can't delete __class__ attribute"));
        }
        if self.kind(class) != Kind::Type {
            let name = self.type_name(class);
            let text = format!("__class__ must be set to a class, not '{name}' object");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let (old, new) = (self.ty(o), self.slot(class).a);
        let mutable = |m: &Machine, t: u32| m.types[t as usize].flags & tp::HEAPTYPE != 0;
        let modules = self.is_subtype(old, ty::MODULE) && self.is_subtype(new, ty::MODULE);
        if !(modules || mutable(self, old) && mutable(self, new)) {
            let text = "__class__ assignment only supported for mutable types or ModuleType subclasses";
            return Err(self.raise(ty::TYPE_ERROR, text));
        }
        if !self.same_layout(old, new) {
            let (a, b) = (self.name_of_type(old), self.name_of_type(new));
            let kinds_differ = self.types[old as usize].kind != self.types[new as usize].kind;
            let what =
                if kinds_differ && self.differ_in_deallocator(old, new) { "deallocator" } else { "object layout" };
            let text = format!("__class__ assignment: '{b}' {what} differs from '{a}'");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if self.kind(o) == Kind::Instance && self.types[old as usize].flags & tp::MANAGED_DICT != 0 {
            // The names of the old class's inline values are not the new one's.
            self.materialize_dict(o);
        }
        let before = self.types[old as usize].obj;
        if mutable(self, new) {
            self.incref(class);
        }
        self.slot_mut(o).ty = new;
        if mutable(self, old) {
            self.decref(before);
        }
        Ok(())
    }

    /// Types whose values are collected are freed by another function than others.
    fn differ_in_deallocator(&self, a: u32, b: u32) -> bool {
        (self.types[a as usize].flags ^ self.types[b as usize].flags) & tp::HAVE_GC != 0
    }

    /// Whether values of the two classes are laid out alike (`compatible_for_assignment`): the same built-in type below, and on the
    /// way there the same fields and dicts were added.
    pub(crate) fn same_layout(&self, a: u32, b: u32) -> bool {
        let dicts = tp::MANAGED_DICT | tp::HAS_DICT | tp::HAVE_GC;
        let (x, y) = (&self.types[a as usize], &self.types[b as usize]);
        if x.kind != y.kind || x.slots != y.slots || (x.flags ^ y.flags) & dicts != 0 {
            return false;
        }
        let fields = |mut t: u32| {
            let mut names = Vec::new();
            while self.types[t as usize].flags & tp::HEAPTYPE != 0 {
                let info = &self.types[t as usize];
                let mut own: Vec<(u32, Obj)> = Vec::new();
                self.dict_each(info.dict, &mut |name, value| {
                    if self.kind(value) == Kind::Member && self.slot(value).b_lo() == info.obj.0 {
                        own.push((self.slot(value).a, name));
                    }
                });
                own.sort_unstable_by_key(|field| field.0);
                names.extend(own.into_iter().map(|(place, name)| (place, self.str_text(name))));
                t = info.base;
            }
            names
        };
        fields(a) == fields(b)
    }
}
