//! Iterators that take, leave out or change the items of one: `chain islice takewhile dropwhile filterfalse starmap accumulate
//! compress`.

use super::{ITER, ITERATOR, bound, made, nothing, row};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::steps::{NATIVE, answer, go_on, present};
use vm::eval::activation::{Answer, Step};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{Native, TypeDef, class_def, new, wrapper};
use vm::objects::abstract_::BinaryOp;
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

fn end() -> R<Step> {
    Ok(Step::End(Owned::steal(fixed::NONE)))
}

fn drop_field(m: &mut Machine, o: Obj, i: u32) {
    set_field(m, o, i, Owned::steal(Obj::NULL));
}

/// `itertools.chain`. Fields: the iterator over iterables, the iterator over the items of one.
pub static CHAIN: TypeDef = TypeDef {
    name: "chain",
    fields: 2,
    text: "(*iterables)",
    doc: "The items of one iterable after the other.",
    natives: &[
        new("chain(*iterables)", |m, a| {
            if a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "chain() takes no keyword arguments"));
            }
            let all = a.rest(m, 1);
            let all = m.new_tuple_from(&all);
            let all = m.keep(all);
            let source = m.iter(all)?;
            Ok(made(m, a, vec![source, nothing()]))
        })
        .own(),
        class_def("from_iterable($type, iterable, /)", "The items of the items of an iterable.", |m, a| {
            let source = m.iter(a.get(m, 1))?;
            Ok(made(m, a, vec![source, nothing()]))
        }),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            // Items of lists and the like are given at once.
            let o = a.get(m, 0);
            let inner = field(m, o, 1);
            if !inner.is_null()
                && m.steps_natively(inner)
                && let Some(item) = m.iter_next(inner)?
            {
                return Ok(item);
            }
            go_on(m, a, row::CHAIN, 0)
        }),
    ],
    ..ITERATOR
};

pub fn chain(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            // An item of the iterable at hand.
            0 => {
                let Some(inner) = present(m, o, 1) else {
                    let Some(source) = present(m, o, 0) else { return end() };
                    m.native_mut().state = 2;
                    answer = answer!(m.begin_next(source, NATIVE));
                    continue;
                };
                m.native_mut().state = 1;
                answer = answer!(m.begin_next(inner, NATIVE));
            }
            1 => {
                if let Some(item) = m.item_of(answer)? {
                    return Ok(Step::Done(item));
                }
                drop_field(m, o, 1);
                m.native_mut().state = 0;
                answer = Answer::Begin;
            }
            // The next iterable, then its iterator.
            2 => {
                let got = m.item_of(answer);
                if !matches!(got, Ok(Some(_))) {
                    drop_field(m, o, 0);
                }
                let Some(iterable) = got? else { return end() };
                let held = iterable.get();
                set_field(m, o, 1, iterable);
                m.native_mut().state = 3;
                answer = answer!(m.begin_iter(held, NATIVE));
            }
            _ => {
                let got = m.value_of(answer).and_then(|iterator| m.checked_iterator(iterator));
                match got {
                    Ok(iterator) => set_field(m, o, 1, iterator),
                    Err(raised) => {
                        drop_field(m, o, 0);
                        drop_field(m, o, 1);
                        return Err(raised);
                    }
                }
                m.native_mut().state = 0;
                answer = Answer::Begin;
            }
        }
    }
}

/// `itertools.islice`. Fields: the iterator, the number of the next item to give, the stop or -1, the step, how many were taken.
pub static ISLICE: TypeDef = TypeDef {
    name: "islice",
    fields: 5,
    doc: "Some of the items of an iterable, by their numbers.",
    natives: &[
        new("islice(iterable, a0, a1=None, a2=None, /)", |m, a| {
            if a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "islice() takes no keyword arguments"));
            }
            if !(3..=5).contains(&a.n) {
                let (word, n) = if a.n < 3 { ("at least 2", a.n - 1) } else { ("at most 4", a.n - 1) };
                return Err(m.raise(ty::TYPE_ERROR, &format!("islice expected {word} arguments, got {n}")));
            }
            let (start, stop, step) =
                if a.n == 3 { (Obj::NULL, a.get(m, 2), Obj::NULL) } else { (a.get(m, 2), a.get(m, 3), a.opt(m, 4)) };
            let start = bound(m, start, 0)?;
            let stop = match stop {
                none if Machine::is_none(none) => -1,
                stop => match bound(m, stop, -1)? {
                    -1 => {
                        let text = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
                        return Err(m.raise(ty::VALUE_ERROR, text));
                    }
                    stop => stop,
                },
            };
            if start < 0 || stop < -1 {
                let text = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
                return Err(m.raise(ty::VALUE_ERROR, text));
            }
            let step = bound(m, step, 1)?;
            if step < 1 {
                return Err(m.raise(ty::VALUE_ERROR, "Step for islice() must be a positive integer or None."));
            }
            let iterator = m.iter(a.get(m, 1))?;
            let numbers = [start, stop, step, 0].map(|n| m.new_int(n));
            let mut fields = vec![iterator];
            fields.extend(numbers);
            Ok(made(m, a, fields))
        })
        .own(),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::ISLICE, 0)),
    ],
    ..ITERATOR
};

