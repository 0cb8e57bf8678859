//! `product permutations combinations combinations_with_replacement`: all choices of items, in the order of their numbers. They take
//! all items at the start.

use super::{ITER, ITERATOR, made};
use crate::fill::{field, set_field};
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::Args;
use vm::native::typedef::{TypeDef, new, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields: a list of tuples of items to choose from, one for each place, or one for all; the numbers chosen last as a list,
/// nothing before the first and None behind the last.
const POOLS: u32 = 0;
const CHOSEN: u32 = 1;

fn numbers(m: &Machine, list: Obj) -> Vec<usize> {
    m.seq_items(list).into_iter().map(|n| m.int_clamped(n).max(0) as usize).collect()
}

fn list_of(m: &mut Machine, numbers: &[usize]) -> Owned {
    let items = numbers.iter().map(|&n| m.new_int(n as i64)).collect();
    m.new_list_of(items)
}

/// The next choice: `first` of sizes of pools, `next` of those and the choice before.
fn step(
    m: &mut Machine,
    a: Args,
    first: fn(&[usize], usize) -> Option<Vec<usize>>,
    next: fn(&[usize], &mut Vec<usize>) -> bool,
) -> R {
    let o = a.get(m, 0);
    let pools = m.seq_items(field(m, o, POOLS));
    let sizes: Vec<usize> = pools.iter().map(|&pool| m.tuple_len(pool) as usize).collect();
    let chosen = field(m, o, CHOSEN);
    let choice = if chosen.is_null() {
        first(&sizes, crate::fill::int_field(m, o, 2) as usize)
    } else if Machine::is_none(chosen) {
        None
    } else {
        let mut choice = numbers(m, chosen);
        next(&sizes, &mut choice).then_some(choice)
    };
    let Some(choice) = choice else {
        set_field(m, o, CHOSEN, Owned::steal(vm::native::static_strings::fixed::NONE));
        return Err(m.raise_empty(ty::STOP_ITERATION));
    };
    let items: Vec<Obj> = choice
        .iter()
        .enumerate()
        .map(|(place, &n)| m.tuple_item(pools[if pools.len() == 1 { 0 } else { place }], n as u32))
        .collect();
    let kept = list_of(m, &choice);
    set_field(m, o, CHOSEN, kept);
    Ok(m.new_tuple_from(&items))
}

/// All items of an iterable, as a tuple.
fn pool(m: &mut Machine, iterable: Obj) -> R<Obj> {
    let items = m.iterate_all(iterable)?;
    let pool = m.new_tuple(items);
    Ok(m.keep(pool))
}

fn length(m: &mut Machine, o: Obj) -> R<i64> {
    let r = m.index_i64(o)?;
    if r < 0 { Err(m.raise(ty::VALUE_ERROR, "r must be non-negative")) } else { Ok(r) }
}

/// `itertools.product`.
pub static PRODUCT: TypeDef = TypeDef {
    name: "product",
    fields: 3,
    text: "(*iterables, repeat=1)",
    doc: "All tuples of an item of each iterable.",
    natives: &[
        new("product(*iterables, repeat=1)", |m, a| {
            let mut repeat = 1;
            for (name, value) in a.keywords(m) {
                if !m.str_is(name, "repeat") {
                    let name = m.str_text(name);
                    let text = format!("product() got an unexpected keyword argument '{name}'");
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                repeat = m.index_i64(value)?;
                if repeat < 0 {
                    return Err(m.raise(ty::VALUE_ERROR, "repeat argument cannot be negative"));
                }
            }
            let mut pools = Vec::new();
            for iterable in a.rest(m, 1) {
                pools.push(pool(m, iterable)?);
            }
            if (repeat as usize).saturating_mul(pools.len()) > 1 << 20 {
                return Err(m.raise(ty::OVERFLOW_ERROR, "repeat argument too large"));
            }
            let all = pools.repeat(repeat as usize);
            let n = m.new_int(all.len() as i64);
            let list = m.new_list_from(&all);
            Ok(made(m, a, vec![list, Owned::steal(Obj::NULL), n]))
        })
        .own(),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            step(
                m,
                a,
                |sizes, _| (!sizes.contains(&0)).then(|| vec![0; sizes.len()]),
                |sizes, choice| {
                    for i in (0..choice.len()).rev() {
                        choice[i] += 1;
                        if choice[i] < sizes[i] {
                            return true;
                        }
                        choice[i] = 0;
                    }
                    false
                },
            )
        }),
    ],
    ..ITERATOR
};

