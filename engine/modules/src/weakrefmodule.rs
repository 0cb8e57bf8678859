//! `_weakref` (`Modules/_weakref.c`).

use vm::memory::object::{Kind, Obj};
use vm::native::args::none;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_weakref`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_weakref", doc: "References that do not keep alive.", functions: FUNCTIONS, fill };

const FUNCTIONS: &[Native] = &[
    function("getweakrefcount($module, object, /)", "How many weak references and proxies an object has.", |m, a| {
        let n = m.weak_references(a.get(m, 0)).len();
        Ok(m.new_int(n as i64))
    }),
    function(
        "_remove_dead_weakref($module, dct, key, /)",
        "Delete a key from a dict if its value is a weak reference to nothing.",
        |m, a| {
            let (dict, key) = (a.get(m, 0), a.get(m, 1));
            if m.kind(dict) != Kind::Dict {
                let got = m.type_name(dict);
                let text = format!("_remove_dead_weakref() argument 1 must be dict, not {got}");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let value = m.dict_get(dict, key)?;
            if value.is_null() {
                return none();
            }
            if m.kind(value) != Kind::WeakRef {
                return Err(m.raise(ty::TYPE_ERROR, "not a weakref"));
            }
            if m.weak_target(value).is_null() {
                m.dict_del(dict, key)?;
            }
            none()
        },
    ),
    function("getweakrefs($module, object, /)", "All weak references and proxies of an object.", |m, a| {
        let all = m.weak_references(a.get(m, 0));
        Ok(m.new_list_from(&all))
    }),
    function(
        "proxy($module, object, callback=None, /)",
        "A stand-in for the object that does not keep it alive.",
        |m, a| {
            let (target, callback) = (a.get(m, 0), a.opt(m, 1));
            m.weak_proxy(target, callback)
        },
    ),
];

fn fill(m: &mut Machine, dict: Obj) {
    for (name, class) in [
        ("ref", ty::WEAK_REF),
        ("ReferenceType", ty::WEAK_REF),
        ("ProxyType", ty::WEAK_PROXY),
        ("CallableProxyType", ty::WEAK_CALLABLE_PROXY),
    ] {
        let key = m.intern_str(name);
        let class = m.types[class as usize].obj;
        let class = m.new_ref(class);
        m.dict_set_str(dict, key.get(), class);
        m.drop_ref(key);
    }
}
