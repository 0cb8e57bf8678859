//! `AST`, the class of all nodes.

use super::known;
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Slot, TypeDef, def, getset, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// How deep `repr` shows nodes.
const SHOWN: u32 = 3;

/// `AST`.
pub static AST: TypeDef = TypeDef {
    name: "AST",
    module: "ast",
    basicsize: 24,
    dict: true,
    asked: true,
    dictoffset: 16,
    flags: tpflags::BASETYPE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    slots: &[Slot::Repr, Slot::GetAttr, Slot::SetAttr, Slot::Init],
    natives: &[
        new("AST(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        })
        .own(),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let text = shown(m, a.get(m, 0), SHOWN)?;
            Ok(m.new_str(&text))
        })
        .asking(),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", init),
        def("__reduce__($self, /)", "For pickling.", |m, a| {
            let o = a.get(m, 0);
            let dict = m.materialize_dict(o);
            let (class, fields) = (m.class_of(o), names_of(m, o, "_fields")?);
            let there = fields.iter().take_while(|&&name| !m.dict_get_str(dict, name).is_null()).count();
            let args = m.new_tuple_from(&vec![fixed::NONE; there]);
            let (class, dict) = (m.new_ref(class), m.new_ref(dict));
            Ok(m.new_tuple(vec![class, args, dict]))
        }),
        def("__replace__($self, /, **fields)", "A copy with other fields.", replace).own(),
        getset("__dict__", "The fields and attributes that are there.", |m, a| {
            let o = a.get(m, 0);
            let dict = m.materialize_dict(o);
            Ok(m.new_ref(dict))
        }),
    ],
    ..TypeDef::PLAIN
};

/// Names that a node's class has under `_fields` or `_attributes`, held.
fn names_of(m: &mut Machine, o: Obj, what: &str) -> R<Vec<Obj>> {
    let class = m.class_of(o);
    let key = m.intern_str(what);
    let key = m.keep(key);
    let found = m.getattr(class, key)?;
    let found = m.keep(found);
    let names = m.iterate_all(found)?;
    Ok(m.keep_all(names))
}

fn class_attribute(m: &mut Machine, o: Obj, name: &str) -> R<Obj> {
    let class = m.class_of(o);
    let key = m.intern_str(name);
    let key = m.keep(key);
    Ok(match m.getattr_opt(class, key)? {
        Some(found) => m.keep(found),
        None => Obj::NULL,
    })
}

