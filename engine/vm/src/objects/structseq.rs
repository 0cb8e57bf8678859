//! Tuples whose items have names (`Objects/structseq.c`): `sys.version_info`, `os.stat_result`. Each such class is made when the
//! module that has it is filled.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings;
use crate::native::typedef::{Native, TypeDef, def, new, tpflags, wrapper};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

const NATIVES: &[Native] = &[
    new("structseq(sequence, /, dict=None)", |m, a| {
        let (class, given) = (class_of_call(m, a), a.get(m, 1));
        let items = m.iterate_all(given)?;
        let items = m.keep_all(items);
        let name = m.tp_name(class);
        let (visible, all) = (number(m, class, "n_sequence_fields"), number(m, class, "n_fields"));
        let n = items.len() as i64;
        if n < visible || n > all {
            let (word, bound) = if n < visible { ("at least", visible) } else { ("at most", all) };
            let word = if visible == all { "a" } else { word };
            let text = if visible == all {
                format!("{name}() takes a {bound}-sequence ({n}-sequence given)")
            } else {
                format!("{name}() takes an {word} {bound}-sequence ({n}-sequence given)")
            };
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        m.new_structseq(class, &items)
    })
    .hidden(),
    wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
        let o = a.get(m, 0);
        let names = field_names(m, m.ty(o));
        let mut parts = Vec::new();
        for (name, item) in names.iter().zip(m.seq_items(o)) {
            parts.push(format!("{name}={}", m.repr_text(item)?));
        }
        let name = m.full_type_name(m.ty(o));
        Ok(m.new_str(&format!("{name}({})", parts.join(", "))))
    }),
    def("__reduce__($self, /)", "For pickling.", |m, a| {
        let o = a.get(m, 0);
        let items = m.seq_items(o);
        let items = m.tuple_from_borrowed(&items);
        let dict = m.new_dict();
        let class = m.class_of(o);
        let class = m.new_ref(class);
        let args = m.new_tuple(vec![items, dict]);
        Ok(m.new_tuple(vec![class, args]))
    }),
];

/// What such classes share; no program sees it.
pub static STRUCTSEQ: TypeDef = TypeDef {
    name: "structseq",
    base: ty::TUPLE,
    kind: Kind::Tuple,
    basicsize: 24,
    itemsize: 8,
    flags: tpflags::COLLECTED | tpflags::TUPLE_SUBCLASS,
    natives: NATIVES,
    asked: true,
    ..TypeDef::PLAIN
};

fn number(m: &mut Machine, class: u32, name: &str) -> i64 {
    let key = m.intern_str(name);
    let found = m.type_lookup(class, key.get());
    m.drop_ref(key);
    if found.is_null() { 0 } else { m.int_clamped(found) }
}

/// Names of the items that have one, in order.
fn field_names(m: &mut Machine, class: u32) -> Vec<String> {
    let found = m.type_lookup(class, static_strings::DUNDER_MATCH_ARGS);
    if found.is_null() || m.kind(found) != Kind::Tuple {
        return Vec::new();
    }
    m.seq_items(found).into_iter().map(|name| m.str_text(name)).collect()
}

impl Machine {
    /// A class of tuples with these names: the first `visible` are the items, the others attributes only.
    pub fn make_structseq(&mut self, module: &str, name: &str, fields: &[&str], visible: usize) -> R {
        let namespace = self.new_dict();
        let put = |m: &mut Machine, key: &str, value: Owned| {
            let key = m.intern_str(key);
            m.dict_set_str(namespace.get(), key.get(), value);
            m.drop_ref(key);
        };
        let module = self.intern_str(module);
        put(self, "__module__", module);
        for (key, n) in [("n_fields", fields.len()), ("n_sequence_fields", visible), ("n_unnamed_fields", 0)] {
            let n = self.new_int(n as i64);
            put(self, key, n);
        }
        let names = fields[..visible].iter().map(|name| self.intern_str(name)).collect();
        let names = self.new_tuple(names);
        put(self, "__match_args__", names);
        if visible == fields.len() {
            let none = self.new_tuple(Vec::new());
            put(self, "__slots__", none);
        }
        let name = self.intern_str(name);
        let tuple = self.type_obj(ty::TUPLE);
        let made = self.type_new(ty::TYPE, name.get(), &[tuple], namespace.get());
        self.drop_ref(name);
        self.drop_ref(namespace);
        let class = made?;
        let index = self.slot(class.get()).a;
        self.types[index as usize].flags |= tp::ASKED;
        self.add_natives_of(ty::STRUCTSEQ, index);
        let dict = self.types[index as usize].dict;
        for (i, name) in fields[..visible].iter().enumerate() {
            let member = self.alloc_gc(Kind::Member, ty::MEMBER_DESCRIPTOR, 64);
            let key = self.intern_str(name);
            self.incref(key.get());
            self.incref(class.get());
            let slot = self.slot_mut(member);
            slot.a = i as u32;
            slot.set_b(class.get().0, key.get().0);
            self.track(member);
            self.dict_set_str(dict, key.get(), Owned::steal(member));
            self.drop_ref(key);
        }
        let _was = self.dict_del(dict, static_strings::DUNDER_SLOTS);
        self.types[index as usize].version = 0;
        Ok(class)
    }

    /// An instance of such a class; items behind the visible ones become attributes.
    pub fn new_structseq(&mut self, class: u32, items: &[Obj]) -> R {
        let visible = (number(self, class, "n_sequence_fields") as usize).min(items.len());
        let tuple = self.tuple_from_borrowed(&items[..visible]);
        retype(self, tuple, class)
    }

    /// As `new_structseq` of items that are given away.
    pub fn new_structseq_of(&mut self, class: u32, items: Vec<Owned>) -> R {
        let items = self.keep_all(items);
        self.new_structseq(class, &items)
    }
}
