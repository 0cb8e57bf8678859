//! Iterators that put items together: `pairwise zip_longest batched groupby tee`.

use super::{ITER, ITERATOR, made, nothing, row};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::steps::{NATIVE, answer, go_on, present};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Step};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{TypeDef, class_def, def, new, tpflags, wrapper};
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

fn end() -> R<Step> {
    Ok(Step::End(Owned::steal(fixed::NONE)))
}

fn drop_field(m: &mut Machine, o: Obj, i: u32) {
    set_field(m, o, i, Owned::steal(Obj::NULL));
}

/// `itertools.pairwise`. Fields: the iterator, the item before or nothing.
pub static PAIRWISE: TypeDef = TypeDef {
    name: "pairwise",
    fields: 2,
    text: "(iterable, /)",
    doc: "Each item with the one behind it.",
    natives: &[
        new("pairwise(iterable, /)", |m, a| {
            let iterator = m.iter(a.get(m, 1))?;
            Ok(made(m, a, vec![iterator, nothing()]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::PAIRWISE, 0)),
    ],
    ..ITERATOR
};

pub fn pairwise(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        if matches!(answer, Answer::Begin) {
            let Some(iterator) = present(m, o, 0) else { return end() };
            answer = answer!(m.begin_next(iterator, NATIVE));
        }
        let got = m.item_of(answer);
        let Ok(Some(item)) = got else {
            drop_field(m, o, 0);
            drop_field(m, o, 1);
            got?;
            return end();
        };
        let held = m.new_ref(item.get());
        let before = field(m, o, 1);
        let before = if before.is_null() { None } else { Some(m.new_ref(before)) };
        set_field(m, o, 1, held);
        match before {
            Some(before) => return Ok(Step::Done(m.new_tuple(vec![before, item]))),
            None => m.drop_ref(item),
        }
        answer = Answer::Begin;
    }
}

/// `itertools.zip_longest`. Fields: a list of iterators, None for those that have ended; what fills; how many still give.
pub static ZIP_LONGEST: TypeDef = TypeDef {
    name: "zip_longest",
    fields: 3,
    text: "(*iterables, fillvalue=None)",
    doc: "Tuples of the items of several iterables, until the longest ends.",
    natives: &[
        new("zip_longest(*iterables, fillvalue=None)", |m, a| {
            let mut fill = fixed::NONE;
            for (name, value) in a.keywords(m) {
                if !m.str_is(name, "fillvalue") {
                    return Err(m.raise(ty::TYPE_ERROR, "zip_longest() got an unexpected keyword argument"));
                }
                fill = value;
            }
            let mut iterators = Vec::new();
            for iterable in a.rest(m, 1) {
                let iterator = m.iter(iterable)?;
                iterators.push(m.keep(iterator));
            }
            let n = m.new_int(iterators.len() as i64);
            let list = m.new_list_from(&iterators);
            let fill = m.new_ref(fill);
            Ok(made(m, a, vec![list, fill, n]))
        })
        .own(),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::ZIP_LONGEST, 1)),
    ],
    ..ITERATOR
};

/// `a` is the number of the iterator that is asked; local 1 has the items so far.
pub fn zip_longest(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let (iterators, fill) = (field(m, o, 0), field(m, o, 1));
    let mut answer = answer;
    loop {
        if matches!(answer, Answer::Begin) && m.held(1).is_null() {
            if int_field(m, o, 2) == 0 {
                return end();
            }
            let items = m.new_list();
            m.hold(1, items);
        }
        let items = m.held(1);
        let i = m.native_now().a as u32;
        if !matches!(answer, Answer::Begin) {
            let item = match m.item_of(answer)? {
                Some(item) => item,
                None => {
                    let left = int_field(m, o, 2) - 1;
                    set_int_field(m, o, 2, left);
                    let old = m.list_replace(iterators, i, Owned::steal(fixed::NONE));
                    m.drop_ref(old);
                    if left == 0 {
                        return end();
                    }
                    m.new_ref(fill)
                }
            };
            m.list_append(items, item);
            m.native_mut().a += 1;
            answer = Answer::Begin;
            continue;
        }
        if i >= m.list_len(iterators) {
            let all = m.seq_items(items);
            return Ok(Step::Done(m.new_tuple_from(&all)));
        }
        let iterator = m.list_item(iterators, i);
        if Machine::is_none(iterator) {
            let item = m.new_ref(fill);
            m.list_append(items, item);
            m.native_mut().a += 1;
            continue;
        }
        answer = answer!(m.begin_next(iterator, NATIVE));
    }
}

