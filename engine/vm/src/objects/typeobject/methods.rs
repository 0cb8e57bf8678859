//! `type`: its constructor, methods and attributes (`Objects/typeobject.c`).

use crate::memory::object::R;
use crate::memory::object::{Kind, Obj};
use crate::native::args::boolean;
use crate::native::args::{Args, none, or_none};
use crate::native::static_strings::fixed;
use crate::native::static_strings::{self};
use crate::native::typedef::class_def;
use crate::native::typedef::{Native, Slot, TypeDef, concat, def, getset, member, new, tpflags, wrapper};
use crate::objects::typeobject::setters;
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// `type`.
pub static TYPE: TypeDef = TypeDef {
    name: "type",
    dictoffset: 264,
    weaklistoffset: 368,
    kind: Kind::Type,
    basicsize: 936,
    itemsize: 40,
    flags: tpflags::COLLECTED
        | tpflags::BASETYPE
        | tpflags::HAVE_VECTORCALL
        | tpflags::TYPE_SUBCLASS
        | tpflags::ITEMS_AT_END,
    doc: "The class of classes.",
    slots: &[Slot::Repr, Slot::Call, Slot::GetAttr, Slot::SetAttr, Slot::Init, Slot::Or],
    natives: &concat::<{ OWN.len() + setters::ROWS.len() }>(OWN, setters::ROWS),
    ..TypeDef::PLAIN
};

