//! Templates, which t-strings make (PEP 750; `Objects/templateobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, class_def, getset, member, new, tpflags, wrapper};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::interpolationobject::field as part;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// References of a template, and of its iterator, whose `Slot::x` is 1 while a string is next.
pub mod field {
    pub const STRINGS: u32 = 0;
    pub const INTERPOLATIONS: u32 = 1;
}

/// `Template`.
pub static TEMPLATE: TypeDef = TypeDef {
    name: "Template",
    module: "string.templatelib",
    kind: Kind::Record,
    basicsize: 32,
    flags: tpflags::COLLECTED,
    doc: "Text in parts: strings, and values between them.",
    slots: &[Slot::Repr, Slot::Iter, Slot::Concat],
    natives: &[
        new("Template(*args, **kwargs)", template_new).own(),
        wrapper("__add__($self, value, /)", "Return self+value.", |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            m.template_concat(x, y)
        }),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        member("strings", "The strings, one more than there are values.", |m, a| m.record_getter(a, field::STRINGS)),
        member("interpolations", "The values with what is written about them.", |m, a| {
            m.record_getter(a, field::INTERPOLATIONS)
        }),
        getset("values", "The values alone.", |m, a| {
            let interpolations = m.record_field(a.get(m, 0), field::INTERPOLATIONS);
            let values: Vec<Obj> =
                m.seq_items(interpolations).into_iter().map(|o| m.record_field(o, part::VALUE)).collect();
            Ok(m.new_tuple_from(&values))
        }),
    ],
    ..TypeDef::PLAIN
};

/// `TemplateIter`.
pub static TEMPLATE_ITER: TypeDef = TypeDef {
    name: "TemplateIter",
    module: "string.templatelib",
    kind: Kind::Record,
    basicsize: 40,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    doc: "Gives the parts of a template, but for empty strings.",
    slots: &[Slot::Iter, Slot::Next],
    ..TypeDef::PLAIN
};

fn template_new(m: &mut Machine, a: Args) -> R {
    if a.kwcount(m) > 0 {
        return Err(m.raise(ty::TYPE_ERROR, "Template.__new__ only accepts *args arguments"));
    }
    let (mut strings, mut interpolations): (Vec<Obj>, Vec<Obj>) = (Vec::new(), Vec::new());
    let mut after_string = false;
    for item in a.rest(m, 1) {
        if m.kind(item) == Kind::Str {
            match strings.last().copied().filter(|_| after_string) {
                Some(last) => {
                    let joined = m.concat(last, item)?;
                    strings.pop();
                    strings.push(m.keep(joined));
                }
                None => strings.push(item),
            }
            after_string = true;
        } else if m.ty(item) == ty::INTERPOLATION {
            if !after_string {
                strings.push(fixed::EMPTY_STR);
            }
            interpolations.push(item);
            after_string = false;
        } else {
            let name = m.full_type_name(m.ty(item));
            let text = format!("Template.__new__ *args need to be of type 'str' or 'Interpolation', got {name}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    if !after_string {
        strings.push(fixed::EMPTY_STR);
    }
    let (strings, interpolations) = (m.new_tuple_from(&strings), m.new_tuple_from(&interpolations));
    Ok(m.new_template(strings, interpolations))
}

impl Machine {
    /// A template of two tuples, taken over.
    pub(crate) fn new_template(&mut self, strings: Owned, interpolations: Owned) -> Owned {
        self.new_record(ty::TEMPLATE, vec![strings, interpolations])
    }

    pub(crate) fn template_concat(&mut self, x: Obj, y: Obj) -> R {
        if self.ty(x) != ty::TEMPLATE || self.ty(y) != ty::TEMPLATE {
            let name = self.full_type_name(self.ty(y));
            let text = format!(
                "can only concatenate string.templatelib.Template (not \"{name}\") to string.templatelib.Template"
            );
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let [mut strings, behind] = [x, y].map(|o| self.seq_items(self.record_field(o, field::STRINGS)));
        let [mut inner, more] = [x, y].map(|o| self.seq_items(self.record_field(o, field::INTERPOLATIONS)));
        if let (Some(last), Some(&first)) = (strings.pop(), behind.first()) {
            let joined = self.concat(last, first)?;
            strings.push(self.keep(joined));
        }
        strings.extend(&behind[1..]);
        inner.extend(more);
        let (strings, inner) = (self.new_tuple_from(&strings), self.new_tuple_from(&inner));
        Ok(self.new_template(strings, inner))
    }

    pub(crate) fn template_iter(&mut self, o: Obj) -> R {
        let [strings, interpolations] = [field::STRINGS, field::INTERPOLATIONS]
            .map(|i| self.new_seq_iter(ty::TUPLE_ITERATOR, self.record_field(o, i)));
        let iter = self.new_record(ty::TEMPLATE_ITER, vec![strings, interpolations]);
        self.slot_mut(iter.get()).x = 1;
        Ok(iter)
    }

    pub(crate) fn template_next(&mut self, it: Obj) -> R<Option<Owned>> {
        let [strings, interpolations] = [field::STRINGS, field::INTERPOLATIONS].map(|i| self.record_field(it, i));
        if self.slot(it).x == 0 {
            self.slot_mut(it).x = 1;
            return self.native_next(interpolations);
        }
        self.slot_mut(it).x = 0;
        match self.native_next(strings)? {
            Some(text) if self.str_len(text.get()) == 0 => {
                self.drop_ref(text);
                self.slot_mut(it).x = 1;
                self.native_next(interpolations)
            }
            item => Ok(item),
        }
    }

    pub(crate) fn template_repr(&mut self, o: Obj) -> R<String> {
        let strings = self.repr_text(self.record_field(o, field::STRINGS))?;
        let interpolations = self.repr_text(self.record_field(o, field::INTERPOLATIONS))?;
        Ok(format!("Template(strings={strings}, interpolations={interpolations})"))
    }
}
