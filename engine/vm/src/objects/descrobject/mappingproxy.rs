//! `mappingproxy` (`Objects/descrobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Slot, TypeDef, class_def, def, new, tpflags};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn proxied(m: &Machine, a: Args) -> Obj {
    m.proxied(a.get(m, 0))
}

/// A method of the mapping, by its name.
fn ask(m: &mut Machine, a: Args, name: &str, args: &[Obj]) -> R {
    let mapping = proxied(m, a);
    let name = m.intern_str(name);
    let name = m.keep(name);
    let method = m.getattr(mapping, name)?;
    let method = m.keep(method);
    m.call(method, args)
}

/// `mappingproxy`.
pub static MAPPINGPROXY: TypeDef = TypeDef {
    name: "mappingproxy",
    kind: Kind::MappingProxy,
    basicsize: 24,
    flags: tpflags::COLLECTED | tpflags::MAPPING,
    text: "(mapping)",
    doc: "A mapping that cannot be changed through it.",
    slots: &[
        Slot::Repr,
        Slot::Hash,
        Slot::Str,
        Slot::Compare,
        Slot::Iter,
        Slot::Or,
        Slot::InplaceOr,
        Slot::Len,
        Slot::Subscript,
        Slot::Contains,
    ],
    natives: &[
        new("mappingproxy(mapping)", |m, a| {
            let mapping = a.get(m, 1);
            let sequence = matches!(m.kind(mapping), Kind::List | Kind::Tuple);
            if sequence || m.lookup_special(mapping, static_strings::DUNDER_GETITEM).is_null() {
                let name = m.type_name(mapping);
                let text = format!("mappingproxy() argument must be a mapping, not {name}");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            m.new_proxy(mapping)
        }),
        def("get($self, key, default=None, /)", "The value for a key, or the default.", |m, a| {
            let (key, default) = (a.get(m, 1), a.opt(m, 2));
            let default = if default.is_null() { fixed::NONE } else { default };
            if m.ty(proxied(m, a)) != ty::DICT {
                return ask(m, a, "get", &[key, default]);
            }
            let found = m.dict_get(proxied(m, a), key)?;
            Ok(m.new_ref(if found.is_null() { default } else { found }))
        }),
        def("items($self, /)", "A view of the keys with their values.", |m, a| ask(m, a, "items", &[])).asking(),
        def("keys($self, /)", "A view of the keys.", |m, a| ask(m, a, "keys", &[])).asking(),
        def("values($self, /)", "A view of the values.", |m, a| ask(m, a, "values", &[])).asking(),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        def("copy($self, /)", "A shallow copy.", |m, a| ask(m, a, "copy", &[])).asking(),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", |m, a| {
            ask(m, a, "__reversed__", &[])
        })
        .asking(),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// A mapping that shows another and cannot change it.
    pub fn new_proxy(&mut self, mapping: Obj) -> R {
        let proxy = self.alloc_gc(Kind::MappingProxy, ty::MAPPINGPROXY, 40);
        self.incref(mapping);
        self.slot_mut(proxy).a = mapping.0;
        self.track(proxy);
        Ok(Owned::steal(proxy))
    }

    /// The mapping that a proxy shows, or a proxy of a proxy in the end: all that they do is hand on.
    pub(crate) fn proxied(&self, proxy: Obj) -> Obj {
        let mut shown = Obj(self.slot(proxy).a);
        while self.ty(shown) == ty::MAPPINGPROXY {
            shown = Obj(self.slot(shown).a);
        }
        shown
    }
}
