//! `dict.update` and `dict.fromkeys` as native activations: Python code makes keys and values, and finalizers of old
//! values see the dict as it is then (`Objects/dictobject.c`: `dict_merge`, `PyDict_MergeFromSeq2`).

use crate::eval::activation::{Answer, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::replay::Op;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::steps::iterator;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

/// Locals of `update`.
pub mod local {
    pub const DICT: u32 = 0;
    pub const OTHER: u32 = 1;
    /// Names of keyword arguments, whose values lie from `b` on.
    pub const NAMES: u32 = 2;
    pub const SOURCE: u32 = 3;
    pub const ITERATOR: u32 = 4;
    pub const KEY: u32 = 5;
    pub const PARTS: u32 = 6;
    pub const COUNT: usize = 7;
}

mod state {
    pub const BEGIN: u16 = 0;
    pub const MERGE: u16 = 1;
    pub const KEYS: u16 = 2;
    pub const KEYS_ITER: u16 = 3;
    pub const NEXT_KEY: u16 = 4;
    pub const VALUE: u16 = 5;
    pub const PAIRS_ITER: u16 = 6;
    pub const NEXT_PAIR: u16 = 7;
    pub const PARTS: u16 = 8;
    pub const KEYWORDS: u16 = 9;
    pub const PUT: u16 = 10;
}

/// Where the walk goes on when finalizers have run.
fn go(m: &mut Machine, state: u16) -> Answer {
    m.native_mut().state = state;
    Answer::Begin
}

/// `d |= other`: as `update`, and the dict is the value.
pub(crate) fn update_in_place(m: &mut Machine, answer: Answer) -> R<Step> {
    let dict = m.held(local::DICT);
    Ok(match update(m, answer)? {
        Step::Done(nothing) => {
            m.drop_ref(nothing);
            Step::Done(m.new_ref(dict))
        }
        other => other,
    })
}

/// `d.update(other, **keywords)`. `a` is the index in another dict, or of a pair.
pub(crate) fn update(m: &mut Machine, answer: Answer) -> R<Step> {
    let (dict, other) = (m.held(local::DICT), m.held(local::OTHER));
    let mut answer = if matches!(answer, Answer::Again) { Answer::Begin } else { answer };
    loop {
        match m.native_now().state {
            state::BEGIN => {
                if other.is_null() || other == dict {
                    answer = go(m, state::KEYWORDS);
                } else if m.kind(other) == Kind::Dict && m.iterates_as_dict(other) {
                    answer = go(m, state::MERGE);
                } else if let Some(keys) = m.getattr_opt(other, static_strings::KEYS)? {
                    m.native_mut().state = state::KEYS;
                    let begun = m.begin(keys.get(), &[], NATIVE);
                    m.drop_ref(keys);
                    answer = answer!(begun?);
                } else {
                    answer = go(m, state::PAIRS_ITER);
                }
            }
            state::MERGE => {
                let from = m.native_now().a as u32;
                let Some((i, key, value)) = m.dict_next(other, from) else {
                    answer = go(m, state::KEYWORDS);
                    continue;
                };
                m.native_mut().a = u64::from(i) + 1;
                let (key, value) = (m.new_ref(key), m.new_ref(value));
                let (before, hash) = (m.dict_len(other), m.dict_entry_hash(other, i));
                let done = m.dict_set_hashed(dict, key.get(), hash, value.get());
                m.drop_ref(value);
                m.drop_ref(key);
                done?;
                if m.dict_len(other) != before {
                    return Err(m.raise(ty::RUNTIME_ERROR, "dict mutated during update"));
                }
                if m.deaths_wait() {
                    return Ok(Step::Wait);
                }
            }
            state::KEYS => {
                let keys = m.value_of(answer)?;
                if !m.is_iterable(keys.get()) {
                    let (mapping, got) = (m.type_name(other), m.type_name(keys.get()));
                    m.drop_ref(keys);
                    let text = format!("{mapping}.keys() returned a non-iterable (type {got})");
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                m.hold(local::SOURCE, keys);
                answer = go(m, state::KEYS_ITER);
            }
            state::KEYS_ITER => {
                iterator!(m, answer, local::SOURCE);
                answer = next(m, state::NEXT_KEY)?;
                if let Answer::Begin = answer {
                    return Ok(Step::Called);
                }
            }
            state::NEXT_KEY => {
                if let Answer::Begin = answer {
                    answer = next(m, state::NEXT_KEY)?;
                    if let Answer::Begin = answer {
                        return Ok(Step::Called);
                    }
                }
                let Some(key) = m.item_of(answer)? else {
                    answer = go(m, state::KEYWORDS);
                    continue;
                };
                let o = key.get();
                m.hold(local::KEY, key);
                m.native_mut().state = state::VALUE;
                answer = answer!(m.begin_getitem(other, o, NATIVE)?);
            }
            state::VALUE => {
                let value = m.value_of(answer)?;
                let key = m.held(local::KEY);
                let done = m.dict_set(dict, key, value.get());
                m.drop_ref(value);
                m.let_go(local::KEY);
                done?;
                answer = go(m, state::NEXT_KEY);
                if m.deaths_wait() {
                    return Ok(Step::Wait);
                }
            }
            state::PAIRS_ITER => {
                if let Answer::Begin = answer {
                    let source = m.new_ref(other);
                    m.hold(local::SOURCE, source);
                }
                iterator!(m, answer, local::SOURCE);
                answer = go(m, state::NEXT_PAIR);
            }
            state::NEXT_PAIR => {
                if let Answer::Begin = answer {
                    answer = next(m, state::NEXT_PAIR)?;
                    if let Answer::Begin = answer {
                        return Ok(Step::Called);
                    }
                }
                let Some(pair) = m.item_of(answer)? else {
                    answer = go(m, state::KEYWORDS);
                    continue;
                };
                let o = pair.get();
                m.hold(local::KEY, pair);
                m.native_mut().state = state::PARTS;
                if matches!(m.kind(o), Kind::Tuple | Kind::List) && m.is_builtin_exact(o) {
                    let parts = m.new_ref(o);
                    m.hold(local::PARTS, parts);
                    answer = Answer::Value(Owned::steal(fixed::NONE));
                } else {
                    let parts = m.new_list();
                    let list = parts.get();
                    m.hold(local::PARTS, parts);
                    answer = match m.begin_extend(list, o, NATIVE) {
                        Ok(begun) => answer!(begun),
                        Err(Raised) => Answer::Raised,
                    };
                }
            }
            state::PARTS => {
                let (key, value) = pair_of(m, answer)?;
                m.native_mut().state = state::PUT;
                answer = answer!(m.begin_asking(Op::DictSet, [dict, key, value], NATIVE)?);
            }
            state::PUT => {
                let put = m.value_of(answer)?;
                m.drop_ref(put);
                m.let_go(local::PARTS);
                m.let_go(local::KEY);
                m.native_mut().a += 1;
                answer = go(m, state::NEXT_PAIR);
                if m.deaths_wait() {
                    return Ok(Step::Wait);
                }
            }
            _ => {
                let names = m.held(local::NAMES);
                if !names.is_null() {
                    let first = m.native_now().b as u32;
                    for i in 0..m.tuple_len(names) {
                        let (key, value) = (m.tuple_item(names, i), m.thread.stack[(first + i) as usize].obj());
                        m.dict_set(dict, key, value)?;
                    }
                }
                return Ok(Step::Done(Owned::steal(fixed::NONE)));
            }
        }
    }
}

/// Asks for the next item; `Begin`: it is on its way.
fn next(m: &mut Machine, state: u16) -> R<Answer> {
    m.native_mut().state = state;
    let it = m.held(local::ITERATOR);
    Ok(match m.begin_next(it, NATIVE) {
        Ok(Begun::Frame) => Answer::Begin,
        Ok(Begun::Value(value)) => Answer::Value(value),
        Ok(Begun::End) => Answer::Ended(Owned::steal(fixed::NONE)),
        Err(Raised) => Answer::Raised,
    })
}

/// A pair of key and value, gathered in a sequence.
fn pair_of(m: &mut Machine, answer: Answer) -> R<(Obj, Obj)> {
    let i = m.native_now().a;
    match m.value_of(answer) {
        Ok(value) => m.drop_ref(value),
        Err(Raised) if m.raised_is(ty::TYPE_ERROR) => {
            // The words of an item that cannot be walked are these; what failed on the way keeps its own.
            let raised = match m.exception_str(m.thread.raised) {
                Ok(text) if !text.ends_with("object is not iterable") => Raised,
                _ => {
                    m.clear_raised();
                    m.raise(ty::TYPE_ERROR, "object is not iterable")
                }
            };
            let note = format!("Cannot convert dictionary update sequence element #{i} to a sequence");
            m.note_raised(&note);
            return Err(raised);
        }
        Err(Raised) => return Err(Raised),
    }
    let parts = m.held(local::PARTS);
    let n = m.slot(parts).a;
    if n != 2 {
        let text = format!("dictionary update sequence element #{i} has length {n}; 2 is required");
        return Err(m.raise(ty::VALUE_ERROR, &text));
    }
    Ok((m.tuple_item(parts, 0), m.tuple_item(parts, 1)))
}

/// `dict.fromkeys(iterable, value)`. Locals: the dict, the iterable, its iterator, the value, the key that is put in.
pub(crate) fn from_keys(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                iterator!(m, answer, 1);
            }
            1 => {
                let Some(key) = m.item_of(answer)? else { return Ok(Step::Done(m.take_held(0))) };
                let (dict, value, o) = (m.held(0), m.held(3), key.get());
                m.hold(4, key);
                m.native_mut().state = 2;
                let put = if m.ty(dict) == ty::DICT { Op::DictSet } else { Op::SetItem };
                answer = answer!(m.begin_asking(put, [dict, o, value], NATIVE)?);
                continue;
            }
            _ => {
                let put = m.value_of(answer)?;
                m.drop_ref(put);
                m.let_go(4);
            }
        }
        m.native_mut().state = 1;
        let it = m.held(2);
        answer = answer!(m.begin_next(it, NATIVE)?);
    }
}
