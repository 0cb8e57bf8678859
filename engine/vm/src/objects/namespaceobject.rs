//! `types.SimpleNamespace` (`Objects/namespaceobject.c`).

use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Args, none};
use crate::native::typedef::{Slot, TypeDef, def, member, new, tpflags, wrapper};
use crate::objects::abstract_::CompareOp;
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `types.SimpleNamespace`.
pub static SIMPLE_NAMESPACE: TypeDef = TypeDef {
    name: "SimpleNamespace",
    module: "types",
    kind: Kind::Instance,
    basicsize: 24,
    dict: true,
    asked: true,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(mapping_or_iterable=(), /, **kwargs)",
    doc: "An object whose attributes are the arguments that it was made with.",
    slots: &[Slot::Repr, Slot::GetAttr, Slot::SetAttr, Slot::Unhashable, Slot::Compare, Slot::Init],
    natives: &[
        new("SimpleNamespace(*args, **kwargs)", |m, a| {
            let class = class_of_call(m, a);
            Ok(m.new_namespace(class))
        }),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            let o = a.get(m, 0);
            if a.n > 2 {
                let text = format!("SimpleNamespace expected at most 1 argument, got {}", a.n - 1);
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let dict = m.materialize_dict(o);
            if a.n == 2 {
                let dict_type = m.type_obj(ty::DICT);
                let given = m.call(dict_type, &[a.get(m, 1)])?;
                let given = m.keep(given);
                for (key, value) in m.dict_items(given) {
                    if m.kind(key) != Kind::Str {
                        return Err(m.raise(ty::TYPE_ERROR, "keywords must be strings"));
                    }
                    let value = m.new_ref(value);
                    m.dict_set_str(dict, key, value);
                }
            }
            for (key, value) in a.keywords(m) {
                let value = m.new_ref(value);
                m.dict_set_str(dict, key, value);
            }
            none()
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let name = if m.ty(o) == ty::SIMPLE_NAMESPACE { "namespace".to_owned() } else { m.type_name(o) };
            if m.thread.repr_stack.contains(&o.0) {
                return Ok(m.new_str(&format!("{name}(...)")));
            }
            m.thread.repr_stack.push(o.0);
            let dict = m.materialize_dict(o);
            let mut parts = Vec::new();
            let mut done = Ok(());
            for (key, value) in m.dict_items(dict) {
                if m.kind(key) != Kind::Str || m.str_len(key) == 0 {
                    continue;
                }
                match m.repr_text(value) {
                    Ok(text) => parts.push(format!("{}={text}", m.str_text(key))),
                    Err(raised) => {
                        done = Err(raised);
                        break;
                    }
                }
            }
            m.thread.repr_stack.pop();
            done?;
            Ok(m.new_str(&format!("{name}({})", parts.join(", "))))
        }),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare(m, a, CompareOp::Eq)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare(m, a, CompareOp::Ne)),
        wrapper("__lt__($self, value, /)", "Return self<value.", |m, a| compare(m, a, CompareOp::Lt)),
        wrapper("__le__($self, value, /)", "Return self<=value.", |m, a| compare(m, a, CompareOp::Le)),
        wrapper("__gt__($self, value, /)", "Return self>value.", |m, a| compare(m, a, CompareOp::Gt)),
        wrapper("__ge__($self, value, /)", "Return self>=value.", |m, a| compare(m, a, CompareOp::Ge)),
        member("__dict__", "The attributes of the object, by name.", |m, a| {
            let dict = m.materialize_dict(a.get(m, 0));
            Ok(m.new_ref(dict))
        }),
        def("__reduce__($self, /)", "For pickling.", |m, a| {
            let o = a.get(m, 0);
            let dict = m.materialize_dict(o);
            let class = m.class_of(o);
            let parts = [class, crate::native::static_strings::fixed::EMPTY_TUPLE, dict];
            Ok(m.new_tuple_from(&parts))
        }),
        def("__replace__($self, /, **changes)", "A copy with other values for these attributes.", |m, a| {
            let o = a.get(m, 0);
            let dict = m.materialize_dict(o);
            let copy = m.new_namespace(m.ty(o));
            let into = m.materialize_dict(copy.get());
            for (key, value) in m.dict_items(dict).into_iter().chain(a.keywords(m)) {
                let value = m.new_ref(value);
                m.dict_set_str(into, key, value);
            }
            Ok(copy)
        }),
    ],
    ..TypeDef::PLAIN
};

fn compare(m: &mut Machine, args: Args, op: CompareOp) -> R {
    let (a, b) = (args.get(m, 0), args.get(m, 1));
    if !m.isinstance_of(a, ty::SIMPLE_NAMESPACE) || !m.isinstance_of(b, ty::SIMPLE_NAMESPACE) {
        return crate::native::args::not_implemented();
    }
    let (x, y) = (m.materialize_dict(a), m.materialize_dict(b));
    m.compare(op, x, y)
}

impl Machine {
    /// A namespace without attributes.
    pub fn new_namespace(&mut self, class: u32) -> Owned {
        self.new_instance(class)
    }
}
