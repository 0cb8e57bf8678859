//! Assignment to the attributes that all classes have (`type_getsets` in `Objects/typeobject.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::{Args, none};
use crate::native::typedef::{Native, setter};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

pub(super) const ROWS: &[Native] = &[
    setter("__name__", |m, a| {
        let (t, name) = checked_text(m, a, "__name__")?;
        if m.str_view(name).iter().any(|point| point == 0) {
            return Err(m.raise(ty::VALUE_ERROR, "type name must not contain null characters"));
        }
        let name = m.new_ref(name);
        let old = std::mem::replace(&mut m.types[t as usize].name, name.into_edge());
        m.decref(old);
        none()
    }),
    setter("__qualname__", |m, a| {
        let (t, name) = checked_text(m, a, "__qualname__")?;
        let name = m.new_ref(name);
        let old = std::mem::replace(&mut m.types[t as usize].qualname, name.into_edge());
        m.decref(old);
        none()
    }),
    setter("__module__", |m, a| {
        let t = checked(m, a, "__module__")?;
        // The line belongs to the module that the class was in.
        pop(m, t, "__firstlineno__");
        put(m, t, "__module__", a.get(m, 1))
    }),
    setter("__doc__", |m, a| {
        let t = checked(m, a, "__doc__")?;
        put(m, t, "__doc__", a.get(m, 1))
    }),
    setter("__type_params__", |m, a| {
        let t = checked(m, a, "__type_params__")?;
        put(m, t, "__type_params__", a.get(m, 1))
    }),
    setter("__abstractmethods__", |m, a| {
        let (class, names) = (a.get(m, 0), a.opt(m, 1));
        let t = m.slot(class).a;
        if names.is_null() {
            if pop(m, t, "__abstractmethods__") {
                m.types[t as usize].flags &= !tp::ABSTRACT;
                m.type_modified(t);
                return none();
            }
            return Err(m.raise(ty::ATTRIBUTE_ERROR, "__abstractmethods__"));
        }
        let abstracts = m.truthy(names)?;
        let flags = &mut m.types[t as usize].flags;
        *flags = *flags & !tp::ABSTRACT | if abstracts { tp::ABSTRACT } else { 0 };
        put(m, t, "__abstractmethods__", names)
    }),
    setter("__annotations__", |m, a| {
        let (class, value) = (a.get(m, 0), a.opt(m, 1));
        let t = mutable(m, class, "__annotations__")?;
        if value.is_null() {
            if !pop(m, t, "__annotations__") && !pop(m, t, "__annotations_cache__") {
                return Err(m.raise(ty::ATTRIBUTE_ERROR, "__annotations__"));
            }
        } else {
            let own = has(m, t, "__annotations__");
            let none = put(m, t, if own { "__annotations__" } else { "__annotations_cache__" }, value)?;
            m.drop_ref(none);
        }
        pop(m, t, "__annotate_func__");
        pop(m, t, "__annotate__");
        m.type_modified(t);
        none()
    }),
    setter("__annotate__", |m, a| {
        let (class, value) = (a.get(m, 0), a.opt(m, 1));
        if value.is_null() {
            return Err(m.raise(ty::TYPE_ERROR, "cannot delete __annotate__ attribute"));
        }
        let t = mutable(m, class, "__annotate__")?;
        if !Machine::is_none(value) {
            if !m.is_callable(value) {
                return Err(m.raise(ty::TYPE_ERROR, "__annotate__ must be callable or None"));
            }
            pop(m, t, "__annotations_cache__");
        }
        put(m, t, "__annotate_func__", value)
    }),
    setter("__bases__", |m, a| {
        let t = checked(m, a, "__bases__")?;
        m.set_bases(t, a.get(m, 1))?;
        none()
    }),
];

/// A class that may be changed.
fn mutable(m: &mut Machine, class: Obj, what: &str) -> R<u32> {
    let t = m.slot(class).a;
    if m.is_heap_type(t) {
        return Ok(t);
    }
    let name = m.tp_name(t);
    Err(m.raise(ty::TYPE_ERROR, &format!("cannot set '{what}' attribute of immutable type '{name}'")))
}

/// The class, where there is a value (`check_set_special_type_attr`).
fn checked(m: &mut Machine, a: Args, what: &str) -> R<u32> {
    let t = mutable(m, a.get(m, 0), what)?;
    if a.opt(m, 1).is_null() {
        let name = m.tp_name(t);
        return Err(m.raise(ty::TYPE_ERROR, &format!("cannot delete '{what}' attribute of immutable type '{name}'")));
    }
    Ok(t)
}

fn checked_text(m: &mut Machine, a: Args, what: &str) -> R<(u32, Obj)> {
    let t = checked(m, a, what)?;
    let value = a.get(m, 1);
    if m.kind(value) != Kind::Str {
        let (class, got) = (m.tp_name(t), m.type_name(value));
        return Err(m.raise(ty::TYPE_ERROR, &format!("can only assign string to {class}.{what}, not '{got}'")));
    }
    Ok((t, value))
}