pub fn islice(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        let Some(iterator) = present(m, o, 0) else { return end() };
        let (next, stop, taken) = (int_field(m, o, 1), int_field(m, o, 2), int_field(m, o, 4));
        if matches!(answer, Answer::Begin) {
            let needed = if stop >= 0 { next.min(stop) } else { next };
            if taken >= needed && stop >= 0 && next >= stop {
                drop_field(m, o, 0);
                return end();
            }
            answer = answer!(m.begin_next(iterator, NATIVE));
        }
        let got = m.item_of(answer);
        answer = Answer::Begin;
        let Ok(Some(item)) = got else {
            drop_field(m, o, 0);
            got?;
            return end();
        };
        set_int_field(m, o, 4, taken + 1);
        if taken < next {
            m.drop_ref(item);
            continue;
        }
        let step = int_field(m, o, 3);
        let after = next.saturating_add(step);
        set_int_field(m, o, 1, if stop >= 0 { after.min(stop) } else { after });
        return Ok(Step::Done(item));
    }
}

/// An iterator made of a function and an iterable.
const fn of_function(text: &'static str) -> Native {
    new(text, |m, a| {
        let function = m.new_ref(a.get(m, 1));
        let function = m.keep(function);
        let iterator = m.iter(a.get(m, 2))?;
        let function = m.new_ref(function);
        Ok(made(m, a, vec![function, iterator, nothing()]))
    })
}

/// `itertools.takewhile`. Fields of this and the next ones: the function, the iterator, whether it has begun or ended.
pub static TAKEWHILE: TypeDef = TypeDef {
    name: "takewhile",
    fields: 3,
    text: "(predicate, iterable, /)",
    doc: "Items as long as they pass a test.",
    natives: &[
        of_function("takewhile(predicate, iterable, /)"),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::TAKEWHILE, 1)),
    ],
    ..ITERATOR
};

pub static DROPWHILE: TypeDef = TypeDef {
    name: "dropwhile",
    fields: 3,
    text: "(predicate, iterable, /)",
    doc: "Items from the first one on that fails a test.",
    natives: &[
        of_function("dropwhile(predicate, iterable, /)"),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::DROPWHILE, 1)),
    ],
    ..ITERATOR
};

pub static FILTERFALSE: TypeDef = TypeDef {
    name: "filterfalse",
    fields: 3,
    text: "(function, iterable, /)",
    doc: "Items that fail a test.",
    natives: &[
        of_function("filterfalse(function, iterable, /)"),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::FILTERFALSE, 1)),
    ],
    ..ITERATOR
};

pub static STARMAP: TypeDef = TypeDef {
    name: "starmap",
    fields: 3,
    text: "(function, iterable, /)",
    doc: "What a function gives for tuples of arguments.",
    natives: &[
        of_function("starmap(function, iterable, /)"),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::STARMAP, 1)),
    ],
    ..ITERATOR
};

/// The next item that a test decides on: `decide` says of its answer whether the item is given, left out, or the last.
fn tested(m: &mut Machine, answer: Answer, decide: fn(&mut Machine, Obj, bool) -> Tested, tests: bool) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                let Some(iterator) = present(m, o, 1) else { return end() };
                m.native_mut().state = 1;
                answer = answer!(m.begin_next(iterator, NATIVE));
            }
            1 => {
                let Some(item) = m.item_of(answer)? else { return end() };
                if !tests {
                    return Ok(Step::Done(item));
                }
                let held = item.get();
                m.hold(1, item);
                m.native_mut().state = 2;
                let function = field(m, o, 0);
                let plain = Machine::is_none(function) || function == m.type_obj(ty::BOOL);
                answer =
                    if plain { Answer::Value(m.new_ref(held)) } else { answer!(m.begin(function, &[held], NATIVE)) };
            }
            2 => {
                let value = m.value_of(answer)?;
                m.native_mut().state = 3;
                answer = answer!(m.begin_truth_of(value, NATIVE));
            }
            _ => {
                let value = m.value_of(answer)?;
                let truth = value.get() == fixed::TRUE;
                m.drop_ref(value);
                match decide(m, o, truth) {
                    Tested::Given => return Ok(Step::Done(m.take_held(1))),
                    Tested::LeftOut => {
                        m.let_go(1);
                        m.native_mut().state = 0;
                        answer = Answer::Begin;
                    }
                    Tested::Last => return end(),
                }
            }
        }
    }
}

enum Tested {
    Given,
    LeftOut,
    Last,
}

pub fn takewhile(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    if matches!(answer, Answer::Begin) && !field(m, o, 2).is_null() {
        return end();
    }
    let decide = |m: &mut Machine, o: Obj, truth: bool| {
        if truth {
            return Tested::Given;
        }
        set_field(m, o, 2, Owned::steal(fixed::TRUE));
        Tested::Last
    };
    tested(m, answer, decide, true)
}

