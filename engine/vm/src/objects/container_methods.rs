//! Methods of `list`, `tuple`, `range`, `slice`, `dict`, `set` and `frozenset`.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::native::static_strings::fixed;
use crate::objects::dictobject::Found;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

/// Position of an equal item, comparing in order.
fn index_of(m: &mut Machine, a: Args, what: &str) -> R {
    let (seq, item) = (a.get(m, 0), a.get(m, 1));
    let len = i64::from(m.slot(seq).a);
    let mut range = [0, len];
    for (i, bound) in range.iter_mut().enumerate() {
        if a.n > 2 + i as u32 {
            let v = m.index_clamped(a.get(m, 2 + i as u32))?;
            *bound = if v < 0 { (v + len).max(0) } else { v };
        }
    }
    let mut i = range[0];
    while i < range[1] && i < i64::from(m.slot(seq).a) {
        let other = m.tuple_item(seq, i as u32);
        let held = m.new_ref(other);
        let equal = m.objects_equal(other, item);
        m.drop_ref(held);
        if equal? {
            return Ok(m.new_int(i));
        }
        i += 1;
    }
    let text = if what == "list" {
        "list.index(x): x not in list".to_owned()
    } else {
        format!("{what}.index(x): x not in {what}")
    };
    Err(m.raise(ty::VALUE_ERROR, &text))
}

fn count(m: &mut Machine, a: Args) -> R {
    let (seq, item) = (a.get(m, 0), a.get(m, 1));
    let mut n = 0;
    let mut i = 0;
    while i < m.slot(seq).a {
        let other = m.tuple_item(seq, i);
        let held = m.new_ref(other);
        let equal = m.objects_equal(other, item);
        m.drop_ref(held);
        n += i64::from(equal?);
        i += 1;
    }
    Ok(m.new_int(n))
}

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

pub const TUPLE_METHODS: &[Native] =
    &[native_fn("count", Conv::O, count), native_fn("index", Conv::Fast(1, 3), |m, a| index_of(m, a, "tuple"))];

pub const RANGE_METHODS: &[Native] = &[
    native_fn("count", Conv::O, |m, a| {
        let (r, item) = (a.get(m, 0), a.get(m, 1));
        let inside = m.contains(r, item)?;
        Ok(m.new_int(i64::from(inside)))
    }),
    native_fn("index", Conv::O, |m, a| {
        let (r, item) = (a.get(m, 0), a.get(m, 1));
        if !m.contains(r, item)? || !m.is_int(item) {
            let shown = m.repr_text(item)?;
            return Err(m.raise(ty::VALUE_ERROR, &format!("{shown} is not in range")));
        }
        let [start, _, step, _] = m.range_parts(r);
        let i = (m.int_value(item).big() - m.int_value(start).big()) / m.int_value(step).big();
        Ok(m.new_bigint(&i))
    }),
];

fn range_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.range_parts(a.get(m, 0))[i];
    Ok(m.new_ref(part))
}

pub const RANGE_GETSETS: &[Native] = &[
    native_fn("start", Conv::NoArgs, |m, a| range_part(m, a, 0)),
    native_fn("stop", Conv::NoArgs, |m, a| range_part(m, a, 1)),
    native_fn("step", Conv::NoArgs, |m, a| range_part(m, a, 2)),
];

fn slice_part(m: &mut Machine, a: Args, i: usize) -> R {
    let part = m.slice_parts(a.get(m, 0))[i];
    Ok(m.new_ref(part))
}

pub const SLICE_GETSETS: &[Native] = &[
    native_fn("start", Conv::NoArgs, |m, a| slice_part(m, a, 0)),
    native_fn("stop", Conv::NoArgs, |m, a| slice_part(m, a, 1)),
    native_fn("step", Conv::NoArgs, |m, a| slice_part(m, a, 2)),
];

pub const SLICE_METHODS: &[Native] = &[native_fn("indices", Conv::O, |m, a| {
    let len = m.index_i64(a.get(m, 1))?;
    let b = m.slice_bounds(a.get(m, 0), len.clamp(0, i64::from(u32::MAX)) as u32)?;
    let items = [b.start, b.stop, b.step].map(|v| m.new_int(v));
    Ok(m.new_tuple(items.into()))
})];