/// Puts a value into the class's own dict.
fn put(m: &mut Machine, t: u32, name: &str, value: Obj) -> R {
    let key = m.intern_str(name);
    let value = m.new_ref(value);
    m.dict_set_str(m.types[t as usize].dict, key.get(), value);
    m.drop_ref(key);
    m.type_modified(t);
    none()
}

fn has(m: &mut Machine, t: u32, name: &str) -> bool {
    let key = m.intern_str(name);
    let found = m.dict_get_str(m.types[t as usize].dict, key.get());
    m.drop_ref(key);
    !found.is_null()
}

/// Takes a name out of the class's own dict; false if it was not there.
fn pop(m: &mut Machine, t: u32, name: &str) -> bool {
    if !has(m, t, name) {
        return false;
    }
    let key = m.intern_str(name);
    let gone = m.dict_del(m.types[t as usize].dict, key.get()).unwrap_or(false);
    m.drop_ref(key);
    gone
}

impl Machine {
    /// `C.__bases__ = bases` (`type_set_bases`).
    fn set_bases(&mut self, t: u32, bases: Obj) -> R<()> {
        let class = self.types[t as usize].obj;
        let name = self.tp_name(t);
        if self.kind(bases) != Kind::Tuple {
            let got = self.type_name(bases);
            return Err(self.raise(ty::TYPE_ERROR, &format!("can only assign tuple to {name}.__bases__, not {got}")));
        }
        let items = self.seq_items(bases);
        if items.is_empty() {
            let text = format!("can only assign non-empty tuple to {name}.__bases__, not ()");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        for &item in &items {
            if self.kind(item) != Kind::Type {
                let got = self.type_name(item);
                let text = format!("{name}.__bases__ must be tuple of classes, not '{got}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            if self.is_subtype(self.slot(item).a, t) {
                return Err(self.raise(ty::TYPE_ERROR, "a __bases__ item causes an inheritance cycle"));
            }
        }
        let base = self.best_base(&items)?;
        let old_base = self.types[t as usize].base;
        if !self.same_layout(old_base, base) {
            let (new, old) = (self.tp_name(base), self.tp_name(old_base));
            let what =
                if self.is_heap_type(base) && self.is_heap_type(old_base) { "object layout" } else { "deallocator" };
            let text = format!("__bases__ assignment: '{new}' {what} differs from '{old}'");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if self.is_heap_type(base) != self.is_heap_type(old_base) {
            let (new, old) = (self.tp_name(base), self.tp_name(old_base));
            let text = format!("__bases__ assignment: '{new}' deallocator differs from '{old}'");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let before = self.types[t as usize].bases;
        self.leave_bases(t);
        self.types[t as usize].bases = bases;
        let orders = match self.orders_anew(t) {
            Ok(orders) => orders,
            Err(heads) => {
                self.types[t as usize].bases = before;
                self.enter_subclass(t);
                return Err(self.no_order(&heads));
            }
        };
        self.incref(bases);
        self.enter_subclass(t);
        let mut gone = vec![before];
        for (changed, order) in orders {
            let mro = self.new_tuple_from(&order).into_edge();
            gone.push(std::mem::replace(&mut self.types[changed as usize].mro, mro));
        }
        let (new_obj, old_obj) = (self.types[base as usize].obj, self.types[old_base as usize].obj);
        self.incref(new_obj);
        self.types[t as usize].base = base;
        gone.push(old_obj);
        self.type_modified(self.slot(class).a);
        for o in gone {
            self.decref(o);
        }
        Ok(())
    }

    /// The orders of look-up of a class with new bases and of all that are derived from it; classes in conflict if one cannot be found.
    fn orders_anew(&self, t: u32) -> Result<Vec<(u32, Vec<Obj>)>, Vec<Obj>> {
        let mut done: Vec<(u32, Vec<Obj>)> = Vec::new();
        let mut waiting = vec![t];
        while let Some(class) = waiting.pop() {
            let info = &self.types[class as usize];
            let bases = self.seq_items(info.bases);
            let known = |base: &Obj| {
                let number = self.slot(*base).a;
                match done.iter().rfind(|(at, _)| *at == number) {
                    Some((_, order)) => order.clone(),
                    None => self.seq_items(self.types[number as usize].mro),
                }
            };
            let mut order = vec![info.obj];
            order.extend(super::c3_merge_of(bases.iter().map(known).collect(), &bases)?);
            done.push((class, order));
            waiting.extend(
                self.direct_subclasses(class).iter().filter(|sub| self.types[**sub as usize].flags & tp::DEAD == 0),
            );
        }
        // Of a class met twice the last order counts.
        let mut last: Vec<(u32, Vec<Obj>)> = Vec::new();
        for (class, order) in done.into_iter().rev() {
            if last.iter().all(|(at, _)| *at != class) {
                last.push((class, order));
            }
        }
        Ok(last)
    }
}