const OWN: &[Native] = &[
    new("type(*args, **kwargs)", |m, a| {
        if a.n == 2 && a.kwcount(m) > 0 && m.slot(a.get(m, 0)).a == ty::TYPE {
            return Err(m.raise(ty::TYPE_ERROR, "type() takes no keyword arguments"));
        }
        if a.n != 4 {
            return Err(m.raise(ty::TYPE_ERROR, "type() takes 1 or 3 arguments"));
        }
        let meta = class_of_call(m, a);
        let (name, bases, namespace) = (a.get(m, 1), a.get(m, 2), a.get(m, 3));
        m.want("type.__new__", "argument 1", name, Kind::Str, "str")?;
        m.want("type.__new__", "argument 2", bases, Kind::Tuple, "tuple")?;
        m.want("type.__new__", "argument 3", namespace, Kind::Dict, "dict")?;
        let given = m.types[meta as usize].obj;
        m.refuse_mro_entries(bases)?;
        let winner = m.winning_metaclass(given, bases)?;
        let meta = m.slot(winner).a;
        let own = m.type_lookup(meta, static_strings::DUNDER_NEW);
        if winner != given && own != m.type_lookup(ty::TYPE, static_strings::DUNDER_NEW) {
            // The metaclass of a base makes it (`type_new_get_bases`).
            let new = m.getattr(winner, static_strings::DUNDER_NEW)?;
            let new = m.keep(new);
            let args: Vec<Obj> = std::iter::once(winner)
                .chain([name, bases, namespace])
                .chain(a.keywords(m).into_iter().map(|(_, value)| value))
                .collect();
            return m.call_last(new, &args, a.kwnames);
        }
        let bases = m.seq_items(bases);
        let keywords = a.keywords(m);
        let class = m.type_new(meta, name, &bases, namespace)?;
        m.announce_class(class, &keywords)
    }),
    wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
        let class = a.get(m, 0);
        m.type_construct(class, Args::new(a.base + 1, a.n - 1, a.kwnames))
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |_, _| none()),
    def("mro($self, /)", "The method resolution order, as a list.", |m, a| {
        let mro = m.types[type_index(m, a) as usize].mro;
        let items = m.seq_items(mro);
        Ok(m.new_list_from(&items))
    }),
    def("__subclasses__($self, /)", "The classes that were derived directly from this one.", |m, a| {
        let t = type_index(m, a);
        let subclasses: Vec<Obj> = m.direct_subclasses(t).iter().map(|&sub| m.types[sub as usize].obj).collect();
        Ok(m.new_list_from(&subclasses))
    }),
    getset("__name__", "Name as it was defined.", |m, a| {
        let name = m.types[type_index(m, a) as usize].name;
        Ok(m.new_ref(name))
    }),
    getset("__qualname__", "Name with the scopes that it was defined in.", |m, a| {
        let name = m.types[type_index(m, a) as usize].qualname;
        Ok(m.new_ref(name))
    }),
    getset("__module__", "Name of the module that it was defined in.", |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_MODULE);
        // Of built-in types, the name says it; `type` has this descriptor in its own dict.
        if !found.is_null() && m.types[t as usize].flags & tp::HEAPTYPE != 0 {
            return Ok(m.new_ref(found));
        }
        let module = m.type_module(t);
        Ok(m.intern_str(&module))
    }),
    getset("__bases__", "The classes that it was derived from.", |m, a| {
        let bases = m.types[type_index(m, a) as usize].bases;
        Ok(m.new_ref(bases))
    }),
    member("__base__", "The class whose layout it extends.", |m, a| {
        let t = type_index(m, a);
        if t == ty::OBJECT {
            return none();
        }
        let base = m.types[m.types[t as usize].base as usize].obj;
        Ok(m.new_ref(base))
    }),
    getset("__mro__", "The classes in which attributes are looked up, in order.", |m, a| {
        let mro = m.types[type_index(m, a) as usize].mro;
        or_none(m, mro)
    }),
    getset("__dict__", "The attributes of the object, by name.", |m, a| {
        let dict = m.types[type_index(m, a) as usize].dict;
        m.new_proxy(dict)
    }),
    getset("__doc__", "What the object says about itself.", |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_DOC);
        // Some built-in types describe the texts of their instances under this name.
        match m.defs.get(t as usize).map_or("", |def| def.doc) {
            "" => or_none(m, found),
            doc if m.kind(found) != Kind::Str => Ok(m.new_str(doc)),
            _ => Ok(m.new_ref(found)),
        }
    }),
    member("__basicsize__", "Size of an instance in bytes, without items.", |m, a| {
        let n = m.types[type_index(m, a) as usize].basicsize;
        Ok(m.new_int(i64::from(n)))
    }),
    member("__dictoffset__", "Where an instance's dict lies: -1 in front of it, 0 nowhere.", |m, a| {
        let n = m.dictoffset(type_index(m, a));
        Ok(m.new_int(i64::from(n)))
    }),
    member("__weakrefoffset__", "Where the list of an instance's weak references lies; 0 nowhere.", |m, a| {
        let n = m.weaklistoffset(type_index(m, a));
        Ok(m.new_int(i64::from(n)))
    }),
    member("__flags__", "What the type can do, as bits.", |m, a| {
        let flags = m.type_flags(type_index(m, a));
        Ok(m.new_int(i64::from(flags)))
    }),
    member("__itemsize__", "Size of each item of an instance in bytes.", |m, a| {
        let n = m.types[type_index(m, a) as usize].itemsize;
        Ok(m.new_int(i64::from(n)))
    }),
    class_def(
        "__prepare__($cls, name, bases, /, **kwds)",
        "The namespace in which the body of a class runs.",
        |m, _| Ok(m.new_dict()),
    ),
    def("__instancecheck__($self, instance, /)", "Whether an object counts as an instance.", |m, a| {
        let (class, o) = (a.get(m, 0), a.get(m, 1));
        let answer = m.really_isinstance(o, class)?;
        boolean(answer)
    }),
    def("__subclasscheck__($self, subclass, /)", "Whether a class counts as a subclass.", |m, a| {
        let (class, sub) = (a.get(m, 0), a.get(m, 1));
        let answer = m.really_issubclass(sub, class)?;
        boolean(answer)
    }),
    def("__dir__($self, /)", "Names of the attributes, for dir().", |m, a| {
        let items = m.dir_names(a.get(m, 0)).iter().map(|t| m.new_str(t)).collect();
        Ok(m.new_list_of(items))
    }),
    getset("__abstractmethods__", "Names of the methods that subclasses must write.", |m, a| {
        let class = a.get(m, 0);
        let name = m.intern_str("__abstractmethods__");
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, name.get());
        let answer = if found.is_null() || t == ty::TYPE {
            Err(m.raise_attribute_error("__abstractmethods__", class, name.get()))
        } else {
            Ok(m.new_ref(found))
        };
        m.drop_ref(name);
        answer
    }),
    getset("__text_signature__", "How it is called, as text.", |m, a| {
        let text = m.defs.get(type_index(m, a) as usize).map_or("", |def| def.text);
        if text.is_empty() { none() } else { Ok(m.new_str(text)) }
    }),
    getset("__type_params__", "The type parameters.", |m, a| {
        let t = type_index(m, a);
        let found = m.dict_get_str(m.types[t as usize].dict, static_strings::DUNDER_TYPE_PARAMS);
        Ok(m.new_ref(if found.is_null() || t == ty::TYPE { fixed::EMPTY_TUPLE } else { found }))
    }),
    getset("__annotations__", "Types that the class gives its names.", |m, a| annotations(m, a.get(m, 0))),
    getset("__annotate__", "The function that computes the annotations.", |m, a| {
        let class = a.get(m, 0);
        let found = annotate_function(m, class)?;
        or_none(m, found)
    }),
];