fn of_one_pool(m: &mut Machine, a: Args, r: i64) -> R {
    let pool = pool(m, a.get(m, 1))?;
    let r = if r < 0 { i64::from(m.tuple_len(pool)) } else { r };
    let list = m.new_list_from(&[pool]);
    let r = m.new_int(r.min(1 << 30));
    Ok(made(m, a, vec![list, Owned::steal(Obj::NULL), r]))
}

/// `itertools.permutations`.
pub static PERMUTATIONS: TypeDef = TypeDef {
    name: "permutations",
    fields: 3,
    text: "(iterable, r=None)",
    doc: "All orders of so many items.",
    natives: &[
        new("permutations(iterable, r=None)", |m, a| {
            let r = a.opt(m, 2);
            let r = if r.is_null() || Machine::is_none(r) {
                -1
            } else {
                if !m.is_int(r) {
                    return Err(m.raise(ty::TYPE_ERROR, "Expected int as r"));
                }
                length(m, r)?
            };
            of_one_pool(m, a, r)
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            step(
                m,
                a,
                |sizes, r| (r <= sizes[0]).then(|| (0..r).collect()),
                |sizes, choice| {
                    // The last place that can take a greater number that no place before it has.
                    for i in (0..choice.len()).rev() {
                        let free = |n: &usize| !choice[..i].contains(n);
                        let r = choice.len();
                        if let Some(n) = (choice[i] + 1..sizes[0]).find(free) {
                            choice.truncate(i);
                            choice.push(n);
                            for n in 0..sizes[0] {
                                if choice.len() < r && !choice.contains(&n) {
                                    choice.push(n);
                                }
                            }
                            return true;
                        }
                    }
                    false
                },
            )
        }),
    ],
    ..ITERATOR
};

/// `itertools.combinations`.
pub static COMBINATIONS: TypeDef = TypeDef {
    name: "combinations",
    fields: 3,
    text: "(iterable, r)",
    doc: "All choices of so many items, in their order.",
    natives: &[
        new("combinations(iterable, r)", |m, a| {
            let r = length(m, a.get(m, 2))?;
            of_one_pool(m, a, r)
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            step(
                m,
                a,
                |sizes, r| (r <= sizes[0]).then(|| (0..r).collect()),
                |sizes, choice| {
                    let (n, r) = (sizes[0], choice.len());
                    let Some(i) = (0..r).rev().find(|&i| choice[i] < i + n - r) else { return false };
                    let from = choice[i] + 1;
                    for (k, place) in choice[i..].iter_mut().enumerate() {
                        *place = from + k;
                    }
                    true
                },
            )
        }),
    ],
    ..ITERATOR
};

/// `itertools.combinations_with_replacement`.
pub static COMBINATIONS_WITH_REPLACEMENT: TypeDef = TypeDef {
    name: "combinations_with_replacement",
    fields: 3,
    text: "(iterable, r)",
    doc: "All choices of so many items, each as often as wanted.",
    natives: &[
        new("combinations_with_replacement(iterable, r)", |m, a| {
            let r = length(m, a.get(m, 2))?;
            of_one_pool(m, a, r)
        }),
        ITER,
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            step(
                m,
                a,
                |sizes, r| (sizes[0] > 0 || r == 0).then(|| vec![0; r]),
                |sizes, choice| {
                    let Some(i) = choice.iter().rposition(|&n| n + 1 < sizes[0]) else { return false };
                    let n = choice[i] + 1;
                    choice[i..].fill(n);
                    true
                },
            )
        }),
    ],
    ..ITERATOR
};