/// `dict.update` and `dict.__init__`: a mapping or pairs, then keywords.
pub fn dict_update(m: &mut Machine, a: Args) -> R<()> {
    let dict = a.get(m, 0);
    if a.n > 2 {
        let text = format!("dict expected at most 1 argument, got {}", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    if a.n == 2 {
        let other = a.get(m, 1);
        if m.kind(other) == Kind::Dict {
            m.dict_merge(dict, other)?;
        } else {
            update_from_pairs(m, dict, other)?;
        }
    }
    for (key, value) in a.keywords(m) {
        m.dict_set(dict, key, value)?;
    }
    Ok(())
}

fn update_from_pairs(m: &mut Machine, dict: Obj, other: Obj) -> R<()> {
    if let Some(keys) = m.getattr_opt(other, crate::native::static_strings::KEYS)? {
        let keys_of = m.call(keys.get(), &[]);
        m.drop_ref(keys);
        let keys_of = keys_of?;
        let all = m.iterate_all(keys_of.get());
        m.drop_ref(keys_of);
        for key in all? {
            let value = m.getitem(other, key.get())?;
            m.dict_set(dict, key.get(), value.get())?;
            m.drop_ref(value);
            m.drop_ref(key);
        }
        return Ok(());
    }
    for (i, pair) in m.iterate_all(other)?.into_iter().enumerate() {
        let parts = match m.iterate_all(pair.get()) {
            Ok(parts) => parts,
            Err(e) => {
                if m.raised_is(ty::TYPE_ERROR) {
                    m.clear_raised();
                    let text = format!("cannot convert dictionary update sequence element #{i} to a sequence");
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                return Err(e);
            }
        };
        if parts.len() != 2 {
            let text = format!("dictionary update sequence element #{i} has length {}; 2 is required", parts.len());
            return Err(m.raise(ty::VALUE_ERROR, &text));
        }
        m.dict_set(dict, parts[0].get(), parts[1].get())?;
        for part in parts {
            m.drop_ref(part);
        }
        m.drop_ref(pair);
    }
    Ok(())
}

pub const DICT_METHODS: &[Native] = &[
    native_fn("clear", Conv::NoArgs, |m, a| {
        m.dict_clear(a.get(m, 0));
        none()
    }),
    native_fn("copy", Conv::NoArgs, |m, a| m.dict_copy(a.get(m, 0))),
    native_fn("get", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (a.get(m, 0), a.get(m, 1));
        let found = m.dict_get(dict, key)?;
        let value = if !found.is_null() {
            found
        } else if a.n > 2 {
            a.get(m, 2)
        } else {
            fixed::NONE
        };
        Ok(m.new_ref(value))
    }),
    native_fn("items", Conv::NoArgs, |m, a| Ok(m.new_dict_view(a.get(m, 0), 2))),
    native_fn("keys", Conv::NoArgs, |m, a| Ok(m.new_dict_view(a.get(m, 0), 0))),
    native_fn("pop", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (a.get(m, 0), a.get(m, 1));
        let hash = m.hash(key)?;
        match m.dict_find(dict, key, hash)? {
            Found::At(i) => {
                let (key, value) = m.dict_remove_at(dict, i);
                m.drop_ref(key);
                Ok(value)
            }
            Found::No if a.n > 2 => {
                let default = a.get(m, 2);
                Ok(m.new_ref(default))
            }
            Found::No => Err(m.raise_key_error(key)),
        }
    }),
    native_fn("popitem", Conv::NoArgs, |m, a| {
        let dict = a.get(m, 0);
        let last = (0..m.dict_nentries(dict)).rev().find(|&i| !m.dict_entry(dict, i).1.is_null());
        match last {
            Some(i) => {
                let (key, value) = m.dict_remove_at(dict, i);
                let slot = m.slot_mut(dict);
                slot.set_b(slot.b_lo(), i);
                Ok(m.new_tuple(vec![key, value]))
            }
            None => {
                let text = m.new_str("popitem(): dictionary is empty");
                let raised = m.raise_key_error(text.get());
                m.drop_ref(text);
                Err(raised)
            }
        }
    }),
    native_fn("setdefault", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (a.get(m, 0), a.get(m, 1));
        let default = if a.n > 2 { a.get(m, 2) } else { fixed::NONE };
        m.dict_setdefault(dict, key, default)
    }),
    native_fn("update", Conv::Any, |m, a| {
        dict_update(m, a)?;
        none()
    }),
    native_fn("values", Conv::NoArgs, |m, a| Ok(m.new_dict_view(a.get(m, 0), 1))),
];

