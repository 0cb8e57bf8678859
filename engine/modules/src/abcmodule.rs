//! `_abc` (`Modules/_abc.c`): what abstract classes know of the classes registered with them, and what they have been asked.
//!
//! The functions that ask classes change nothing before they know the answer, so they are run again with the answers.

use crate::fill::{field, int_field, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{boolean, none};
use vm::native::static_strings::{self, fixed};
use vm::native::typedef::{ModuleDef, Native, TypeDef, function, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_abc`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_abc", doc: "What abstract classes know.", functions: FUNCTIONS, fill: |_, _| () };

/// Fields: weak references to the classes registered, to those known to be subclasses, to those known to be none, and how many
/// classes had been registered anywhere when the last was begun.
const REGISTRY: u32 = 0;
const CACHE: u32 = 1;
const NEGATIVE: u32 = 2;
const VERSION: u32 = 3;

/// `_abc._abc_data`.
pub static ABC_DATA: TypeDef = TypeDef {
    name: "_abc_data",
    module: "_abc",
    fields: 4,
    basicsize: 48,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE,
    doc: "What an abstract class knows.",
    ..TypeDef::PLAIN
};

/// How many classes have been registered in all.
fn counter(m: &mut Machine) -> i64 {
    m.abc_registrations as i64
}

fn data_of(m: &mut Machine, class: Obj) -> R<Obj> {
    let key = m.intern_str("_abc_impl");
    let key = m.keep(key);
    let data = m.getattr(class, key)?;
    let data = m.keep(data);
    if m.ty(data) != own::ABC_DATA {
        return Err(m.raise(ty::TYPE_ERROR, "_abc_impl is set to a wrong type"));
    }
    Ok(data)
}

/// Whether a set of weak references has one to the class.
fn has(m: &mut Machine, data: Obj, i: u32, class: Obj) -> R<bool> {
    let set = field(m, data, i);
    if set.is_null() || !m.supports_weak(class) {
        return Ok(false);
    }
    let weak = m.weak_reference(ty::WEAK_REF, class, Obj::NULL)?;
    let weak = m.keep(weak);
    m.set_contains(set, weak)
}

fn add(m: &mut Machine, data: Obj, i: u32, class: Obj) -> R<()> {
    if field(m, data, i).is_null() {
        let set = m.new_set(false);
        set_field(m, data, i, set);
    }
    let weak = m.weak_reference(ty::WEAK_REF, class, Obj::NULL)?;
    let weak = m.keep(weak);
    m.set_add(field(m, data, i), weak)?;
    Ok(())
}

/// The living classes of a set.
fn classes(m: &mut Machine, data: Obj, i: u32) -> R<Vec<Obj>> {
    let set = field(m, data, i);
    if set.is_null() {
        return Ok(Vec::new());
    }
    let refs = m.iterate_all(set)?;
    let refs = m.keep_all(refs);
    let mut alive = Vec::new();
    for weak in refs {
        let target = m.weak_target(weak);
        if !target.is_null() {
            let held = m.new_ref(target);
            alive.push(m.keep(held));
        }
    }
    Ok(alive)
}

const FUNCTIONS: &[Native] = &[
    function("get_cache_token($module, /)", "How many classes have been registered in all.", |m, _| {
        let n = counter(m);
        Ok(m.new_int(n))
    }),
    function("_abc_init($module, self, /)", "Find the abstract methods of a class.", |m, a| {
        let class = a.get(m, 0);
        init(m, class)?;
        none()
    }),
    function("_abc_register($module, self, subclass, /)", "Register a class.", |m, a| {
        let (class, sub) = (a.get(m, 0), a.get(m, 1));
        if m.kind(sub) != Kind::Type {
            return Err(m.raise(ty::TYPE_ERROR, "Can only register classes"));
        }
        if m.issubclass(sub, class)? {
            return Ok(m.new_ref(sub));
        }
        if m.issubclass(class, sub)? {
            return Err(m.raise(ty::RUNTIME_ERROR, "Refusing to create an inheritance cycle"));
        }
        let data = data_of(m, class)?;
        add(m, data, REGISTRY, sub)?;
        m.abc_registrations += 1;
        m.inherit_collection(class, sub);
        Ok(m.new_ref(sub))
    })
    .asking(),
    function("_abc_instancecheck($module, self, instance, /)", "Whether an object counts as an instance.", |m, a| {
        let (class, o) = (a.get(m, 0), a.get(m, 1));
        let data = data_of(m, class)?;
        let of = m.class_of(o);
        let said = if m.says_its_type(o) {
            of
        } else {
            let said = m.getattr(o, static_strings::DUNDER_CLASS)?;
            m.keep(said)
        };
        if has(m, data, CACHE, said)? {
            return boolean(true);
        }
        if of == said && int_field(m, data, VERSION) == counter(m) && has(m, data, NEGATIVE, said)? {
            return boolean(false);
        }
        for asked in if of == said { vec![said] } else { vec![said, of] } {
            let Some(answer) = m.call_special(class, static_strings::DUNDER_SUBCLASSCHECK, &[asked])? else {
                return boolean(false);
            };
            let answer = m.keep(answer);
            if m.truthy(answer)? {
                return boolean(true);
            }
        }
        boolean(false)
    })
    .asking(),
    function("_abc_subclasscheck($module, self, subclass, /)", "Whether a class counts as a subclass.", |m, a| {
        let (class, sub) = (a.get(m, 0), a.get(m, 1));
        if m.kind(sub) != Kind::Type {
            return Err(m.raise(ty::TYPE_ERROR, "issubclass() arg 1 must be a class"));
        }
        let data = data_of(m, class)?;
        if has(m, data, CACHE, sub)? {
            return boolean(true);
        }
        let fresh = int_field(m, data, VERSION) == counter(m);
        if fresh && has(m, data, NEGATIVE, sub)? {
            return boolean(false);
        }
        let answer = counts_as_subclass(m, class, sub, data)?;
        if answer {
            // A class that was registered itself is found there again.
            if !has(m, data, REGISTRY, sub)? {
                add(m, data, CACHE, sub)?;
            }
        } else {
            if int_field(m, data, VERSION) != counter(m) {
                set_field(m, data, NEGATIVE, Owned::steal(Obj::NULL));
                let now = counter(m);
                set_int_field(m, data, VERSION, now);
            }
            add(m, data, NEGATIVE, sub)?;
        }
        boolean(answer)
    })
    .asking(),
    function("_get_dump($module, self, /)", "What an abstract class knows.", |m, a| {
        let data = data_of(m, a.get(m, 0))?;
        let mut parts = Vec::new();
        for i in [REGISTRY, CACHE, NEGATIVE] {
            let set = field(m, data, i);
            let copy = m.new_set(false);
            if !set.is_null() {
                let items = m.iterate_all(set)?;
                let items = m.keep_all(items);
                for item in items {
                    m.set_add(copy.get(), item)?;
                }
            }
            parts.push(copy);
        }
        let version = int_field(m, data, VERSION);
        parts.push(m.new_int(version));
        Ok(m.new_tuple(parts))
    }),
    function("_reset_registry($module, self, /)", "Forget the classes registered.", |m, a| {
        let data = data_of(m, a.get(m, 0))?;
        set_field(m, data, REGISTRY, Owned::steal(Obj::NULL));
        none()
    }),
    function("_reset_caches($module, self, /)", "Forget what was asked.", |m, a| {
        let data = data_of(m, a.get(m, 0))?;
        for i in [CACHE, NEGATIVE] {
            set_field(m, data, i, Owned::steal(Obj::NULL));
        }
        none()
    }),
];

/// `_abc__abc_subclasscheck_impl`, behind the caches.
fn counts_as_subclass(m: &mut Machine, class: Obj, sub: Obj, data: Obj) -> R<bool> {
    let key = m.intern_str("__subclasshook__");
    let key = m.keep(key);
    let hook = m.getattr(class, key)?;
    let hook = m.keep(hook);
    let said = m.call(hook, &[sub])?;
    let said = m.keep(said);
    if said == fixed::TRUE || said == fixed::FALSE {
        return Ok(said == fixed::TRUE);
    }
    if said != fixed::NOT_IMPLEMENTED {
        let text = "__subclasshook__ must return either False, True, or NotImplemented";
        return Err(m.raise(ty::ASSERTION_ERROR, text));
    }
    if m.is_subtype(m.slot(sub).a, m.slot(class).a) {
        return Ok(true);
    }
    for registered in classes(m, data, REGISTRY)? {
        if m.issubclass(sub, registered)? {
            return Ok(true);
        }
    }
    let derived = m.direct_subclasses(m.slot(class).a).to_vec();
    for derived in derived {
        let derived = m.type_obj(derived);
        if m.issubclass(sub, derived)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `compute_abstract_methods` and the new class's knowledge.
fn init(m: &mut Machine, class: Obj) -> R<()> {
    let t = m.slot(class).a;
    let dict = m.types[t as usize].dict;
    let abstracts = m.new_set(true);
    let abstracts = m.keep(abstracts);
    for (name, value) in m.dict_items(dict) {
        if m.is_abstract(value)? {
            m.set_add(abstracts, name)?;
        }
    }
    let key = m.intern_str("__abstractmethods__");
    let key = m.keep(key);
    for base in m.seq_items(m.types[t as usize].bases) {
        if m.kind(base) != Kind::Type || !m.is_heap_type(m.slot(base).a) {
            continue;
        }
        let Some(names) = m.getattr_opt(base, key)? else { continue };
        let names = m.keep(names);
        let names = m.iterate_all(names)?;
        for name in m.keep_all(names) {
            if let Some(value) = m.getattr_opt(class, name)? {
                let value = m.keep(value);
                if m.is_abstract(value)? {
                    m.set_add(abstracts, name)?;
                }
            }
        }
    }
    m.setattr(class, key, abstracts)?;
    let data = m.new_instance(own::ABC_DATA);
    let now = counter(m);
    set_int_field(m, data.get(), VERSION, now);
    let key = m.intern_str("_abc_impl");
    let key = m.keep(key);
    let data = m.keep(data);
    m.setattr(class, key, data)?;
    let key = m.intern_str("__abc_tpflags__");
    let key = m.keep(key);
    let wanted = m.dict_get_str(dict, key);
    if !wanted.is_null() {
        let bits = m.int_clamped(wanted);
        m.mark_collection(class, bits as u32);
        m.dict_del(dict, key)?;
    }
    Ok(())
}