/// `itertools.batched`. Fields: the iterator, how many items a batch has, whether the last must be full.
pub static BATCHED: TypeDef = TypeDef {
    name: "batched",
    fields: 3,
    text: "(iterable, n, *, strict=False)",
    doc: "Tuples of so many items each.",
    natives: &[
        new("batched(iterable, n, *, strict=False)", |m, a| {
            let (n, strict) = (m.index_i64(a.get(m, 2))?, a.opt(m, 3));
            let strict = !strict.is_null() && m.truthy(strict)?;
            if n < 1 {
                return Err(m.raise(ty::VALUE_ERROR, "n must be at least one"));
            }
            let iterator = m.iter(a.get(m, 1))?;
            let n = m.new_int(n);
            Ok(made(m, a, vec![iterator, n, Owned::steal(Machine::new_bool(strict))]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::BATCHED, 1)),
    ],
    ..ITERATOR
};

pub fn batched(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    if matches!(answer, Answer::Begin) {
        let items = m.new_list();
        m.hold(1, items);
    }
    let items = m.held(1);
    loop {
        if matches!(answer, Answer::Begin) {
            let Some(iterator) = present(m, o, 0) else { return end() };
            answer = answer!(m.begin_next(iterator, NATIVE));
        }
        let got = m.item_of(answer);
        answer = Answer::Begin;
        let full = match got {
            Ok(Some(item)) => {
                m.list_append(items, item);
                i64::from(m.list_len(items)) == int_field(m, o, 1)
            }
            Ok(None) => {
                drop_field(m, o, 0);
                if m.list_len(items) == 0 {
                    return end();
                }
                if field(m, o, 2) == fixed::TRUE {
                    return Err(m.raise(ty::VALUE_ERROR, "batched(): incomplete batch"));
                }
                true
            }
            Err(raised) => {
                drop_field(m, o, 0);
                return Err(raised);
            }
        };
        if full {
            let all = m.seq_items(items);
            return Ok(Step::Done(m.new_tuple_from(&all)));
        }
    }
}

/// Fields of a `groupby`: the iterator, the key function or nothing, the key of the group that runs, the key of the item
/// at hand, that item, the group that was given last.
const ITERATOR_OF: u32 = 0;
const FUNCTION: u32 = 1;
const TARGET: u32 = 2;
const KEY: u32 = 3;
const VALUE: u32 = 4;
const GROUP: u32 = 5;

/// `itertools.groupby`.
pub static GROUPBY: TypeDef = TypeDef {
    name: "groupby",
    fields: 6,
    text: "(iterable, key=None)",
    doc: "Keys, and iterators over the items that have them one behind the other.",
    natives: &[
        new("groupby(iterable, key=None)", |m, a| {
            let function = a.opt(m, 2);
            let iterator = m.iter(a.get(m, 1))?;
            let function =
                if function.is_null() || Machine::is_none(function) { nothing() } else { m.new_ref(function) };
            Ok(made(m, a, vec![iterator, function]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::GROUPBY, 1)),
    ],
    ..ITERATOR
};

/// `itertools._grouper`. Fields: the `groupby`, the key of its group.
pub static GROUPER: TypeDef = TypeDef {
    name: "_grouper",
    fields: 2,
    doc: "The items of a group.",
    natives: &[
        new("_grouper(parent, tgtkey, /)", |m, a| {
            let parts = [1, 2].map(|i| {
                let part = a.get(m, i);
                m.new_ref(part)
            });
            Ok(made(m, a, parts.into()))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::GROUPER, 2)),
    ],
    ..ITERATOR
};

/// States of moving a `groupby` on by one item.
const ASKED: u16 = 10;
const KEYED: u16 = 11;

/// The item that was asked for is there: it waits in local 1 for its key.
fn begin_key(m: &mut Machine, by: Obj, item: Owned, local: u32) -> R<vm::eval::call::Begun> {
    let held = item.get();
    m.hold(local, item);
    m.native_mut().state = KEYED;
    match present(m, by, FUNCTION) {
        Some(function) => m.begin(function, &[held], NATIVE),
        None => Ok(vm::eval::call::Begun::Value(m.new_ref(held))),
    }
}

pub fn groupby(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            // On to an item with another key.
            0 => {
                drop_field(m, o, GROUP);
                if field(m, o, KEY).is_null() {
                    m.native_mut().state = ASKED;
                    answer = answer!(m.begin_next(field(m, o, ITERATOR_OF), NATIVE));
                    continue;
                }
                let Some(target) = present(m, o, TARGET) else {
                    m.native_mut().state = 2;
                    continue;
                };
                m.native_mut().state = 1;
                let key = field(m, o, KEY);
                answer = answer!(m.begin_equal(target, key, NATIVE));
            }
            1 => {
                let same = m.value_of(answer)?;
                let truth = m.truthy(same.get());
                m.drop_ref(same);
                if !truth? {
                    m.native_mut().state = 2;
                    answer = Answer::Begin;
                    continue;
                }
                m.native_mut().state = ASKED;
                answer = answer!(m.begin_next(field(m, o, ITERATOR_OF), NATIVE));
            }
            2 => {
                let key = field(m, o, KEY);
                let target = m.new_ref(key);
                set_field(m, o, TARGET, target);
                let group = m.new_instance(own::GROUPER);
                let parent = m.new_ref(o);
                set_field(m, group.get(), 0, parent);
                let target = m.new_ref(key);
                set_field(m, group.get(), 1, target);
                // The group that is current is known by its key object and this mark.
                let mark = m.new_int(i64::from(group.get().0));
                set_field(m, o, GROUP, mark);
                let key = m.new_ref(key);
                return Ok(Step::Done(m.new_tuple(vec![key, group])));
            }
            ASKED => {
                let Some(item) = m.item_of(answer)? else { return end() };
                answer = answer!(begin_key(m, o, item, 1));
            }
            _ => {
                answer = keyed(m, o, answer)?;
            }
        }
    }
}

/// The key of the item that came last is there: both are kept, and the activation begins anew.
fn keyed(m: &mut Machine, by: Obj, answer: Answer) -> R<Answer> {
    let key = m.value_of(answer)?;
    set_field(m, by, KEY, key);
    let item = m.take_held(1);
    set_field(m, by, VALUE, item);
    m.native_mut().state = 0;
    Ok(Answer::Begin)
}

pub fn grouper(m: &mut Machine, answer: Answer) -> R<Step> {
    let group = m.held(0);
    let by = field(m, group, 0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                if int_field(m, by, GROUP) != i64::from(group.0) {
                    return end();
                }
                if field(m, by, VALUE).is_null() {
                    m.native_mut().state = ASKED;
                    answer = answer!(m.begin_next(field(m, by, ITERATOR_OF), NATIVE));
                    continue;
                }
                m.native_mut().state = 1;
                let (target, key) = (field(m, group, 1), field(m, by, KEY));
                answer = answer!(m.begin_equal(target, key, NATIVE));
            }
            1 => {
                let same = m.value_of(answer)?;
                let truth = m.truthy(same.get());
                m.drop_ref(same);
                if !truth? {
                    return end();
                }
                let item = field(m, by, VALUE);
                if item.is_null() {
                    return end();
                }
                let item = m.new_ref(item);
                drop_field(m, by, VALUE);
                return Ok(Step::Done(item));
            }
            ASKED => {
                let Some(item) = m.item_of(answer)? else { return end() };
                answer = answer!(begin_key(m, by, item, 1));
            }
            _ => {
                answer = keyed(m, by, answer)?;
            }
        }
    }
}