pub fn dropwhile(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let begun = !field(m, o, 2).is_null();
    let decide = |m: &mut Machine, o: Obj, truth: bool| {
        if truth {
            return Tested::LeftOut;
        }
        set_field(m, o, 2, Owned::steal(fixed::TRUE));
        Tested::Given
    };
    tested(m, answer, decide, !begun)
}

pub fn filterfalse(m: &mut Machine, answer: Answer) -> R<Step> {
    tested(m, answer, |_, _, truth| if truth { Tested::LeftOut } else { Tested::Given }, true)
}

pub fn starmap(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                let Some(iterator) = present(m, o, 1) else { return end() };
                m.native_mut().state = 1;
                answer = answer!(m.begin_next(iterator, NATIVE));
            }
            1 => {
                let Some(item) = m.item_of(answer)? else { return end() };
                let held = item.get();
                m.hold(1, item);
                let args = if m.kind(held) == Kind::Tuple && m.is_builtin_exact(held) {
                    m.seq_items(held)
                } else {
                    let items = m.iterate_all(held)?;
                    m.keep_all(items)
                };
                m.native_mut().state = 2;
                let function = field(m, o, 0);
                answer = answer!(m.begin(function, &args, NATIVE));
            }
            _ => return m.value_of(answer).map(Step::Done),
        }
    }
}

/// `itertools.accumulate`. Fields: the iterator, the function or nothing, the total or nothing, an initial total that is not given yet.
pub static ACCUMULATE: TypeDef = TypeDef {
    name: "accumulate",
    fields: 4,
    text: "(iterable, func=None, *, initial=None)",
    doc: "Totals.",
    natives: &[
        new("accumulate(iterable, func=None, *, initial=None)", |m, a| {
            let (function, initial) = (a.opt(m, 2), a.opt(m, 3));
            let iterator = m.iter(a.get(m, 1))?;
            let given = |m: &mut Machine, o: Obj| {
                if o.is_null() || Machine::is_none(o) { nothing() } else { m.new_ref(o) }
            };
            let (function, initial) = (given(m, function), given(m, initial));
            Ok(made(m, a, vec![iterator, function, nothing(), initial]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::ACCUMULATE, 1)),
    ],
    ..ITERATOR
};

pub fn accumulate(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                if let Some(initial) = present(m, o, 3) {
                    let (total, given) = (m.new_ref(initial), m.new_ref(initial));
                    drop_field(m, o, 3);
                    set_field(m, o, 2, total);
                    return Ok(Step::Done(given));
                }
                let Some(iterator) = present(m, o, 0) else { return end() };
                m.native_mut().state = 1;
                answer = answer!(m.begin_next(iterator, NATIVE));
            }
            1 => {
                let Some(item) = m.item_of(answer)? else { return end() };
                let Some(total) = present(m, o, 2) else {
                    let held = m.new_ref(item.get());
                    set_field(m, o, 2, held);
                    return Ok(Step::Done(item));
                };
                let held = item.get();
                m.hold(1, item);
                m.native_mut().state = 2;
                answer = match present(m, o, 1) {
                    Some(function) => answer!(m.begin(function, &[total, held], NATIVE)),
                    None => answer!(m.begin_binary(BinaryOp::Add, false, total, held, NATIVE)),
                };
            }
            _ => {
                let total = m.value_of(answer)?;
                let held = m.new_ref(total.get());
                set_field(m, o, 2, held);
                return Ok(Step::Done(total));
            }
        }
    }
}

/// `itertools.compress`. Fields: iterators over items and over what selects them.
pub static COMPRESS: TypeDef = TypeDef {
    name: "compress",
    fields: 2,
    text: "(data, selectors)",
    doc: "Items to which something true belongs.",
    natives: &[
        new("compress(data, selectors)", |m, a: Args| {
            let data = m.iter(a.get(m, 1))?;
            let data = m.keep(data);
            let selectors = m.iter(a.get(m, 2))?;
            let data = m.new_ref(data);
            Ok(made(m, a, vec![data, selectors]))
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| go_on(m, a, row::COMPRESS, 1)),
    ],
    ..ITERATOR
};

pub fn compress(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                m.native_mut().state = 1;
                answer = answer!(m.begin_next(field(m, o, 0), NATIVE));
            }
            1 => {
                let Some(item) = m.item_of(answer)? else { return end() };
                m.hold(1, item);
                m.native_mut().state = 2;
                answer = answer!(m.begin_next(field(m, o, 1), NATIVE));
            }
            2 => {
                let Some(selector) = m.item_of(answer)? else { return end() };
                m.native_mut().state = 3;
                answer = answer!(m.begin_truth_of(selector, NATIVE));
            }
            _ => {
                let value = m.value_of(answer)?;
                let truth = value.get() == fixed::TRUE;
                m.drop_ref(value);
                if truth {
                    return Ok(Step::Done(m.take_held(1)));
                }
                m.let_go(1);
                m.native_mut().state = 0;
                answer = Answer::Begin;
            }
        }
    }
}
