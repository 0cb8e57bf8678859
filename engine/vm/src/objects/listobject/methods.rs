//! `list`: its constructor, methods and slots (`Objects/listobject.c`).

use crate::eval::activations::What;
use crate::memory::object::{Kind, Obj, R, StackRef};
use crate::native::args::{Args, none};
use crate::native::static_strings;
use crate::native::typedef::class_def;
use crate::native::typedef::{Slot, TypeDef, def, new, tpflags, wrapper};
use crate::objects::abstract_::sequence::{count, index_of};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::listobject::sorting::REVERSE;
use crate::objects::typeobject::slotdefs::subscript;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// `list`.
pub static LIST: TypeDef = TypeDef {
    name: "list",
    kind: Kind::List,
    basicsize: 40,
    flags: tpflags::COLLECTED | tpflags::BASETYPE | tpflags::SEQUENCE | tpflags::MATCH_SELF | tpflags::LIST_SUBCLASS,
    text: "(iterable=(), /)",
    doc: "A sequence that can change.",
    slots: &[
        Slot::Repr,
        Slot::Compare,
        Slot::Iter,
        Slot::Init,
        Slot::Len,
        Slot::AssSubscript,
        Slot::Concat,
        Slot::Repeat,
        Slot::Contains,
        Slot::InplaceConcat,
        Slot::InplaceRepeat,
        Slot::Unhashable,
    ],
    natives: &[
        new("list(*args, **kwargs)", |m, a| {
            let class = class_of_call(m, a);
            let list = m.new_list();
            retype(m, list, class)
        }),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            let list = a.get(m, 0);
            // Keywords are for the `__new__` of a class that has its own.
            let new = m.type_lookup(m.ty(list), static_strings::DUNDER_NEW);
            if a.kwcount(m) == 0 || new == m.type_lookup(ty::LIST, static_strings::DUNDER_NEW) {
                m.check_positional("list", a, 1, 0, 1)?;
            }
            m.list_clear(list);
            if a.n > 1 {
                return extend(m, a);
            }
            none()
        }),
        def("append($self, object, /)", "Put an object behind the last one.", |m, a| {
            let item = a.get(m, 1);
            let item = m.new_ref(item);
            m.list_append(a.get(m, 0), item);
            none()
        }),
        def("clear($self, /)", "Take out everything.", |m, a| {
            m.list_clear(a.get(m, 0));
            none()
        }),
        def("copy($self, /)", "A shallow copy.", |m, a| {
            let items = m.seq_items(a.get(m, 0));
            Ok(m.new_list_from(&items))
        }),
        def("count($self, value, /)", "How many items are equal to the value.", count),
        def("extend($self, iterable, /)", "Put all items of an iterable behind the last one.", extend),
        def(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Position of the first equal item; ValueError if there is none.",
            |m, a| index_of(m, a, "list"),
        ),
        def("insert($self, index, object, /)", "Put an object in front of the position.", |m, a| {
            let list = a.get(m, 0);
            let len = i64::from(m.list_len(list));
            let i = m.index_ssize(a.get(m, 1))?;
            let i = if i < 0 { (i + len).max(0) } else { i.min(len) };
            let item = a.get(m, 2);
            let item = m.new_ref(item);
            m.list_insert(list, i as u32, item);
            none()
        }),
        def(
            "pop($self, index=-1, /)",
            "Take out the item at the position and return it; the last one by default.",
            |m, a| {
                let list = a.get(m, 0);
                let len = i64::from(m.list_len(list));
                let i = if a.n > 1 { m.index_ssize(a.get(m, 1))? } else { -1 };
                if len == 0 {
                    return Err(m.raise(ty::INDEX_ERROR, "pop from empty list"));
                }
                let i = if i < 0 { i + len } else { i };
                if !(0..len).contains(&i) {
                    return Err(m.raise(ty::INDEX_ERROR, "pop index out of range"));
                }
                Ok(m.list_pop(list, i as u32))
            },
        ),
        def(
            "remove($self, value, /)",
            "Take out the first item that is equal; ValueError if there is none.",
            |m, a| {
                let (list, item) = (a.get(m, 0), a.get(m, 1));
                m.go_on_finding(What::Remove, list, item, 0, u32::MAX)
            },
        ),
        def("reverse($self, /)", "Turn the order around, in place.", |m, a| {
            let slot = *m.slot(a.get(m, 0));
            m.words.range_mut(slot.b_lo(), slot.a).reverse();
            none()
        }),
        def("sort($self, /, *, key=None, reverse=False)", "Sort in place; equal items keep their order.", |m, a| {
            let (list, key, reverse) = (a.get(m, 0), a.opt(m, 1), a.opt(m, 2));
            let reverse = !reverse.is_null() && m.truthy(reverse)?;
            m.sort_list(StackRef::borrowed(list), Obj::NULL, key, if reverse { REVERSE } else { 0 })
        }),
        def("__reversed__($self, /)", "An iterator over the items from the last to the first.", |m, a| {
            let list = a.get(m, 0);
            let n = m.list_len(list);
            m.incref(list);
            Ok(m.new_combined(Kind::Reversed, ty::LIST_REVERSEITERATOR, n, list, Obj::NULL))
        }),
        def("__sizeof__($self, /)", "Size of the object in memory, in bytes.", |m, a| {
            let n = m.sizeof(a.get(m, 0)) - 16;
            Ok(m.new_int(n as i64))
        }),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        def("__getitem__($self, index, /)", "Return self[index].", subscript),
    ],
    ..TypeDef::PLAIN
};

/// `list.extend`: as an activation only if Python code makes the items.
fn extend(m: &mut Machine, a: Args) -> R {
    let (list, other) = (a.get(m, 0), a.get(m, 1));
    if m.needs_gathering(other) {
        let held = [StackRef::borrowed(list), StackRef::borrowed(other), StackRef::NULL];
        return m.go_on_as(What::Extend, &held);
    }
    m.list_extend(list, other)?;
    none()
}