fn type_index(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

impl Machine {
    /// Patterns match instances of a class as those bits of `__flags__` say (`__abc_tpflags__`).
    pub fn mark_collection(&mut self, class: Obj, bits: u32) {
        let info = &mut self.types[self.slots[class.ix()].a as usize];
        for (bit, flag) in [(tpflags::SEQUENCE, tp::SEQUENCE), (tpflags::MAPPING, tp::MAPPING)] {
            if bits & bit != 0 {
                info.flags = info.flags & !(tp::SEQUENCE | tp::MAPPING) | flag;
            }
        }
    }

    /// A class registered with another one is matched as that is, and so are the classes derived from it.
    pub fn inherit_collection(&mut self, class: Obj, registered: Obj) {
        let bits = self.types[self.slot(class).a as usize].flags & (tp::SEQUENCE | tp::MAPPING);
        if bits == 0 {
            return;
        }
        let mut waiting = vec![self.slot(registered).a];
        while let Some(t) = waiting.pop() {
            let info = &mut self.types[t as usize];
            if info.flags & tp::HEAPTYPE != 0 {
                info.flags = info.flags & !(tp::SEQUENCE | tp::MAPPING) | bits;
                waiting.extend(self.direct_subclasses(t));
            }
        }
    }

    /// Whether a class is written in Python.
    pub fn is_heap_type(&self, t: u32) -> bool {
        self.types[t as usize].flags & tp::HEAPTYPE != 0
    }
}

/// A name of a class's own dict; NULL if it has none.
fn own_name(m: &mut Machine, class: Obj, name: &str) -> Obj {
    let key = m.intern_str(name);
    let found = m.dict_get_str(m.types[m.slot(class).a as usize].dict, key.get());
    m.drop_ref(key);
    found
}

/// Only classes written in Python have annotations.
fn check_annotated(m: &mut Machine, class: Obj, name: &str) -> R<()> {
    if m.is_heap_type(m.slot(class).a) {
        return Ok(());
    }
    let (key, class_name) = (m.intern_str(name), m.name_of_type(m.slot(class).a));
    let text = format!("type object '{class_name}' has no attribute '{name}'");
    let raised = m.raise_attribute_error(&text, class, key.get());
    m.drop_ref(key);
    Err(raised)
}

/// `type_get_annotate`: NULL if there is none.
fn annotate_function(m: &mut Machine, class: Obj) -> R<Obj> {
    check_annotated(m, class, "__annotate__")?;
    let mut found = own_name(m, class, "__annotate_func__");
    if found.is_null() {
        found = own_name(m, class, "__annotate__");
    }
    Ok(if Machine::is_none(found) { Obj::NULL } else { found })
}

/// `type_get_annotations`: computed at the first look, then kept in the class.
fn annotations(m: &mut Machine, class: Obj) -> R {
    check_annotated(m, class, "__annotations__")?;
    for name in ["__annotations__", "__annotations_cache__"] {
        let found = own_name(m, class, name);
        if !found.is_null() {
            return Ok(m.new_ref(found));
        }
    }
    let annotate = annotate_function(m, class)?;
    let answer = if annotate.is_null() {
        m.new_dict()
    } else {
        let format = m.new_int(1);
        let format = m.keep(format);
        let answer = m.call(annotate, &[format])?;
        if m.kind(answer.get()) != Kind::Dict {
            let name = m.type_name(answer.get());
            m.drop_ref(answer);
            let text = format!("__annotate__() must return a dict, not {name}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        answer
    };
    let key = m.intern_str("__annotations_cache__");
    let index = m.slot(class).a;
    let held = m.new_ref(answer.get());
    m.dict_set_str(m.types[index as usize].dict, key.get(), held);
    m.drop_ref(key);
    m.type_modified(index);
    Ok(answer)
}

impl Machine {
    /// `__flags__`: the declaration's for built-in types, computed for classes.
    pub fn type_flags(&self, t: u32) -> u32 {
        if let Some(def) = self.defs.get(t as usize) {
            return def.flags;
        }
        let info = &self.types[t as usize];
        let inherited = tpflags::LONG_SUBCLASS
            | tpflags::LIST_SUBCLASS
            | tpflags::TUPLE_SUBCLASS
            | tpflags::BYTES_SUBCLASS
            | tpflags::UNICODE_SUBCLASS
            | tpflags::DICT_SUBCLASS
            | tpflags::BASE_EXC_SUBCLASS
            | tpflags::TYPE_SUBCLASS
            | tpflags::SEQUENCE
            | tpflags::MAPPING
            | tpflags::ITEMS_AT_END
            | tpflags::MATCH_SELF;
        let mut flags = self.type_flags(info.base) & inherited | tpflags::READY | tpflags::HEAPTYPE;
        for (bit, flag) in [
            (tp::HAVE_GC, tpflags::HAVE_GC),
            (tp::BASETYPE, tpflags::BASETYPE),
            (tp::SEQUENCE, tpflags::SEQUENCE),
            (tp::MAPPING, tpflags::MAPPING),
            (tp::ABSTRACT, 1 << 20),
        ] {
            if info.flags & bit != 0 {
                flags |= flag;
            }
        }
        if info.flags & tp::MANAGED_DICT != 0 && self.dictoffset(t) == -1 {
            flags |= tpflags::MANAGED_DICT | if info.inline_cap > 0 { tpflags::INLINE_VALUES } else { 0 };
        }
        if info.flags & tp::HAS_DICT != 0 && self.dictoffset(t) == -1 {
            flags |= tpflags::MANAGED_DICT | if info.itemsize == 0 { tpflags::INLINE_VALUES } else { 0 };
        }
        let called = self.dict_get_str(info.dict, static_strings::DUNDER_CALL);
        if called.is_null() {
            flags |= self.type_flags(info.base) & tpflags::HAVE_VECTORCALL;
        }
        if info.flags & tp::MANAGED_WEAKREF != 0 {
            flags |= tpflags::MANAGED_WEAKREF;
        }
        flags
    }
}
