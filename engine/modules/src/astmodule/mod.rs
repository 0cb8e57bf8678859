//! `_ast` (`Python/Python-ast.c`): the classes of syntax trees, and trees from and to what the parser and the compiler use.

mod make;
mod node;
mod read;
mod validate;

use crate::fill::{put, put_ints};
use crate::types::ty as own;
use vm::memory::object::{Obj, Owned, R};
use vm::native::static_strings::fixed;
use vm::native::typedef::ModuleDef;
use vm::objects::genericaliasobject::new_alias;
use vm::objects::typeobject::ty;
use vm::python::pythonrun::Trees;
use vm::state::interpreter::Machine;

pub use node::AST;

/// `_ast`.
pub static MODULE: ModuleDef = ModuleDef { name: "_ast", doc: "The classes of syntax trees.", functions: &[], fill };

/// What `compile` asks about trees.
pub static TREES: Trees = Trees { is_tree, make: make::make, read: read::read };

/// Classes with their bases, fields and attributes, asked of CPython: see `conformance/golden/make_ast_nodes.py`.
const NODES: &str = include_str!("nodes.tsv");

/// One class.
struct Class {
    name: &'static str,
    base: &'static str,
    /// As the grammar writes them, `expr? value, stmt* body`.
    fields: &'static str,
    /// Those that it is the first to have; `?` where they may be missing.
    attributes: &'static str,
}

fn classes() -> impl Iterator<Item = Class> {
    NODES.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        let [name, base, fields, attributes] = [(); 4].map(|()| parts.next());
        Some(Class { name: name?, base: base?, fields: fields?, attributes: attributes? })
    })
}

impl Class {
    /// Type, what it is many or less of, and name of each field.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        self.fields.split(", ").filter_map(|field| {
            let (kind, name) = field.split_once(' ')?;
            let plain = kind.trim_end_matches(['?', '*']);
            Some((plain, &kind[plain.len()..], name))
        })
    }

    /// `__doc__`: the class as the grammar writes it.
    fn text(&self) -> String {
        let below: Vec<Class> = classes().filter(|class| class.base == self.name).collect();
        if below.is_empty() {
            return if self.fields.is_empty() { self.name.into() } else { format!("{}({})", self.name, self.fields) };
        }
        let plain = below.iter().all(|class| class.fields.is_empty());
        let apart = if plain { " | ".to_owned() } else { format!("\n{}| ", " ".repeat(self.name.len() + 1)) };
        let alternatives: Vec<String> = below.iter().map(Class::text).collect();
        format!("{} = {}", self.name, alternatives.join(&apart))
    }
}

/// The classes by name, and under `Load()` and the like the one object of each class without fields; made when first asked for.
fn state(m: &mut Machine) -> R<Obj> {
    if m.ast_state.is_null() {
        let state = m.new_dict();
        let state = m.keep(state);
        make_classes(m, state)?;
        m.ast_state = m.new_ref(state).into_edge();
    }
    Ok(m.ast_state)
}

/// What the state has under a name, borrowed.
fn known(m: &mut Machine, name: &str) -> R<Obj> {
    let state = state(m)?;
    let key = m.intern_str(name);
    let found = m.dict_get_str(state, key.get());
    m.drop_ref(key);
    Ok(found)
}

fn is_tree(m: &mut Machine, o: Obj) -> bool {
    m.isinstance_of(o, own::AST)
}

fn tuple_of(m: &mut Machine, names: &[&str]) -> Owned {
    let names = names.iter().map(|name| m.intern_str(name)).collect();
    m.new_tuple(names)
}

