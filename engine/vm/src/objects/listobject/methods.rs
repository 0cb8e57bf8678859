//! `list`: its constructor, methods and slots (`Objects/listobject.c`).

use crate::memory::object::{Kind, Obj};
use crate::native::args::{Conv, Native, native_fn, none};
use crate::native::slotdefs::{contains, iter_self};
use crate::objects::abstract_::sequence::{count, index_of};
use crate::objects::typeobject::subtype_new::{class_of_call, retype};
use crate::objects::typeobject::ty;

pub const LIST_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let list = m.new_list();
    retype(m, list, class)
})];

pub const LIST_METHODS: &[Native] = &[
    native_fn("append", Conv::O, |m, a| {
        let item = a.get(m, 1);
        let item = m.new_ref(item);
        m.list_append(a.get(m, 0), item);
        none()
    }),
    native_fn("clear", Conv::NoArgs, |m, a| {
        m.list_clear(a.get(m, 0));
        none()
    }),
    native_fn("copy", Conv::NoArgs, |m, a| {
        let items = m.seq_items(a.get(m, 0));
        Ok(m.new_list_from(&items))
    }),
    native_fn("count", Conv::O, count),
    native_fn("extend", Conv::O, |m, a| {
        let (list, other) = (a.get(m, 0), a.get(m, 1));
        m.list_extend(list, other)?;
        none()
    }),
    native_fn("index", Conv::Fast(1, 3), |m, a| index_of(m, a, "list")),
    native_fn("insert", Conv::Fast(2, 2), |m, a| {
        let list = a.get(m, 0);
        let len = i64::from(m.list_len(list));
        let i = m.index_clamped(a.get(m, 1))?;
        let i = if i < 0 { (i + len).max(0) } else { i.min(len) };
        let item = a.get(m, 2);
        let item = m.new_ref(item);
        m.list_insert(list, i as u32, item);
        none()
    }),
    native_fn("pop", Conv::Fast(0, 1), |m, a| {
        let list = a.get(m, 0);
        let len = i64::from(m.list_len(list));
        let i = if a.n > 1 { m.index_i64(a.get(m, 1))? } else { -1 };
        if len == 0 {
            return Err(m.raise(ty::INDEX_ERROR, "pop from empty list"));
        }
        let i = if i < 0 { i + len } else { i };
        if !(0..len).contains(&i) {
            return Err(m.raise(ty::INDEX_ERROR, "pop index out of range"));
        }
        Ok(m.list_pop(list, i as u32))
    }),
    native_fn("remove", Conv::O, |m, a| {
        let (list, item) = (a.get(m, 0), a.get(m, 1));
        let mut i = 0;
        while i < m.list_len(list) {
            let other = m.list_item(list, i);
            let held = m.new_ref(other);
            let equal = m.objects_equal(other, item);
            m.drop_ref(held);
            if equal? {
                if i < m.list_len(list) {
                    let gone = m.list_pop(list, i);
                    m.drop_ref(gone);
                }
                return none();
            }
            i += 1;
        }
        Err(m.raise(ty::VALUE_ERROR, "list.remove(x): x not in list"))
    }),
    native_fn("reverse", Conv::NoArgs, |m, a| {
        let slot = *m.slot(a.get(m, 0));
        m.words.range_mut(slot.b_lo(), slot.a).reverse();
        none()
    }),
    native_fn("sort", Conv::Any, |m, a| {
        if a.n > 1 {
            return Err(m.raise(ty::TYPE_ERROR, "sort() takes no positional arguments"));
        }
        let (key, reverse) = (a.keyword(m, "key"), a.keyword(m, "reverse"));
        let reverse = !reverse.is_null() && m.truthy(reverse)?;
        m.list_sort(a.get(m, 0), key, reverse)?;
        none()
    }),
    native_fn("__reversed__", Conv::NoArgs, |m, a| {
        let list = a.get(m, 0);
        let n = m.list_len(list);
        m.incref(list);
        Ok(m.new_combined(Kind::Reversed, ty::LIST_REVERSEITERATOR, n, list, Obj::NULL))
    }),
    native_fn("__sizeof__", Conv::NoArgs, |m, a| {
        let n = m.sizeof(a.get(m, 0)) - 16;
        Ok(m.new_int(n as i64))
    }),
];

pub const LIST_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__iadd__", Conv::O, |m, a| {
        let (list, other) = (a.get(m, 0), a.get(m, 1));
        m.list_extend(list, other)?;
        Ok(m.new_ref(list))
    }),
    native_fn("__init__", Conv::Fast(0, 1), |m, a| {
        let list = a.get(m, 0);
        m.list_clear(list);
        if a.n > 1 {
            m.list_extend(list, a.get(m, 1))?;
        }
        none()
    }),
];
