//! `property` (`Objects/descrobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::args::{Args, boolean, none, or_none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Slot, TypeDef, def, getset, member, new, setter, tpflags};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `property`.
pub static PROPERTY: TypeDef = TypeDef {
    name: "property",
    kind: Kind::Property,
    basicsize: 64,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(fget=None, fset=None, fdel=None, doc=None)",
    doc: "An attribute that is read, written and deleted by functions.",
    slots: &[Slot::DescrGet, Slot::DescrSet, Slot::Init],
    natives: &[
        new("property(fget=None, fset=None, fdel=None, doc=None)", |m, a| {
            let mut parts = [Obj::NULL; 5];
            for (i, part) in parts.iter_mut().enumerate().take(4) {
                let given = a.opt(m, i as u32 + 1);
                *part = if Machine::is_none(given) { Obj::NULL } else { given };
            }
            let mut from_getter = false;
            if parts[3].is_null() && !parts[0].is_null() {
                // Without a text of its own, it has its getter's.
                if let Some(doc) = m.getattr_opt(parts[0], static_strings::DUNDER_DOC)? {
                    let doc = m.keep(doc);
                    from_getter = !Machine::is_none(doc);
                    parts[3] = if from_getter { doc } else { Obj::NULL };
                }
            }
            let made = m.new_property(parts);
            m.slot_mut(made.get()).x = u16::from(from_getter);
            let doc = if parts[3].is_null() { None } else { Some(m.new_ref(parts[3])) };
            let made = retype(m, made, class_of_call(m, a))?;
            match doc {
                // A subclass may have a text of its own, which stands in front of the field.
                Some(doc) if m.ty(made.get()) != ty::PROPERTY && m.has_dict(made.get()) => {
                    m.instance_set(made.get(), static_strings::DUNDER_DOC, doc);
                }
                Some(doc) => m.drop_ref(doc),
                None => {}
            }
            Ok(made)
        }),
        def("__set_name__($self, owner, name, /)", "Told which name a class gives it.", |m, a| {
            if a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "property.__set_name__() takes no keyword arguments"));
            }
            if a.n != 3 {
                let text = format!("__set_name__() takes 2 positional arguments but {} were given", a.n - 1);
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let (o, name) = (a.get(m, 0), a.get(m, 2));
            m.set_property_name(o, name);
            none()
        })
        .own(),
        getset("__name__", "The name that a class gave it, or its getter's.", |m, a| {
            let o = a.get(m, 0);
            match m.property_name(o)? {
                Some(name) => Ok(name),
                None => {
                    let class = m.type_name(o);
                    let text = format!("'{class}' object has no attribute '__name__'");
                    Err(m.raise_attribute_error(&text, o, static_strings::DUNDER_NAME))
                }
            }
        }),
        setter("__name__", |m, a| {
            let (o, name) = (a.get(m, 0), a.opt(m, 1));
            m.set_property_name(o, name);
            none()
        }),
        getset("__isabstractmethod__", "Whether one of its functions is abstract.", |m, a| {
            let parts = m.property_parts(a.get(m, 0));
            for part in &parts[..3] {
                if m.is_abstract(*part)? {
                    return boolean(true);
                }
            }
            boolean(false)
        }),
        def("getter($self, object, /)", "A copy with another function to read.", |m, a| property_with(m, a, 0)),
        def("setter($self, object, /)", "A copy with another function to write.", |m, a| property_with(m, a, 1)),
        def("deleter($self, object, /)", "A copy with another function to delete.", |m, a| property_with(m, a, 2)),
        member("fget", "The function that reads.", |m, a| property_part(m, a, 0)),
        member("fset", "The function that writes.", |m, a| property_part(m, a, 1)),
        member("fdel", "The function that deletes.", |m, a| property_part(m, a, 2)),
        member("__doc__", "What the object says about itself.", |m, a| property_part(m, a, 3)),
        setter("__doc__", |m, a| {
            let (o, doc) = (a.get(m, 0), a.opt(m, 1));
            if !doc.is_null() {
                m.incref(doc);
            }
            let at = m.slot(o).b_lo() as usize + 3;
            let old = std::mem::replace(&mut m.words.data[at], doc.0);
            m.xdecref(Obj(old));
            none()
        }),
    ],
    ..TypeDef::PLAIN
};

fn property_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.property_parts(a.get(m, 0))[i];
    or_none(m, part)
}

/// A copy of a property with one part replaced (`property_copy`).
fn property_with(m: &mut Machine, a: Args, i: usize) -> R {
    let old = a.get(m, 0);
    let mut parts = m.property_parts(old);
    let new = a.get(m, 1);
    if !Machine::is_none(new) {
        parts[i] = new;
    }
    if m.slot(old).x != 0 && !parts[0].is_null() {
        // The text is the new getter's.
        parts[3] = Obj::NULL;
    }
    let class = m.class_of(old);
    let args = [0, 1, 2, 3].map(|i| if parts[i].is_null() { fixed::NONE } else { parts[i] });
    let copy = m.call(class, &args)?;
    if m.kind(copy.get()) == Kind::Property {
        m.set_property_name(copy.get(), parts[4]);
    }
    Ok(copy)
}

impl Machine {
    /// A property; parts are counted here, NULL where absent: getter, setter, deleter, doc, name.
    pub fn new_property(&mut self, parts: [Obj; 5]) -> Owned {
        let o = self.alloc_gc(Kind::Property, ty::PROPERTY, 80);
        let at = self.words.alloc(5);
        for (i, part) in parts.into_iter().enumerate() {
            if !part.is_null() {
                self.incref(part);
            }
            self.words.data[at as usize + i] = part.0;
        }
        self.slot_mut(o).b = u64::from(at);
        self.track(o);
        Owned::steal(o)
    }

    /// Gives a property a name (counted here), or none.
    pub(crate) fn set_property_name(&mut self, p: Obj, name: Obj) {
        if !name.is_null() {
            self.incref(name);
        }
        let at = self.slot(p).b_lo() as usize + 4;
        let old = std::mem::replace(&mut self.words.data[at], name.0);
        self.xdecref(Obj(old));
    }

    /// Its name, or its getter's (`property_name`).
    fn property_name(&mut self, p: Obj) -> R<Option<Owned>> {
        let parts = self.property_parts(p);
        if !parts[4].is_null() {
            return Ok(Some(self.new_ref(parts[4])));
        }
        if parts[0].is_null() { Ok(None) } else { self.getattr_opt(parts[0], static_strings::DUNDER_NAME) }
    }

    /// The error for a property without the function that is wanted.
    pub(crate) fn property_lacks(&mut self, p: Obj, o: Obj, what: &str) -> Raised {
        let name = match self.property_name(p) {
            Ok(name) => name,
            Err(e) => return e,
        };
        let class = self.types[self.ty(o) as usize].qualname;
        let name = match name {
            Some(name) => {
                let name = self.keep(name);
                match self.repr_text(name) {
                    Ok(text) => format!("{text} "),
                    Err(e) => return e,
                }
            }
            None => String::new(),
        };
        let class = self.str_repr(class);
        self.raise(ty::ATTRIBUTE_ERROR, &format!("property {name}of {class} object has no {what}"))
    }

    /// Getter, setter, deleter, doc and name of a property.
    pub fn property_parts(&self, p: Obj) -> [Obj; 5] {
        let words = self.words.range(self.slot(p).b_lo(), 5);
        [Obj(words[0]), Obj(words[1]), Obj(words[2]), Obj(words[3]), Obj(words[4])]
    }
}
