//! `_collections` (`Modules/_collectionsmodule.c`): `deque` and `defaultdict`; the library has the rest in Python.
//!
//! A deque keeps its items in two lists, the left one from the middle outwards, so that both ends are cheap.

use crate::fill::{field, put_types, set_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none, not_implemented, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{
    ModuleDef, Native, Slot, TypeDef, class_def, concat, def, getset, member, new, tpflags, wrapper,
};
use vm::objects::abstract_::CompareOp;
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_collections`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "Containers.",
    functions: &[],
    fill: |m, dict| {
        let types = [own::DEQUE, own::DEFAULTDICT, own::DEQUE_ITERATOR, own::DEQUE_REVERSE_ITERATOR];
        put_types(m, dict, &types);
    },
};

/// Fields of a deque: its halves, and how many items it may hold, or nothing. `Slot::a` counts changes.
const LEFT: u32 = 0;
const RIGHT: u32 = 1;
const MAXLEN: u32 = 2;

fn halves(m: &Machine, d: Obj) -> (Obj, Obj) {
    (field(m, d, LEFT), field(m, d, RIGHT))
}

fn len(m: &Machine, d: Obj) -> u32 {
    let (left, right) = halves(m, d);
    m.list_len(left) + m.list_len(right)
}

fn maxlen(m: &Machine, d: Obj) -> Option<u32> {
    let most = field(m, d, MAXLEN);
    (!most.is_null()).then(|| m.int_clamped(most).clamp(0, i64::from(u32::MAX)) as u32)
}

fn item(m: &Machine, d: Obj, i: u32) -> Obj {
    let (left, right) = halves(m, d);
    let n = m.list_len(left);
    if i < n { m.list_item(left, n - 1 - i) } else { m.list_item(right, i - n) }
}

fn items(m: &Machine, d: Obj) -> Vec<Obj> {
    (0..len(m, d)).map(|i| item(m, d, i)).collect()
}

fn changed(m: &mut Machine, d: Obj) {
    let slot = m.slot_mut(d);
    slot.a = slot.a.wrapping_add(1);
}

fn push_right(m: &mut Machine, d: Obj, value: Owned) {
    let (_, right) = halves(m, d);
    m.list_append(right, value);
    changed(m, d);
    if maxlen(m, d).is_some_and(|most| len(m, d) > most)
        && let Some(old) = pop_left(m, d)
    {
        m.drop_ref(old);
    }
}

fn push_left(m: &mut Machine, d: Obj, value: Owned) {
    let (left, _) = halves(m, d);
    m.list_append(left, value);
    changed(m, d);
    if maxlen(m, d).is_some_and(|most| len(m, d) > most)
        && let Some(old) = pop_right(m, d)
    {
        m.drop_ref(old);
    }
}

/// Puts half of the items into each list.
fn balance(m: &mut Machine, d: Obj) {
    let all = items(m, d);
    set_items(m, d, &all);
}

/// These items and no others.
fn set_items(m: &mut Machine, d: Obj, all: &[Obj]) {
    let (first, second) = all.split_at(all.len() / 2);
    let first: Vec<Obj> = first.iter().rev().copied().collect();
    let (left, right) = (m.new_list_from(&first), m.new_list_from(second));
    changed(m, d);
    set_field(m, d, LEFT, left);
    set_field(m, d, RIGHT, right);
}

fn pop_right(m: &mut Machine, d: Obj) -> Option<Owned> {
    if len(m, d) == 0 {
        return None;
    }
    if m.list_len(halves(m, d).1) == 0 {
        balance(m, d);
    }
    let right = halves(m, d).1;
    let n = m.list_len(right);
    changed(m, d);
    Some(m.list_pop(right, n - 1))
}

fn pop_left(m: &mut Machine, d: Obj) -> Option<Owned> {
    if len(m, d) == 0 {
        return None;
    }
    if m.list_len(halves(m, d).0) == 0 {
        balance(m, d);
        if m.list_len(halves(m, d).0) == 0 {
            let right = halves(m, d).1;
            changed(m, d);
            return Some(m.list_pop(right, 0));
        }
    }
    let left = halves(m, d).0;
    let n = m.list_len(left);
    changed(m, d);
    Some(m.list_pop(left, n - 1))
}

fn new_deque(m: &mut Machine, class: u32, most: Obj) -> Owned {
    let d = m.new_instance(class);
    let (left, right) = (m.new_list(), m.new_list());
    set_field(m, d.get(), LEFT, left);
    set_field(m, d.get(), RIGHT, right);
    if !most.is_null() {
        let most = m.new_ref(most);
        set_field(m, d.get(), MAXLEN, most);
    }
    d
}

/// A deque of the same class and length; a subclass is called.
fn copy(m: &mut Machine, d: Obj) -> R {
    let most = field(m, d, MAXLEN);
    if m.ty(d) == own::DEQUE {
        let made = new_deque(m, own::DEQUE, most);
        let all = items(m, d);
        set_items(m, made.get(), &all);
        return Ok(made);
    }
    let class = m.class_of(d);
    if most.is_null() { m.call(class, &[d]) } else { m.call(class, &[d, most]) }
}

fn extend(m: &mut Machine, d: Obj, iterable: Obj, left: bool) -> R<()> {
    let source = if d == iterable {
        let all = items(m, d);
        let list = m.new_list_from(&all);
        m.keep(list)
    } else {
        iterable
    };
    let iterator = m.iter(source)?;
    let iterator = m.keep(iterator);
    while let Some(value) = m.iter_next(iterator)? {
        if left { push_left(m, d, value) } else { push_right(m, d, value) }
    }
    Ok(())
}

fn init(m: &mut Machine, a: Args) -> R {
    let (d, given) = (a.get(m, 0), a.rest(m, 1));
    let (mut iterable, mut most) = (given.first().copied(), given.get(1).copied());
    if given.len() > 2 {
        let text = format!("deque() takes at most 2 arguments ({} given)", given.len());
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    for (key, value) in a.keywords(m) {
        match m.str_text(key).as_str() {
            "iterable" => iterable = Some(value),
            "maxlen" => most = Some(value),
            other => {
                let text = format!("deque() got an unexpected keyword argument '{other}'");
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
        }
    }
    let most = most.filter(|&most| !Machine::is_none(most));
    if let Some(most) = most {
        if !m.is_int(most) {
            return Err(m.raise(ty::TYPE_ERROR, "an integer is required"));
        }
        if m.int_clamped(most) < 0 {
            return Err(m.raise(ty::VALUE_ERROR, "maxlen must be non-negative"));
        }
    }
    set_items(m, d, &[]);
    let most = most.map_or(Owned::steal(Obj::NULL), |most| m.new_ref(most));
    set_field(m, d, MAXLEN, most);
    if let Some(iterable) = iterable {
        extend(m, d, iterable, false)?;
    }
    none()
}

/// The place that an index means.
fn place(m: &mut Machine, d: Obj, index: Obj) -> R<u32> {
    let n = i64::from(len(m, d));
    let i = m.index_ssize(index)?;
    let i = if i < 0 { i + n } else { i };
    if (0..n).contains(&i) { Ok(i as u32) } else { Err(m.raise(ty::INDEX_ERROR, "deque index out of range")) }
}

fn remove_at(m: &mut Machine, d: Obj, i: u32) -> Owned {
    let (left, right) = halves(m, d);
    let n = m.list_len(left);
    changed(m, d);
    if i < n { m.list_pop(left, n - 1 - i) } else { m.list_pop(right, i - n) }
}

fn insert_at(m: &mut Machine, d: Obj, i: u32, value: Owned) {
    let (left, right) = halves(m, d);
    let n = m.list_len(left);
    changed(m, d);
    if i < n { m.list_insert(left, n - i, value) } else { m.list_insert(right, i - n, value) }
}

/// The first place from `from` to `to` with an equal item.
fn find(m: &mut Machine, d: Obj, value: Obj, from: u32, to: u32) -> R<Option<u32>> {
    let state = m.slot(d).a;
    for i in from..to.min(len(m, d)) {
        let held = m.new_ref(item(m, d, i));
        let equal = m.objects_equal(held.get(), value);
        m.drop_ref(held);
        if equal? {
            return Ok(Some(i));
        }
        if m.slot(d).a != state {
            return Err(m.raise(ty::RUNTIME_ERROR, "deque mutated during iteration"));
        }
    }
    Ok(None)
}

fn repeat(m: &mut Machine, d: Obj, times: Obj) -> R<Vec<Obj>> {
    let times = m.index_ssize(times)?.max(0) as usize;
    let all = items(m, d);
    let total = all.len().saturating_mul(times);
    let most = maxlen(m, d).map_or(usize::MAX, |most| most as usize);
    if total > most {
        let skipped = total - most;
        return Ok((skipped..total).map(|i| all[i % all.len()]).collect());
    }
    if total > u32::MAX as usize / 8 {
        return Err(m.raise_empty(ty::MEMORY_ERROR));
    }
    Ok((0..total).map(|i| all[i % all.len()]).collect())
}

fn compare(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if !m.isinstance_of(y, own::DEQUE) {
        return not_implemented();
    }
    let (xs, ys) = (items(m, x), items(m, y));
    let (xs, ys) = (m.new_list_from(&xs), m.new_list_from(&ys));
    let (xs, ys) = (m.keep(xs), m.keep(ys));
    m.compare(op, xs, ys)
}

fn repr(m: &mut Machine, a: Args) -> R {
    let d = a.get(m, 0);
    let name = m.name_of_type(m.ty(d));
    if m.thread.repr_stack.contains(&d.0) {
        return Ok(m.new_str("[...]"));
    }
    let all = items(m, d);
    let list = m.new_list_from(&all);
    let list = m.keep(list);
    m.enter_native_call(" while getting the repr of an object")?;
    m.thread.repr_stack.push(d.0);
    let shown = m.repr_text(list);
    m.thread.repr_stack.pop();
    m.leave_native_call();
    let shown = shown?;
    let text = match field(m, d, MAXLEN) {
        most if most.is_null() => format!("{name}({shown})"),
        most => format!("{name}({shown}, maxlen={})", m.repr_text(most)?),
    };
    Ok(m.new_str(&text))
}

fn empty(m: &mut Machine) -> vm::memory::object::Raised {
    m.raise(ty::INDEX_ERROR, "pop from an empty deque")
}

const COMPARISONS: [Native; 6] = [
    wrapper("__lt__($self, value, /)", "Return self<value.", |m, a| compare(m, a, CompareOp::Lt)),
    wrapper("__le__($self, value, /)", "Return self<=value.", |m, a| compare(m, a, CompareOp::Le)),
    wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare(m, a, CompareOp::Eq)),
    wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare(m, a, CompareOp::Ne)),
    wrapper("__gt__($self, value, /)", "Return self>value.", |m, a| compare(m, a, CompareOp::Gt)),
    wrapper("__ge__($self, value, /)", "Return self>=value.", |m, a| compare(m, a, CompareOp::Ge)),
];

const OTHERS: [Native; 34] = [
    new("deque(*args, **kwargs)", |m, a| {
        let class = m.slot(a.get(m, 0)).a;
        Ok(new_deque(m, class, Obj::NULL))
    })
    .own(),
    wrapper("__repr__($self, /)", "Return repr(self).", repr),
    wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| iterator(m, a.get(m, 0), own::DEQUE_ITERATOR)),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", init),
    wrapper("__len__($self, /)", "Return len(self).", |m, a| {
        let n = len(m, a.get(m, 0));
        Ok(m.new_int(i64::from(n)))
    }),
    wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| {
        let (d, key) = (a.get(m, 0), a.get(m, 1));
        if !m.indexable(key) {
            let got = m.type_name(key);
            return Err(m.raise(ty::TYPE_ERROR, &format!("sequence index must be integer, not '{got}'")));
        }
        let i = place(m, d, key)?;
        let value = item(m, d, i);
        Ok(m.new_ref(value))
    }),
    wrapper("__setitem__($self, key, value, /)", "Set self[key] to value.", |m, a| {
        let (d, key, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        let i = place(m, d, key)?;
        let (left, right) = halves(m, d);
        let n = m.list_len(left);
        let value = m.new_ref(value);
        let old = if i < n { m.list_replace(left, n - 1 - i, value) } else { m.list_replace(right, i - n, value) };
        m.drop_ref(old);
        none()
    }),
    wrapper("__delitem__($self, key, /)", "Delete self[key].", |m, a| {
        let (d, key) = (a.get(m, 0), a.get(m, 1));
        let i = place(m, d, key)?;
        let old = remove_at(m, d, i);
        m.drop_ref(old);
        none()
    }),
    wrapper("__add__($self, value, /)", "Return self+value.", |m, a| {
        let (d, other) = (a.get(m, 0), a.get(m, 1));
        if !m.isinstance_of(other, own::DEQUE) {
            let got = m.tp_name(m.ty(other));
            let text = format!("can only concatenate deque (not \"{got}\") to deque");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        let made = copy(m, d)?;
        let made = m.keep(made);
        extend(m, made, other, false)?;
        Ok(m.new_ref(made))
    }),
    wrapper("__mul__($self, value, /)", "Return self*value.", times),
    wrapper("__rmul__($self, value, /)", "Return value*self.", times),
    wrapper("__contains__($self, key, /)", "Return bool(key in self).", |m, a| {
        let (d, value) = (a.get(m, 0), a.get(m, 1));
        boolean(find(m, d, value, 0, u32::MAX)?.is_some())
    }),
    wrapper("__iadd__($self, value, /)", "Implement self+=value.", |m, a| {
        let (d, other) = (a.get(m, 0), a.get(m, 1));
        extend(m, d, other, false)?;
        Ok(m.new_ref(d))
    }),
    wrapper("__imul__($self, value, /)", "Implement self*=value.", |m, a| {
        let (d, times) = (a.get(m, 0), a.get(m, 1));
        let all = repeat(m, d, times)?;
        set_items(m, d, &all);
        Ok(m.new_ref(d))
    }),
    def("append($self, item, /)", "Put an item at the right end.", |m, a| {
        let (d, value) = (a.get(m, 0), a.get(m, 1));
        let value = m.new_ref(value);
        push_right(m, d, value);
        none()
    }),
    def("appendleft($self, item, /)", "Put an item at the left end.", |m, a| {
        let (d, value) = (a.get(m, 0), a.get(m, 1));
        let value = m.new_ref(value);
        push_left(m, d, value);
        none()
    }),
    def("clear($self, /)", "Drop all items.", |m, a| {
        let d = a.get(m, 0);
        set_items(m, d, &[]);
        none()
    }),
    def("__copy__($self, /)", "A copy.", |m, a| copy(m, a.get(m, 0))).asking(),
    def("copy($self, /)", "A copy.", |m, a| copy(m, a.get(m, 0))).asking(),
    def("count($self, value, /)", "How many items are equal to the value.", |m, a| {
        let (d, value) = (a.get(m, 0), a.get(m, 1));
        let (mut n, mut from) = (0, 0);
        while let Some(i) = find(m, d, value, from, u32::MAX)? {
            (n, from) = (n + 1, i + 1);
        }
        Ok(m.new_int(n))
    })
    .asking(),
    def("extend($self, iterable, /)", "Put items at the right end.", |m, a| {
        let (d, iterable) = (a.get(m, 0), a.get(m, 1));
        extend(m, d, iterable, false)?;
        none()
    }),
    def("extendleft($self, iterable, /)", "Put items at the left end, one after the other.", |m, a| {
        let (d, iterable) = (a.get(m, 0), a.get(m, 1));
        extend(m, d, iterable, true)?;
        none()
    }),
    def("index($self, value, start=0, stop=sys.maxsize, /)", "The place of the first item that is equal.", |m, a| {
        let (d, value) = (a.get(m, 0), a.get(m, 1));
        let n = i64::from(len(m, d));
        let mut bounds = [0, n];
        for (i, bound) in bounds.iter_mut().enumerate() {
            let given = a.opt(m, 2 + i as u32);
            if !given.is_null() {
                let given = m.index_clamped(given)?;
                *bound = if given < 0 { (given + n).max(0) } else { given.min(n) };
            }
        }
        match find(m, d, value, bounds[0].min(bounds[1]) as u32, bounds[1] as u32)? {
            Some(i) => Ok(m.new_int(i64::from(i))),
            None => Err(m.raise(ty::VALUE_ERROR, "deque.index(x): x not in deque")),
        }
    })
    .hidden()
    .asking(),
    def("insert($self, index, value, /)", "Put a value before the place.", |m, a| {
        let (d, index, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        let index = m.index_ssize(index)?;
        let n = len(m, d);
        if maxlen(m, d) == Some(n) {
            return Err(m.raise(ty::INDEX_ERROR, "deque already at its maximum size"));
        }
        let i = if index < 0 { (index + i64::from(n)).max(0) } else { index.min(i64::from(n)) } as u32;
        let value = m.new_ref(value);
        insert_at(m, d, i, value);
        none()
    }),
    def("pop($self, /)", "Take the rightmost item out.", |m, a| {
        let d = a.get(m, 0);
        pop_right(m, d).ok_or_else(|| empty(m))
    }),
    def("popleft($self, /)", "Take the leftmost item out.", |m, a| {
        let d = a.get(m, 0);
        pop_left(m, d).ok_or_else(|| empty(m))
    }),
    def("remove($self, value, /)", "Take the first item out that is equal.", |m, a| {
        let (d, value) = (a.get(m, 0), a.get(m, 1));
        let n = len(m, d);
        let found = find(m, d, value, 0, u32::MAX)?;
        if n != len(m, d) {
            return Err(m.raise(ty::INDEX_ERROR, "deque mutated during remove()."));
        }
        let Some(i) = found else {
            return Err(m.raise(ty::VALUE_ERROR, "deque.remove(x): x not in deque"));
        };
        let old = remove_at(m, d, i);
        m.drop_ref(old);
        none()
    })
    .asking(),
    def("__reduce__($self, /)", "For pickling.", |m, a| {
        let d = a.get(m, 0);
        let (class, most) = (m.class_of(d), field(m, d, MAXLEN));
        let args = if most.is_null() {
            Owned::steal(fixed::EMPTY_TUPLE)
        } else {
            let nothing = m.new_tuple(Vec::new());
            let most = m.new_ref(most);
            m.new_tuple(vec![nothing, most])
        };
        let state = if m.has_dict(d) {
            let dict = m.materialize_dict(d);
            m.new_ref(dict)
        } else {
            Owned::steal(fixed::NONE)
        };
        let it = iterator(m, d, own::DEQUE_ITERATOR)?;
        let class = m.new_ref(class);
        Ok(m.new_tuple(vec![class, args, state, it]))
    }),
    def("__reversed__($self, /)", "An iterator from the right.", |m, a| {
        iterator(m, a.get(m, 0), own::DEQUE_REVERSE_ITERATOR)
    }),
    def("reverse($self, /)", "Turn the order round.", |m, a| {
        let d = a.get(m, 0);
        let mut all = items(m, d);
        all.reverse();
        set_items(m, d, &all);
        none()
    }),
    def("rotate($self, n=1, /)", "Turn n steps to the right.", |m, a| {
        let (d, n) = (a.get(m, 0), a.opt(m, 1));
        let n = if n.is_null() { 1 } else { m.index_ssize(n)? };
        let length = len(m, d) as usize;
        if length > 1 {
            let by = n.rem_euclid(length as i64) as usize;
            if by.min(length - by) <= 8 {
                for _ in 0..by.min(length - by) {
                    if by <= length - by {
                        if let Some(value) = pop_right(m, d) {
                            push_left(m, d, value);
                        }
                    } else if let Some(value) = pop_left(m, d) {
                        push_right(m, d, value);
                    }
                }
            } else {
                let mut all = items(m, d);
                all.rotate_right(by);
                set_items(m, d, &all);
            }
        }
        none()
    }),
    def("__sizeof__($self, /)", "Size in memory, in bytes.", |m, a| {
        let d = a.get(m, 0);
        let n = u64::from(len(m, d));
        // Blocks of 64 items, filled from the left as by `extend` (`BLOCKLEN`).
        let blocks = (n + 1).div_ceil(64);
        let base = u64::from(m.type_of(d).basicsize);
        Ok(m.new_int((base + blocks * 528) as i64))
    }),
    class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
    getset("maxlen", "How many items it may hold, or None.", |m, a| {
        let most = field(m, a.get(m, 0), MAXLEN);
        or_none(m, most)
    }),
];

fn times(m: &mut Machine, a: Args) -> R {
    let (d, times) = (a.get(m, 0), a.get(m, 1));
    let all = repeat(m, d, times)?;
    let made = copy(m, d)?;
    set_items(m, made.get(), &all);
    Ok(made)
}

const DEQUE_ROWS: [Native; 40] = concat(&OTHERS, &COMPARISONS);

/// `deque`.
pub static DEQUE: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    basicsize: 216,
    fields: 3,
    weaklistoffset: 208,
    flags: tpflags::BASETYPE
        | tpflags::SEQUENCE
        | tpflags::IMMUTABLE
        | tpflags::HEAPTYPE
        | tpflags::READY
        | tpflags::HAVE_GC,
    text: "([iterable[, maxlen]])",
    doc: "A list whose both ends are cheap to change.",
    slots: &[Slot::Unhashable],
    natives: &DEQUE_ROWS,
    asked: true,
    ..TypeDef::PLAIN
};

/// Fields of an iterator: the deque, or nothing at the end. `Slot::a` has the next place, `Slot::x` is not used; the state of
/// the deque when the iterator was made is the second field.
const OF: u32 = 0;
const STATE: u32 = 1;

fn iterator(m: &mut Machine, d: Obj, class: u32) -> R {
    let it = m.new_instance(class);
    let state = m.new_int(i64::from(m.slot(d).a));
    let d = m.new_ref(d);
    set_field(m, it.get(), OF, d);
    set_field(m, it.get(), STATE, state);
    Ok(it)
}

fn next(m: &mut Machine, a: Args) -> R {
    let it = a.get(m, 0);
    let d = field(m, it, OF);
    if d.is_null() {
        return Err(m.raise_empty(ty::STOP_ITERATION));
    }
    let (n, at) = (len(m, d), m.slot(it).a);
    if i64::from(m.slot(d).a) != crate::fill::int_field(m, it, STATE) {
        set_field(m, it, OF, Owned::steal(Obj::NULL));
        return Err(m.raise(ty::RUNTIME_ERROR, "deque mutated during iteration"));
    }
    if at >= n {
        set_field(m, it, OF, Owned::steal(Obj::NULL));
        return Err(m.raise_empty(ty::STOP_ITERATION));
    }
    m.slot_mut(it).a = at + 1;
    let place = if m.ty(it) == own::DEQUE_REVERSE_ITERATOR { n - 1 - at } else { at };
    let value = item(m, d, place);
    Ok(m.new_ref(value))
}

const ITERATOR_ROWS: &[Native] = &[
    wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
        let it = a.get(m, 0);
        Ok(m.new_ref(it))
    }),
    wrapper("__next__($self, /)", "Implement next(self).", next),
    def("__length_hint__($self, /)", "How many items are left.", |m, a| {
        let it = a.get(m, 0);
        let d = field(m, it, OF);
        let n = if d.is_null() { 0 } else { i64::from(len(m, d)) - i64::from(m.slot(it).a) };
        Ok(m.new_int(n.max(0)))
    }),
    def("__reduce__($self, /)", "For pickling.", |m, a| {
        let it = a.get(m, 0);
        let (class, d) = (m.class_of(it), field(m, it, OF));
        let d = if d.is_null() { new_deque(m, own::DEQUE, Obj::NULL) } else { m.new_ref(d) };
        let at = m.new_int(i64::from(m.slot(it).a));
        let args = m.new_tuple(vec![d, at]);
        let class = m.new_ref(class);
        Ok(m.new_tuple(vec![class, args]))
    }),
];

/// What `iter(deque)` gives.
pub static DEQUE_ITERATOR: TypeDef = TypeDef {
    name: "_deque_iterator",
    module: "_collections",
    basicsize: 56,
    fields: 2,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    slots: &[],
    natives: ITERATOR_ROWS,
    asked: true,
    ..TypeDef::PLAIN
};

/// What `reversed(deque)` gives.
pub static DEQUE_REVERSE_ITERATOR: TypeDef = TypeDef { name: "_deque_reverse_iterator", ..DEQUE_ITERATOR };

/// Field of a defaultdict.
const FACTORY: u32 = 0;

/// `defaultdict`.
pub static DEFAULTDICT: TypeDef = TypeDef {
    name: "defaultdict",
    module: "collections",
    base: ty::DICT,
    kind: Kind::Dict,
    basicsize: 56,
    fields: 1,
    flags: tpflags::BASETYPE
        | tpflags::MAPPING
        | tpflags::MATCH_SELF
        | tpflags::DICT_SUBCLASS
        | tpflags::IMMUTABLE
        | tpflags::HEAPTYPE
        | tpflags::READY
        | tpflags::HAVE_GC,
    doc: "A dict that makes missing values by calling a function.",
    natives: &[
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let d = a.get(m, 0);
            let factory = m.member_get(d, FACTORY);
            let shown = if factory.is_null() { "None".to_owned() } else { m.repr_text(factory)? };
            let base = m.repr_builtin(d)?;
            let base = m.keep(base);
            let base = m.str_text(base);
            let name = m.name_of_type(m.ty(d));
            Ok(m.new_str(&format!("{name}({shown}, {base})")))
        }),
        wrapper("__or__($self, value, /)", "Return self|value.", |m, a| merged(m, a.get(m, 0), a.get(m, 1), false)),
        wrapper("__ror__($self, value, /)", "Return value|self.", |m, a| merged(m, a.get(m, 0), a.get(m, 1), true)),
        wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", |m, a| {
            let (d, given, named) = (a.get(m, 0), a.rest(m, 1), a.keywords(m));
            let factory = given.first().copied().filter(|&factory| !Machine::is_none(factory));
            if let Some(factory) = factory
                && !m.is_callable(factory)
            {
                return Err(m.raise(ty::TYPE_ERROR, "first argument must be callable or None"));
            }
            set_factory(m, d, factory);
            let mut rest = vec![d];
            rest.extend(given.iter().skip(1));
            let name = m.intern_str("__init__");
            let name = m.keep(name);
            let of_dict = m.type_lookup(ty::DICT, name);
            let done = m.call_keywords(of_dict, &rest, &named)?;
            m.drop_ref(done);
            none()
        }),
        def("__missing__($self, key, /)", "What a missing key is set to.", |m, a| {
            let (d, key) = (a.get(m, 0), a.get(m, 1));
            let factory = m.member_get(d, FACTORY);
            if factory.is_null() {
                return Err(m.raise_with(ty::KEY_ERROR, key));
            }
            let value = m.call(factory, &[])?;
            let held = m.new_ref(value.get());
            let held = m.keep(held);
            if let Err(raised) = m.setitem(d, key, held) {
                m.drop_ref(value);
                return Err(raised);
            }
            Ok(value)
        })
        .asking(),
        def("copy($self, /)", "A shallow copy.", copy_dict),
        def("__copy__($self, /)", "A shallow copy.", copy_dict),
        def("__reduce__($self, /)", "For pickling.", |m, a| {
            let d = a.get(m, 0);
            let (class, factory) = (m.class_of(d), m.member_get(d, FACTORY));
            let args = if factory.is_null() { Owned::steal(fixed::EMPTY_TUPLE) } else { m.new_tuple_from(&[factory]) };
            let name = m.intern_str("items");
            let name = m.keep(name);
            let items = m.getattr(d, name)?;
            let items = m.keep(items);
            let items = m.call(items, &[])?;
            let items = m.keep(items);
            let items = m.iter(items)?;
            let class = m.new_ref(class);
            let [state, list] = [fixed::NONE; 2].map(Owned::steal);
            Ok(m.new_tuple(vec![class, args, state, list, items]))
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("default_factory", "What is called for missing keys.", |m, a| {
            let factory = m.member_get(a.get(m, 0), FACTORY);
            or_none(m, factory)
        }),
        vm::native::typedef::setter("default_factory", |m, a| {
            let (d, factory) = (a.get(m, 0), a.opt(m, 1));
            set_factory(m, d, (!factory.is_null() && !Machine::is_none(factory)).then_some(factory));
            none()
        }),
    ],
    slots: &[],
    asked: true,
    ..TypeDef::PLAIN
};

fn set_factory(m: &mut Machine, d: Obj, factory: Option<Obj>) {
    let factory = factory.map_or(Obj::NULL, |factory| m.new_ref(factory).into_edge());
    let old = m.member_replace(d, FACTORY, factory);
    m.xdecref(old);
}

fn copy_dict(m: &mut Machine, a: Args) -> R {
    let d = a.get(m, 0);
    let (class, factory) = (m.class_of(d), m.member_get(d, FACTORY));
    let factory = if factory.is_null() { fixed::NONE } else { factory };
    m.call(class, &[factory, d])
}

fn merged(m: &mut Machine, d: Obj, other: Obj, reflected: bool) -> R {
    if !m.isinstance_of(other, ty::DICT) || !m.isinstance_of(d, own::DEFAULTDICT) {
        return not_implemented();
    }
    let (class, factory) = (m.class_of(d), m.member_get(d, FACTORY));
    let factory = if factory.is_null() { fixed::NONE } else { factory };
    let (first, second) = if reflected { (other, d) } else { (d, other) };
    let made = m.call(class, &[factory, first])?;
    for (key, value) in m.dict_items(second) {
        if let Err(raised) = m.dict_set(made.get(), key, value) {
            m.drop_ref(made);
            return Err(raised);
        }
    }
    Ok(made)
}