/// Fields of a tee: what all tees of one iterator share, and the number of the next item. Shared are, in a list, the iterator and
/// a list of the items so far.
const SHARED: u32 = 0;
const NEXT: u32 = 1;

/// `itertools._tee`.
pub static TEE: TypeDef = TypeDef {
    name: "_tee",
    fields: 2,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE,
    doc: "An iterator that gives the same items as others.",
    natives: &[
        new("_tee(iterable, /)", |m, a| tee_of(m, a.get(m, 1))),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        def("__copy__($self, /)", "Another one, at the same place.", |m, a| {
            let o = a.get(m, 0);
            Ok(copy(m, o))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::TEE, 0)),
    ],
    ..ITERATOR
};

fn copy(m: &mut Machine, tee: Obj) -> Owned {
    let other = m.new_instance(own::TEE);
    for i in [SHARED, NEXT] {
        let part = field(m, tee, i);
        let part = m.new_ref(part);
        set_field(m, other.get(), i, part);
    }
    other
}

fn tee_of(m: &mut Machine, iterable: Obj) -> R {
    let iterator = m.iter(iterable)?;
    if m.ty(iterator.get()) == own::TEE {
        let other = copy(m, iterator.get());
        m.drop_ref(iterator);
        return Ok(other);
    }
    let items = m.new_list();
    let shared = m.new_list_of(vec![iterator, items]);
    let tee = m.new_instance(own::TEE);
    set_field(m, tee.get(), SHARED, shared);
    set_int_field(m, tee.get(), NEXT, 0);
    Ok(tee)
}

pub fn tee(m: &mut Machine, a: Args) -> R {
    let n = a.opt(m, 1);
    let n = if n.is_null() { 2 } else { m.index_i64(n)? };
    if n < 0 {
        return Err(m.raise(ty::VALUE_ERROR, "n must be >= 0"));
    }
    if n > 1 << 20 {
        return Err(m.raise_empty(ty::MEMORY_ERROR));
    }
    if n == 0 {
        return Ok(m.new_tuple(Vec::new()));
    }
    let first = tee_of(m, a.get(m, 0))?;
    let held = first.get();
    let mut all = vec![first];
    for _ in 1..n {
        all.push(copy(m, held));
    }
    Ok(m.new_tuple(all))
}

pub fn tee_next(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let shared = field(m, o, SHARED);
    if shared.is_null() || m.kind(shared) != Kind::List {
        return end();
    }
    let (iterator, items) = (m.list_item(shared, 0), m.list_item(shared, 1));
    let next = int_field(m, o, NEXT);
    let mut answer = answer;
    if matches!(answer, Answer::Begin) {
        if next < i64::from(m.list_len(items)) {
            let item = m.list_item(items, next as u32);
            set_int_field(m, o, NEXT, next + 1);
            return Ok(Step::Done(m.new_ref(item)));
        }
        answer = answer!(m.begin_next(iterator, NATIVE));
    }
    let Some(item) = m.item_of(answer)? else { return end() };
    let held = m.new_ref(item.get());
    m.list_append(items, held);
    set_int_field(m, o, NEXT, next + 1);
    Ok(Step::Done(item))
}