pub const DICT_CLASSMETHODS: &[Native] = &[native_fn("fromkeys", Conv::Fast(1, 2), |m, a| {
    let dict = m.new_dict();
    let value = if a.n > 2 { a.get(m, 2) } else { fixed::NONE };
    for key in m.iterate_all(a.get(m, 1))? {
        m.dict_set(dict.get(), key.get(), value)?;
        m.drop_ref(key);
    }
    Ok(dict)
})];

fn proxied(m: &Machine, a: Args) -> Obj {
    Obj(m.slot(a.get(m, 0)).a)
}

pub const PROXY_METHODS: &[Native] = &[
    native_fn("get", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (proxied(m, a), a.get(m, 1));
        let found = m.dict_get(dict, key)?;
        let value = if !found.is_null() {
            found
        } else if a.n > 2 {
            a.get(m, 2)
        } else {
            fixed::NONE
        };
        Ok(m.new_ref(value))
    }),
    native_fn("items", Conv::NoArgs, |m, a| Ok(m.new_dict_view(proxied(m, a), 2))),
    native_fn("keys", Conv::NoArgs, |m, a| Ok(m.new_dict_view(proxied(m, a), 0))),
    native_fn("values", Conv::NoArgs, |m, a| Ok(m.new_dict_view(proxied(m, a), 1))),
];

pub const SET_METHODS: &[Native] = &[
    native_fn("add", Conv::O, |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_add(set, item)?;
        none()
    }),
    native_fn("clear", Conv::NoArgs, |m, a| {
        m.set_clear(a.get(m, 0));
        none()
    }),
    native_fn("discard", Conv::O, |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        m.set_discard(set, item)?;
        none()
    }),
    native_fn("pop", Conv::NoArgs, |m, a| match m.set_pop(a.get(m, 0)) {
        Some(item) => Ok(item),
        None => {
            let text = m.new_str("pop from an empty set");
            let raised = m.raise_key_error(text.get());
            m.drop_ref(text);
            Err(raised)
        }
    }),
    native_fn("remove", Conv::O, |m, a| {
        let (set, item) = (a.get(m, 0), a.get(m, 1));
        if m.set_discard(set, item)? { none() } else { Err(m.raise_key_error(item)) }
    }),
    native_fn("update", Conv::Any, |m, a| {
        for i in 1..a.n {
            let (set, other) = (a.get(m, 0), a.get(m, i));
            m.set_update(set, other)?;
        }
        none()
    }),
];

fn algebra(m: &mut Machine, a: Args, op: crate::objects::abstract_::BinaryOp) -> R {
    let first = a.get(m, 0);
    let frozen = m.kind(first) == Kind::FrozenSet;
    let mut result = m.set_from(frozen, first)?;
    for i in 1..a.n {
        let other = m.set_from(false, a.get(m, i))?;
        let next = m.binary(op, result.get(), other.get());
        m.drop_ref(other);
        m.drop_ref(result);
        result = next?;
    }
    Ok(result)
}

fn relation(m: &mut Machine, a: Args, op: crate::objects::abstract_::CompareOp) -> R {
    let other = m.set_from(false, a.get(m, 1))?;
    let answer = m.compare_builtin(op, a.get(m, 0), other.get());
    m.drop_ref(other);
    Ok(Owned::steal(Machine::new_bool(answer?.unwrap_or(false))))
}

pub const SET_READ_METHODS: &[Native] = &[
    native_fn("copy", Conv::NoArgs, |m, a| {
        let set = a.get(m, 0);
        let frozen = m.kind(set) == Kind::FrozenSet;
        m.set_from(frozen, set)
    }),
    native_fn("difference", Conv::Any, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::Sub)),
    native_fn("intersection", Conv::Any, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::And)),
    native_fn("isdisjoint", Conv::O, |m, a| {
        let both = algebra(m, a, crate::objects::abstract_::BinaryOp::And)?;
        let empty = m.set_len(both.get()) == 0;
        m.drop_ref(both);
        Ok(Owned::steal(Machine::new_bool(empty)))
    }),
    native_fn("issubset", Conv::O, |m, a| relation(m, a, crate::objects::abstract_::CompareOp::Le)),
    native_fn("issuperset", Conv::O, |m, a| relation(m, a, crate::objects::abstract_::CompareOp::Ge)),
    native_fn("symmetric_difference", Conv::O, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::Xor)),
    native_fn("union", Conv::Any, |m, a| algebra(m, a, crate::objects::abstract_::BinaryOp::Or)),
];
