//! A tree as objects (`PyAST_mod2obj`).

use super::state;
use crate::fill::put;
use compiler::code::Const;
use syntax::ast::{Constant, Mod};
use syntax::reflect::{NodeRef, Value};
use vm::memory::object::{Obj, Owned, R};
use vm::native::static_strings::fixed;
use vm::state::interpreter::Machine;

/// The objects of a tree.
///
/// # Errors
/// `RecursionError` for trees that are nested too deep.
pub fn make(m: &mut Machine, module: &Mod) -> R {
    let state = state(m)?;
    node(m, state, NodeRef::Mod(module))
}

fn node(m: &mut Machine, state: Obj, of: NodeRef) -> R {
    let key = m.intern_str(of.name());
    let class = m.dict_get_str(state, key.get());
    m.drop_ref(key);
    let fields = of.fields();
    if matches!(of, NodeRef::Bare(_)) {
        let key = m.intern_str(&format!("{}()", of.name()));
        let one = m.dict_get_str(state, key.get());
        m.drop_ref(key);
        return Ok(m.new_ref(one));
    }
    m.enter_native_call(" during ast construction")?;
    let made = filled(m, state, class, of, fields);
    m.leave_native_call();
    made
}

fn filled(m: &mut Machine, state: Obj, class: Obj, of: NodeRef, fields: Vec<syntax::reflect::Field>) -> R {
    let t = m.slot(class).a;
    let made = m.new_instance(t);
    let made = m.keep(made);
    let dict = m.materialize_dict(made);
    for (name, value) in fields {
        let value = field(m, state, value)?;
        put(m, dict, name, value);
    }
    if let Some(span) = of.span() {
        let parts = [
            ("lineno", span.line),
            ("col_offset", span.col),
            ("end_lineno", span.end_line),
            ("end_col_offset", span.end_col),
        ];
        for (name, value) in parts {
            let value = m.new_int(i64::from(value));
            put(m, dict, name, value);
        }
    }
    Ok(m.new_ref(made))
}

fn field(m: &mut Machine, state: Obj, value: Value) -> R {
    Ok(match value {
        Value::Node(inner) => node(m, state, inner)?,
        Value::Nodes(inner) => {
            let list = m.new_list_of(Vec::new());
            let list = m.keep(list);
            for item in inner {
                let item = match item {
                    Some(item) => node(m, state, item)?,
                    None => Owned::steal(fixed::NONE),
                };
                m.list_append(list, item);
            }
            m.new_ref(list)
        }
        Value::Names(names) => {
            let names = names.iter().map(|name| m.intern_str(name)).collect();
            m.new_list_of(names)
        }
        Value::Name(name) => m.intern_str(name),
        Value::Int(value) => m.new_int(value),
        Value::Constant(value) => m.object_of_const(&constant(value)),
        Value::Str(text) => m.new_pystr(text),
        Value::Absent => Owned::steal(fixed::NONE),
    })
}

fn constant(value: &Constant) -> Const {
    match value {
        Constant::None => Const::None,
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Bool(value) => Const::Bool(*value),
        Constant::Int(value) => Const::Int(value.clone()),
        Constant::Float(value) => Const::Float(*value),
        Constant::Complex(real, imaginary) => Const::Complex(*real, *imaginary),
        Constant::Str(text) => Const::Str(text.clone()),
        Constant::Bytes(bytes) => Const::Bytes(bytes.clone()),
    }
}
