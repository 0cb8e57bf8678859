//! `_collections` (`Modules/_collectionsmodule.c`): `deque` and `defaultdict`.

use crate::fill::{field, int_field, put_types, set_field, set_int_field};
use crate::steps::{NATIVE, answer};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use vm::native::args::{Args, boolean, none, not_implemented, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Slot, TypeDef, class_def, def, getset, member, new, setter, tpflags, wrapper};
use vm::objects::abstract_::CompareOp;
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::subtype_new::{class_of_call, retype};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_collections`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "Containers that are native.",
    functions: &[],
    fill: |m, dict| put_types(m, dict, &[own::DEQUE, own::DEFAULTDICT, own::DEQUE_ITERATOR, own::DEQUE_REVERSE_ITERATOR]),
};

/// Fields of a deque: a list whose first places may be empty, how many those are, the limit or nothing, how often it was changed.
const ITEMS: u32 = 0;
const HEAD: u32 = 1;
const MAXLEN: u32 = 2;
const CHANGES: u32 = 3;

/// Numbers of the activations in the modules' table.
pub const EXTEND: u16 = crate::sremodule::SUB + 1;
pub const MISSING: u16 = EXTEND + 1;
/// The activations of this module.
pub const ROWS: [Row; 2] =
    [Row { name: "extend", step: extend, leave: None }, Row { name: "__missing__", step: missing, leave: None }];

fn count(m: &Machine, o: Obj) -> i64 {
    let items = field(m, o, ITEMS);
    if items.is_null() { 0 } else { i64::from(m.list_len(items)) - int_field(m, o, HEAD) }
}

fn changed(m: &mut Machine, o: Obj) {
    let n = int_field(m, o, CHANGES);
    set_int_field(m, o, CHANGES, n + 1);
}

fn items(m: &mut Machine, o: Obj) -> Vec<Obj> {
    let (list, head) = (field(m, o, ITEMS), int_field(m, o, HEAD) as usize);
    if list.is_null() { Vec::new() } else { m.seq_items(list).split_off(head) }
}

fn put_items(m: &mut Machine, o: Obj, items: &[Obj]) {
    let list = m.new_list_from(items);
    set_field(m, o, ITEMS, list);
    set_int_field(m, o, HEAD, 0);
    changed(m, o);
}

fn limit(m: &Machine, o: Obj) -> i64 {
    let limit = field(m, o, MAXLEN);
    if limit.is_null() { -1 } else { m.int_clamped(limit) }
}

fn push(m: &mut Machine, o: Obj, item: Owned) {
    let limit = limit(m, o);
    if limit == 0 {
        return m.drop_ref(item);
    }
    if limit > 0 && count(m, o) >= limit {
        let gone = take_left(m, o);
        m.drop_ref(gone);
    }
    let list = field(m, o, ITEMS);
    m.list_append(list, item);
    changed(m, o);
}

fn push_left(m: &mut Machine, o: Obj, item: Owned) {
    let limit = limit(m, o);
    if limit == 0 {
        return m.drop_ref(item);
    }
    if limit > 0 && count(m, o) >= limit {
        let gone = take_right(m, o);
        m.drop_ref(gone);
    }
    let (list, mut head) = (field(m, o, ITEMS), int_field(m, o, HEAD) as u32);
    if head == 0 {
        // As many empty places in front as there are items.
        let n = m.list_len(list).max(8);
        let gap = (0..n).map(|_| Owned::steal(fixed::NONE)).collect();
        m.list_splice(list, 0, 0, gap);
        head = n;
    }
    let old = m.list_replace(list, head - 1, item);
    m.drop_ref(old);
    set_int_field(m, o, HEAD, i64::from(head - 1));
    changed(m, o);
}

/// The first item; there must be one.
fn take_left(m: &mut Machine, o: Obj) -> Owned {
    let (list, head) = (field(m, o, ITEMS), int_field(m, o, HEAD) as u32);
    let item = m.list_replace(list, head, Owned::steal(fixed::NONE));
    let n = m.list_len(list);
    if head + 1 == n || head > 64 && head > n / 2 {
        m.list_splice(list, 0, head + 1, Vec::new());
        set_int_field(m, o, HEAD, 0);
    } else {
        set_int_field(m, o, HEAD, i64::from(head) + 1);
    }
    changed(m, o);
    item
}

/// The last item; there must be one.
fn take_right(m: &mut Machine, o: Obj) -> Owned {
    let list = field(m, o, ITEMS);
    let n = m.list_len(list);
    let item = m.list_pop(list, n - 1);
    if n - 1 == int_field(m, o, HEAD) as u32 {
        m.list_splice(list, 0, n - 1, Vec::new());
        set_int_field(m, o, HEAD, 0);
    }
    changed(m, o);
    item
}

/// Adds what an iterable gives at the end, or at the front.
fn begin_extend(m: &mut Machine, o: Obj, iterable: Obj, left: bool) -> R {
    // What is added to itself is what it was before.
    let source = if iterable == o {
        let all = items(m, o);
        let list = m.new_list_from(&all);
        let list = m.keep(list);
        m.iter(list)?
    } else {
        m.iter(iterable)?
    };
    let held = [StackRef::borrowed(o), StackRef::owned(source.into_edge())];
    m.go_on_with(What::Module(EXTEND), &held, u64::from(left))
}

fn extend(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, source) = (m.held(0), m.held(1));
    let mut answer = answer;
    loop {
        if !matches!(answer, Answer::Begin) {
            match m.item_of(answer)? {
                Some(item) if m.native_now().a & 1 == 1 => push_left(m, o, item),
                Some(item) => push(m, o, item),
                None if m.native_now().a & 2 != 0 => return Ok(Step::Done(m.new_ref(o))),
                None => return Ok(Step::Done(Owned::steal(fixed::NONE))),
            }
        }
        answer = answer!(m.begin_next(source, NATIVE));
    }
}

fn empty(m: &mut Machine) -> Raised {
    m.raise(ty::INDEX_ERROR, "pop from an empty deque")
}

fn position(m: &mut Machine, o: Obj, key: Obj) -> R<usize> {
    let (i, n) = (m.index_i64(key)?, count(m, o));
    let at = if i < 0 { i + n } else { i };
    if (0..n).contains(&at) { Ok(at as usize) } else { Err(m.raise(ty::INDEX_ERROR, "deque index out of range")) }
}

fn index_of(m: &mut Machine, o: Obj, value: Obj, from: usize, to: usize) -> R<Option<usize>> {
    let before = int_field(m, o, CHANGES);
    let all = items(m, o);
    for (i, &item) in all.iter().enumerate().take(to).skip(from) {
        let held = m.new_ref(item);
        let held = m.keep(held);
        if held == value || m.objects_equal(held, value)? {
            return Ok(Some(i));
        }
        if int_field(m, o, CHANGES) != before {
            return Err(m.raise(ty::RUNTIME_ERROR, "deque mutated during iteration"));
        }
    }
    Ok(None)
}

fn copy(m: &mut Machine, o: Obj) -> R {
    let class = m.ty(o);
    if class != own::DEQUE {
        let class = m.type_obj(class);
        let limit = field(m, o, MAXLEN);
        return m.call(class, &if limit.is_null() { vec![o] } else { vec![o, limit] });
    }
    let new = m.new_instance(class);
    let all = items(m, o);
    put_items(m, new.get(), &all);
    let limit = field(m, o, MAXLEN);
    if !limit.is_null() {
        let limit = m.new_ref(limit);
        set_field(m, new.get(), MAXLEN, limit);
    }
    Ok(new)
}

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if !m.isinstance_of(x, own::DEQUE) || !m.isinstance_of(y, own::DEQUE) {
        return not_implemented();
    }
    let (x, y) = (items(m, x), items(m, y));
    let (x, y) = (m.new_list_from(&x), m.new_list_from(&y));
    let (x, y) = (m.keep(x), m.keep(y));
    m.compare(op, x, y)
}

fn iterator(m: &mut Machine, o: Obj, class: u32, from: i64) -> Owned {
    let it = m.new_instance(class);
    let held = m.new_ref(o);
    set_field(m, it.get(), 0, held);
    set_int_field(m, it.get(), 1, from);
    let changes = int_field(m, o, CHANGES);
    set_int_field(m, it.get(), 2, changes);
    it
}

fn repeated(m: &mut Machine, o: Obj, n: Obj) -> R<Vec<Obj>> {
    let (n, all) = (m.index_i64(n)?.max(0) as usize, items(m, o));
    if all.len().saturating_mul(n) > 1 << 28 {
        return Err(m.raise_empty(ty::MEMORY_ERROR));
    }
    let mut all = all.repeat(n);
    let limit = limit(m, o);
    if limit >= 0 && all.len() > limit as usize {
        all.drain(..all.len() - limit as usize);
    }
    Ok(all)
}

/// `collections.deque`.
pub static DEQUE: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    fields: 4,
    basicsize: 72,
    weaklistoffset: 64,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::BASETYPE | tpflags::SEQUENCE,
    text: "([iterable[, maxlen]])",
    doc: "A list that is fast at both ends.",
    slots: &[
        Slot::Repr,
        Slot::Unhashable,
        Slot::Compare,
        Slot::Iter,
        Slot::Init,
        Slot::Len,
        Slot::Concat,
        Slot::Repeat,
        Slot::Subscript,
        Slot::AssSubscript,
        Slot::Contains,
        Slot::InplaceConcat,
        Slot::InplaceRepeat,
        Slot::Bool,
    ],
    natives: &[
        new("deque(*args, **kwargs)", |m, a| {
            let class = class_of_call(m, a);
            let o = m.new_instance(class);
            put_items(m, o.get(), &[]);
            Ok(o)
        }),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            let o = a.get(m, 0);
            let mut given = [a.opt(m, 1), a.opt(m, 2)];
            for (key, value) in a.keywords(m) {
                match m.str_text(key).as_str() {
                    "iterable" => given[0] = value,
                    "maxlen" => given[1] = value,
                    name => {
                        let text = format!("deque() got an unexpected keyword argument '{name}'");
                        return Err(m.raise(ty::TYPE_ERROR, &text));
                    }
                }
            }
            if a.n > 3 {
                let text = format!("deque() takes at most 2 arguments ({} given)", a.n - 1);
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let limit = if given[1].is_null() || Machine::is_none(given[1]) {
                Owned::steal(Obj::NULL)
            } else {
                if !m.is_int(given[1]) {
                    return Err(m.raise(ty::TYPE_ERROR, "an integer is required"));
                }
                let n = m.index_i64(given[1])?;
                if n < 0 {
                    return Err(m.raise(ty::VALUE_ERROR, "maxlen must be non-negative"));
                }
                m.new_int(n)
            };
            set_field(m, o, MAXLEN, limit);
            put_items(m, o, &[]);
            if given[0].is_null() || Machine::is_none(given[0]) { none() } else { begin_extend(m, o, given[0], false) }
        }),
        def("append($self, item, /)", "Add an item at the end.", |m, a| {
            let (o, item) = (a.get(m, 0), a.get(m, 1));
            let item = m.new_ref(item);
            push(m, o, item);
            none()
        }),
        def("appendleft($self, item, /)", "Add an item at the front.", |m, a| {
            let (o, item) = (a.get(m, 0), a.get(m, 1));
            let item = m.new_ref(item);
            push_left(m, o, item);
            none()
        }),
        def("pop($self, /)", "Remove and give the last item.", |m, a| {
            let o = a.get(m, 0);
            if count(m, o) == 0 { Err(empty(m)) } else { Ok(take_right(m, o)) }
        }),
        def("popleft($self, /)", "Remove and give the first item.", |m, a| {
            let o = a.get(m, 0);
            if count(m, o) == 0 { Err(empty(m)) } else { Ok(take_left(m, o)) }
        }),
        def("extend($self, iterable, /)", "Add the items of an iterable at the end.", |m, a| {
            let (o, iterable) = (a.get(m, 0), a.get(m, 1));
            begin_extend(m, o, iterable, false)
        }),
        def("extendleft($self, iterable, /)", "Add the items of an iterable at the front, one by one.", |m, a| {
            let (o, iterable) = (a.get(m, 0), a.get(m, 1));
            begin_extend(m, o, iterable, true)
        }),
        def("clear($self, /)", "Remove all items.", |m, a| {
            put_items(m, a.get(m, 0), &[]);
            none()
        }),
        def("copy($self, /)", "A copy.", |m, a| copy(m, a.get(m, 0))),
        def("__copy__($self, /)", "A copy.", |m, a| copy(m, a.get(m, 0))),
        def("count($self, value, /)", "How often a value occurs.", |m, a| {
            let (o, value) = (a.get(m, 0), a.get(m, 1));
            let (mut n, mut from) = (0, 0);
            while let Some(at) = index_of(m, o, value, from, usize::MAX)? {
                n += 1;
                from = at + 1;
            }
            Ok(m.new_int(n))
        }),
        def("index(value, start=0, stop=0, /)", "Where a value occurs first.", |m, a| {
            let (o, value) = (a.get(m, 0), a.opt(m, 1));
            if value.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "index expected at least 1 argument, got 0"));
            }
            let n = count(m, o);
            let bound = |m: &mut Machine, given: Obj, default: i64| -> R<usize> {
                if given.is_null() {
                    return Ok(default as usize);
                }
                let i = m.index_clamped(given)?;
                Ok((if i < 0 { i.saturating_add(n) } else { i }).clamp(0, n) as usize)
            };
            let (start, stop) = (a.opt(m, 2), a.opt(m, 3));
            let (start, stop) = (bound(m, start, 0)?, bound(m, stop, n)?);
            match index_of(m, o, value, start, stop)? {
                Some(at) => Ok(m.new_int(at as i64)),
                None => {
                    let shown = m.repr_text(value)?;
                    Err(m.raise(ty::VALUE_ERROR, &format!("{shown} is not in deque")))
                }
            }
        })
        .own()
        .hidden(),
        def("insert($self, index, value, /)", "Insert a value before a place.", |m, a| {
            let (o, index, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
            let (i, n) = (m.index_clamped(index)?, count(m, o));
            if limit(m, o) == n {
                return Err(m.raise(ty::INDEX_ERROR, "deque already at its maximum size"));
            }
            let at = (if i < 0 { i.saturating_add(n) } else { i }).clamp(0, n) as usize;
            let mut all = items(m, o);
            all.insert(at, value);
            put_items(m, o, &all);
            none()
        }),
        def("remove($self, value, /)", "Remove the first occurrence of a value.", |m, a| {
            let (o, value) = (a.get(m, 0), a.get(m, 1));
            let Some(at) = index_of(m, o, value, 0, usize::MAX)? else {
                let shown = m.repr_text(value)?;
                return Err(m.raise(ty::VALUE_ERROR, &format!("{shown} is not in deque")));
            };
            let mut all = items(m, o);
            all.remove(at);
            put_items(m, o, &all);
            none()
        }),
        def("reverse($self, /)", "Turn the order of the items round.", |m, a| {
            let o = a.get(m, 0);
            let mut all = items(m, o);
            all.reverse();
            put_items(m, o, &all);
            none()
        }),
        def("rotate($self, n=1, /)", "Move the last items to the front.", |m, a| {
            let (o, n) = (a.get(m, 0), a.opt(m, 1));
            let n = if n.is_null() { 1 } else { m.index_i64(n)? };
            let mut all = items(m, o);
            if !all.is_empty() {
                let by = n.rem_euclid(all.len() as i64) as usize;
                all.rotate_right(by);
                put_items(m, o, &all);
            }
            none()
        }),
        def("__reversed__($self, /)", "An iterator from the end.", |m, a| {
            let o = a.get(m, 0);
            let n = count(m, o);
            Ok(iterator(m, o, own::DEQUE_REVERSE_ITERATOR, n - 1))
        }),
        def("__reduce__($self, /)", "For pickling.", |m, a| {
            let o = a.get(m, 0);
            let class = m.class_of(o);
            let limit = field(m, o, MAXLEN);
            let args = if limit.is_null() { m.new_tuple(Vec::new()) } else {
                let empty = m.new_tuple(Vec::new());
                let limit = m.new_ref(limit);
                m.new_tuple(vec![empty, limit])
            };
            let state = m.object_state(o)?;
            let all = items(m, o);
            let list = m.new_list_from(&all);
            let list = m.keep(list);
            let items = m.iter(list)?;
            let class = m.new_ref(class);
            Ok(m.new_tuple(vec![class, args, state, items]))
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        getset("maxlen", "The most items that it may have, or None.", |m, a| {
            let limit = field(m, a.get(m, 0), MAXLEN);
            or_none(m, limit)
        }),
        wrapper("__len__($self, /)", "Return len(self).", |m, a| {
            let n = count(m, a.get(m, 0));
            Ok(m.new_int(n))
        }),
        wrapper("__bool__($self, /)", "True if self else False", |m, a| {
            let n = count(m, a.get(m, 0));
            boolean(n > 0)
        }),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            Ok(iterator(m, o, own::DEQUE_ITERATOR, 0))
        }),
        wrapper("__contains__($self, key, /)", "Return bool(key in self).", |m, a| {
            let (o, value) = (a.get(m, 0), a.get(m, 1));
            let found = index_of(m, o, value, 0, usize::MAX)?;
            boolean(found.is_some())
        }),
        wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| {
            let (o, key) = (a.get(m, 0), a.get(m, 1));
            if m.kind(key) == Kind::Slice {
                return Err(m.raise(ty::TYPE_ERROR, "sequence index must be integer, not 'slice'"));
            }
            let at = position(m, o, key)?;
            let item = items(m, o)[at];
            Ok(m.new_ref(item))
        }),
        wrapper("__setitem__($self, key, value, /)", "Set self[key] to value.", |m, a| {
            let (o, key, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
            let at = position(m, o, key)? as u32 + int_field(m, o, HEAD) as u32;
            let (list, value) = (field(m, o, ITEMS), m.new_ref(value));
            let old = m.list_replace(list, at, value);
            m.drop_ref(old);
            none()
        }),
        wrapper("__delitem__($self, key, /)", "Delete self[key].", |m, a| {
            let (o, key) = (a.get(m, 0), a.get(m, 1));
            let at = position(m, o, key)?;
            let mut all = items(m, o);
            all.remove(at);
            put_items(m, o, &all);
            none()
        }),
        wrapper("__add__($self, value, /)", "Return self+value.", |m, a| {
            let (o, other) = (a.get(m, 0), a.get(m, 1));
            if !m.isinstance_of(other, own::DEQUE) {
                let got = m.type_name(other);
                return Err(m.raise(ty::TYPE_ERROR, &format!("can only concatenate deque (not \"{got}\") to deque")));
            }
            let new = copy(m, o)?;
            for item in items(m, other) {
                let item = m.new_ref(item);
                push(m, new.get(), item);
            }
            Ok(new)
        }),
        wrapper("__iadd__($self, value, /)", "Implement self+=value.", |m, a| {
            let (o, other) = (a.get(m, 0), a.get(m, 1));
            let asked = begin_extend(m, o, other, false)?;
            if let Some(request) = &mut m.thread.request {
                request.a |= 2;
            }
            Ok(asked)
        }),
        wrapper("__mul__($self, value, /)", "Return self*value.", |m, a| {
            let (o, n) = (a.get(m, 0), a.get(m, 1));
            let all = repeated(m, o, n)?;
            let new = copy(m, o)?;
            put_items(m, new.get(), &all);
            Ok(new)
        }),
        wrapper("__rmul__($self, value, /)", "Return value*self.", |m, a| {
            let (o, n) = (a.get(m, 0), a.get(m, 1));
            let all = repeated(m, o, n)?;
            let new = copy(m, o)?;
            put_items(m, new.get(), &all);
            Ok(new)
        }),
        wrapper("__imul__($self, value, /)", "Implement self*=value.", |m, a| {
            let (o, n) = (a.get(m, 0), a.get(m, 1));
            let all = repeated(m, o, n)?;
            put_items(m, o, &all);
            Ok(m.new_ref(o))
        }),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare(m, a, CompareOp::Eq)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare(m, a, CompareOp::Ne)),
        wrapper("__lt__($self, value, /)", "Return self<value.", |m, a| compare(m, a, CompareOp::Lt)),
        wrapper("__le__($self, value, /)", "Return self<=value.", |m, a| compare(m, a, CompareOp::Le)),
        wrapper("__gt__($self, value, /)", "Return self>value.", |m, a| compare(m, a, CompareOp::Gt)),
        wrapper("__ge__($self, value, /)", "Return self>=value.", |m, a| compare(m, a, CompareOp::Ge)),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let name = m.name_of_type(m.ty(o));
            if m.thread.repr_stack.contains(&o.0) {
                return Ok(m.new_str("[...]"));
            }
            m.thread.repr_stack.push(o.0);
            let all = items(m, o);
            let list = m.new_list_from(&all);
            let list = m.keep(list);
            let shown = m.repr_text(list);
            m.thread.repr_stack.pop();
            let limit = limit(m, o);
            let more = if limit < 0 { String::new() } else { format!(", maxlen={limit}") };
            let shown = shown?;
            Ok(m.new_str(&format!("{name}({shown}{more})")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// Moves an iterator over a deque on.
fn step(m: &mut Machine, a: Args, by: i64) -> R {
    let it = a.get(m, 0);
    let (o, at) = (field(m, it, 0), int_field(m, it, 1));
    if o.is_null() {
        return Err(m.raise_empty(ty::STOP_ITERATION));
    }
    if int_field(m, it, 2) != int_field(m, o, CHANGES) {
        set_field(m, it, 0, Owned::steal(Obj::NULL));
        return Err(m.raise(ty::RUNTIME_ERROR, "deque mutated during iteration"));
    }
    if !(0..count(m, o)).contains(&at) {
        set_field(m, it, 0, Owned::steal(Obj::NULL));
        return Err(m.raise_empty(ty::STOP_ITERATION));
    }
    set_int_field(m, it, 1, at + by);
    let (list, head) = (field(m, o, ITEMS), int_field(m, o, HEAD));
    let item = m.list_item(list, (head + at) as u32);
    Ok(m.new_ref(item))
}

/// `_collections._deque_iterator`. Fields of this and the other one: the deque, the place, how often that was changed.
pub static DEQUE_ITERATOR: TypeDef = TypeDef {
    name: "_deque_iterator",
    fields: 3,
    natives: &[
        crate::itertoolsmodule::ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| step(m, a, 1)),
        def("__length_hint__($self, /)", "How many are left.", |m, a| {
            let it = a.get(m, 0);
            let o = field(m, it, 0);
            let left = if o.is_null() { 0 } else { count(m, o) - int_field(m, it, 1) };
            Ok(m.new_int(left.max(0)))
        }),
    ],
    module: "_collections",
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE,
    ..crate::itertoolsmodule::ITERATOR
};

/// `_collections._deque_reverse_iterator`.
pub static DEQUE_REVERSE_ITERATOR: TypeDef = TypeDef {
    name: "_deque_reverse_iterator",
    fields: 3,
    natives: &[
        crate::itertoolsmodule::ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| step(m, a, -1)),
    ],
    module: "_collections",
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE,
    ..crate::itertoolsmodule::ITERATOR
};

/// The field of a defaultdict: the factory, or nothing.
const FACTORY: u32 = 0;

/// Locals: the dict and the key.
fn missing(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, key) = (m.held(0), m.held(1));
    let answer = match answer {
        Answer::Begin => {
            let factory = field(m, o, FACTORY);
            answer!(m.begin(factory, &[], NATIVE))
        }
        given => given,
    };
    let value = m.value_of(answer)?;
    let held = value.get();
    let done = m.dict_set(o, key, held);
    m.given_if(done, value).map(Step::Done)
}

fn copy_default(m: &mut Machine, o: Obj) -> R {
    let class = m.class_of(o);
    let factory = field(m, o, FACTORY);
    let factory = if factory.is_null() { fixed::NONE } else { factory };
    m.call(class, &[factory, o])
}

/// `collections.defaultdict`.
pub static DEFAULTDICT: TypeDef = TypeDef {
    name: "defaultdict",
    module: "collections",
    base: ty::DICT,
    kind: Kind::Dict,
    fields: 1,
    basicsize: 56,
    weaklistoffset: 0,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::BASETYPE | tpflags::MAPPING | tpflags::DICT_SUBCLASS,
    text: "(default_factory=None, /, [...])",
    doc: "A dict that makes values for keys that are not there.",
    slots: &[Slot::Repr, Slot::Init, Slot::Or],
    natives: &[
        new("defaultdict(*args, **kwargs)", |m, a| {
            let class = class_of_call(m, a);
            let dict = m.new_dict();
            retype(m, dict, class)
        }),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            let o = a.get(m, 0);
            let factory = a.opt(m, 1);
            if !factory.is_null() && !Machine::is_none(factory) && !m.is_callable(factory) {
                return Err(m.raise(ty::TYPE_ERROR, "first argument must be callable or None"));
            }
            let given = !factory.is_null() && !Machine::is_none(factory);
            let held = if given { m.new_ref(factory) } else { Owned::steal(Obj::NULL) };
            set_field(m, o, FACTORY, held);
            if a.n <= 2 && a.kwcount(m) == 0 {
                return none();
            }
            let name = m.intern_str("update");
            let name = m.keep(name);
            let dict = m.type_obj(ty::DICT);
            let update = m.getattr(dict, name)?;
            let update = m.keep(update);
            let mut args = vec![o];
            args.extend(a.rest(m, 2));
            args.extend(a.keywords(m).into_iter().map(|(_, value)| value));
            m.call_last(update, &args, a.kwnames)
        }),
        def("__missing__($self, key, /)", "The value for a key that is not there.", |m, a| {
            let (o, key) = (a.get(m, 0), a.get(m, 1));
            if field(m, o, FACTORY).is_null() {
                return Err(m.raise_with(ty::KEY_ERROR, key));
            }
            m.go_on_as(What::Module(MISSING), &[StackRef::borrowed(o), StackRef::borrowed(key)])
        }),
        def("copy($self, /)", "A copy.", |m, a| copy_default(m, a.get(m, 0))),
        def("__copy__($self, /)", "A copy.", |m, a| copy_default(m, a.get(m, 0))),
        def("__reduce__($self, /)", "For pickling.", |m, a| {
            let o = a.get(m, 0);
            let class = m.class_of(o);
            let factory = field(m, o, FACTORY);
            let args = if factory.is_null() { m.new_tuple(Vec::new()) } else { m.new_tuple_from(&[factory]) };
            let name = m.intern_str("items");
            let name = m.keep(name);
            let method = m.getattr(o, name)?;
            let method = m.keep(method);
            let pairs = m.call(method, &[])?;
            let pairs = m.keep(pairs);
            let pairs = m.iter(pairs)?;
            let class = m.new_ref(class);
            let nothing = || Owned::steal(fixed::NONE);
            Ok(m.new_tuple(vec![class, args, nothing(), nothing(), pairs]))
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("default_factory", "What makes values, or None.", |m, a| {
            let factory = field(m, a.get(m, 0), FACTORY);
            or_none(m, factory)
        }),
        setter("default_factory", |m, a| {
            let (o, value) = (a.get(m, 0), a.opt(m, 1));
            let given = !value.is_null() && !Machine::is_none(value);
            let held = if given { m.new_ref(value) } else { Owned::steal(Obj::NULL) };
            set_field(m, o, FACTORY, held);
            none()
        }),
        wrapper("__or__($self, value, /)", "Return self|value.", |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            if m.kind(x) != Kind::Dict || m.kind(y) != Kind::Dict {
                return not_implemented();
            }
            let new = copy_default(m, x)?;
            let done = m.dict_merge(new.get(), y);
            m.given_if(done, new)
        }),
        wrapper("__ror__($self, value, /)", "Return value|self.", |m, a| {
            let (x, y) = (a.get(m, 0), a.get(m, 1));
            if m.kind(x) != Kind::Dict || m.kind(y) != Kind::Dict {
                return not_implemented();
            }
            let class = m.class_of(x);
            let factory = field(m, x, FACTORY);
            let factory = if factory.is_null() { fixed::NONE } else { factory };
            let new = m.call(class, &[factory, y])?;
            let done = m.dict_merge(new.get(), x);
            m.given_if(done, new)
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let name = m.name_of_type(m.ty(o));
            let factory = field(m, o, FACTORY);
            let factory = if factory.is_null() { "None".to_owned() } else { m.repr_text(factory)? };
            let copy = m.dict_copy(o)?;
            let copy = m.keep(copy);
            let shown = if m.thread.repr_stack.contains(&o.0) { Ok("{...}".to_owned()) } else {
                m.thread.repr_stack.push(o.0);
                let shown = m.repr_text(copy);
                m.thread.repr_stack.pop();
                shown
            };
            let shown = shown?;
            Ok(m.new_str(&format!("{name}({factory}, {shown})")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