fn make_classes(m: &mut Machine, state: Obj) -> R<()> {
    let base = m.type_obj(own::AST);
    let dict = m.types[own::AST as usize].dict;
    for name in ["_fields", "__match_args__", "_attributes"] {
        put(m, dict, name, Owned::steal(fixed::EMPTY_TUPLE));
    }
    m.type_modified(own::AST);
    let held = m.new_ref(base);
    put(m, state, "AST", held);
    for class in classes() {
        let namespace = m.new_dict();
        let namespace = m.keep(namespace);
        let names: Vec<&str> = class.parts().map(|(_, _, name)| name).collect();
        for key in ["_fields", "__match_args__"] {
            let fields = tuple_of(m, &names);
            put(m, namespace, key, fields);
        }
        let (module, doc) = (m.intern_str("ast"), m.new_str(&class.text()));
        put(m, namespace, "__module__", module);
        put(m, namespace, "__doc__", doc);
        let key = m.intern_str(class.base);
        let base = m.dict_get_str(state, key.get());
        m.drop_ref(key);
        let name = m.intern_str(class.name);
        let name = m.keep(name);
        let made = m.type_new(ty::TYPE, name, &[base], namespace)?;
        let made = m.keep(made);
        let index = m.slot(made).a;
        let dict = m.types[index as usize].dict;
        let sum = class.base == "AST";
        let attributes: Vec<&str> = class.attributes.split(',').filter(|name| !name.is_empty()).collect();
        if sum {
            let plain: Vec<&str> = attributes.iter().map(|name| name.trim_end_matches('?')).collect();
            let plain = tuple_of(m, &plain);
            put(m, dict, "_attributes", plain);
        }
        let optional = attributes.iter().filter_map(|name| name.strip_suffix('?'));
        let missing = class.parts().filter(|(_, many, _)| *many == "?").map(|(_, _, name)| name);
        for name in missing.chain(optional) {
            put(m, dict, name, Owned::steal(fixed::NONE));
        }
        m.type_modified(index);
        let held = m.new_ref(made);
        put(m, state, class.name, held);
    }
    field_types(m, state)?;
    // Objects of classes without fields are shared.
    for class in classes().filter(|class| class.fields.is_empty() && class.base != "AST" && class.base != "stmt") {
        let key = m.intern_str(class.name);
        let of = m.dict_get_str(state, key.get());
        m.drop_ref(key);
        let t = m.slot(of).a;
        let one = m.new_instance(t);
        put(m, state, &format!("{}()", class.name), one);
    }
    Ok(())
}

/// `_field_types`, for which all classes must be there (`add_ast_annotations`).
fn field_types(m: &mut Machine, state: Obj) -> R<()> {
    for class in classes() {
        if class.fields.is_empty() && classes().any(|other| other.base == class.name) {
            continue;
        }
        let types = m.new_dict();
        let types = m.keep(types);
        for (kind, many, name) in class.parts() {
            let of = match kind {
                "identifier" | "string" => m.type_obj(ty::STR),
                "int" => m.type_obj(ty::INT),
                "constant" => m.type_obj(ty::OBJECT),
                other => {
                    let key = m.intern_str(other);
                    let found = m.dict_get_str(state, key.get());
                    m.drop_ref(key);
                    found
                }
            };
            let value = match many {
                "" => m.new_ref(of),
                "?" => m.union_of(&[of, fixed::NONE], true)?,
                _ => {
                    let list = m.type_obj(ty::LIST);
                    new_alias(m, list, of)
                }
            };
            put(m, types, name, value);
        }
        let key = m.intern_str(class.name);
        let made = m.dict_get_str(state, key.get());
        m.drop_ref(key);
        let dict = m.types[m.slot(made).a as usize].dict;
        for key in ["_field_types", "__annotations_cache__"] {
            let held = m.new_ref(types);
            put(m, dict, key, held);
        }
    }
    Ok(())
}

fn fill(m: &mut Machine, dict: Obj) {
    let Ok(state) = state(m) else { return m.clear_raised() };
    let ast = m.type_obj(own::AST);
    let ast = m.new_ref(ast);
    put(m, dict, "AST", ast);
    let flags = [
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
        ("PyCF_ONLY_AST", 0x400),
        ("PyCF_TYPE_COMMENTS", 0x1000),
        ("PyCF_OPTIMIZED_AST", 0x8400),
    ];
    put_ints(m, dict, &flags);
    for (key, value) in m.dict_items(state) {
        if m.kind(value) == vm::memory::object::Kind::Type {
            let value = m.new_ref(value);
            m.dict_set_str(dict, key, value);
        }
    }
}