/// Fields by place and by name; those that are missing get what can be missing (`ast_type_init`).
fn init(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let fields = names_of(m, o, "_fields")?;
    let given = a.rest(m, 1);
    let class = m.tp_name(m.ty(o));
    if given.len() > fields.len() {
        let (n, s) = (fields.len(), if fields.len() == 1 { "" } else { "s" });
        let name = class.rsplit('.').next().unwrap_or(&class);
        let text = format!("{name} constructor takes at most {n} positional argument{s}");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut missing = fields.clone();
    for (&name, &value) in fields.iter().zip(&given) {
        m.setattr(o, name, value)?;
        missing.retain(|&other| other != name);
    }
    let mut attributes = None;
    for (key, value) in a.keywords(m) {
        let text = m.str_text(key);
        let is = |m: &Machine, name: &Obj| m.kind(*name) == Kind::Str && m.str_is(*name, &text);
        if fields.iter().any(|name| is(m, name)) {
            let before = missing.len();
            missing.retain(|name| !is(m, name));
            if missing.len() == before {
                let text = format!("{class} got multiple values for argument '{text}'");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        } else {
            let known = match attributes.take() {
                Some(known) => known,
                None => names_of(m, o, "_attributes")?,
            };
            if !known.iter().any(|name| is(m, name)) {
                let text = format!(
                    "{class}.__init__ got an unexpected keyword argument '{text}'. Support for arbitrary keyword arguments \
                     is deprecated and will be removed in Python 3.15."
                );
                m.warn(ty::DEPRECATION_WARNING, &text)?;
            }
            attributes = Some(known);
        }
        m.setattr(o, key, value)?;
    }
    if missing.is_empty() {
        return none();
    }
    let types = class_attribute(m, o, "_field_types")?;
    if types.is_null() || m.kind(types) != Kind::Dict {
        return none();
    }
    let context = known(m, "expr_context")?;
    for name in missing {
        let of = m.dict_get(types, name)?;
        let shown = m.repr_text(name)?;
        if of.is_null() {
            let text = format!(
                "Field {shown} is missing from {class}._field_types. This will become an error in Python 3.15."
            );
            m.warn(ty::DEPRECATION_WARNING, &text)?;
        } else if m.kind(of) == Kind::GenericAlias {
            let empty = m.new_list_of(Vec::new());
            let empty = m.keep(empty);
            m.setattr(o, name, empty)?;
        } else if of == context {
            let load = known(m, "Load()")?;
            m.setattr(o, name, load)?;
        } else if m.kind(of) != Kind::Union {
            let text = format!(
                "{class}.__init__ missing 1 required positional argument: {shown}. This will become an error in Python 3.15."
            );
            m.warn(ty::DEPRECATION_WARNING, &text)?;
        }
    }
    none()
}

/// A copy with other fields (`ast_type_replace`).
fn replace(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if a.n > 1 {
        return Err(m.raise(ty::TYPE_ERROR, "__replace__() takes no positional arguments"));
    }
    let class = m.tp_name(m.ty(o));
    let (fields, attributes) = (names_of(m, o, "_fields")?, names_of(m, o, "_attributes")?);
    let given = a.keywords(m);
    let text_of = |m: &Machine, o: Obj| m.str_text(o);
    for &(key, _) in &given {
        let text = text_of(m, key);
        if !fields.iter().chain(&attributes).any(|&name| text_of(m, name) == text) {
            let text = format!("{class}.__replace__ got an unexpected keyword argument '{text}'.");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    let dict = m.materialize_dict(o);
    let types = class_attribute(m, o, "_field_types")?;
    let mut lacking = Vec::new();
    for &name in &fields {
        let text = text_of(m, name);
        let optional = !types.is_null() && {
            let of = m.dict_get(types, name)?;
            !of.is_null() && m.kind(of) == Kind::Union
        };
        let there = given.iter().any(|&(key, _)| text_of(m, key) == text) || !m.dict_get(dict, name)?.is_null();
        if !there && !optional {
            lacking.push(format!("'{text}'"));
        }
    }
    if !lacking.is_empty() {
        lacking.sort();
        let (n, s, names) = (lacking.len(), if lacking.len() == 1 { "" } else { "s" }, lacking.join(", "));
        let text = format!("{class}.__replace__ missing {n} keyword argument{s}: {names}.");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut all: Vec<(Obj, Obj)> = Vec::new();
    for &name in fields.iter().chain(&attributes) {
        let text = text_of(m, name);
        let value = match given.iter().find(|&&(key, _)| text_of(m, key) == text) {
            Some(&(_, value)) => value,
            None => m.dict_get(dict, name)?,
        };
        if !value.is_null() {
            all.push((name, value));
        }
    }
    let class = m.class_of(o);
    m.call_keywords(class, &[], &all)
}

/// `repr` of a node: three levels, of lists the first and the last (`ast_repr_max_depth`).
fn shown(m: &mut Machine, o: Obj, depth: u32) -> R<String> {
    let class = m.name_of_type(m.ty(o));
    if depth == 0 {
        return Ok(format!("{class}(...)"));
    }
    let fields = names_of(m, o, "_fields")?;
    let mut parts = Vec::new();
    for name in fields {
        let value = m.getattr(o, name)?;
        let value = m.keep(value);
        let text = if matches!(m.kind(value), Kind::List | Kind::Tuple) {
            shown_list(m, value, depth)?
        } else {
            shown_value(m, value, depth)?
        };
        let name = m.str(name)?;
        let name = m.keep(name);
        parts.push(format!("{}={text}", m.str_text(name)));
    }
    Ok(format!("{class}({})", parts.join(", ")))
}

fn shown_value(m: &mut Machine, value: Obj, depth: u32) -> R<String> {
    if m.isinstance_of(value, own::AST) { shown(m, value, depth - 1) } else { m.repr_text(value) }
}

fn shown_list(m: &mut Machine, list: Obj, depth: u32) -> R<String> {
    let items = m.seq_items(list);
    let (open, close) = if m.kind(list) == Kind::List { ("[", "]") } else { ("(", ")") };
    let mut parts = Vec::new();
    if let Some(&first) = items.first() {
        parts.push(shown_value(m, first, depth)?);
    } else {
        return m.repr_text(list);
    }
    if items.len() > 2 {
        parts.push("...".to_owned());
    }
    if items.len() > 1 {
        parts.push(shown_value(m, items[items.len() - 1], depth)?);
    }
    Ok(format!("{open}{}{close}", parts.join(", ")))
}
