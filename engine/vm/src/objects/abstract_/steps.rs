//! What walks over iterables and sequences, asking Python code on the way, as native activations
//! (`Objects/abstract.c`, `Objects/listobject.c`, `Objects/tupleobject.c`).

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::replay::Op;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::CompareOp;
use crate::objects::abstract_::plain::Scan;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

fn none() -> Owned {
    Owned::steal(fixed::NONE)
}

fn is_true(truth: Owned) -> bool {
    truth.into_edge() == Machine::new_bool(true)
}

impl Machine {
    /// `a.extend(b)`; the answer is None.
    pub fn begin_extend(&mut self, list: Obj, iterable: Obj, on_return: OnReturn) -> R<Begun> {
        if self.extend_quickly(list, iterable) {
            return Ok(Begun::Value(none()));
        }
        let held = [StackRef::borrowed(list), StackRef::borrowed(iterable), StackRef::NULL];
        self.enter(What::Extend, &held, 0, on_return)
    }

    /// The items of lists and tuples are there already.
    pub fn extend_quickly(&mut self, list: Obj, iterable: Obj) -> bool {
        let quick = matches!(self.kind(iterable), Kind::List | Kind::Tuple) && self.is_builtin_exact(iterable);
        if quick {
            let (n, more) = (self.list_len(list), self.slot(iterable).a);
            self.list_presize(list, n, more);
            for i in 0..more {
                let item = self.tuple_item(iterable, i);
                let item = self.new_ref(item);
                self.list_append(list, item);
            }
        }
        quick
    }

    /// The items of an iterable as a new list, for an instruction.
    pub fn begin_gathering(&mut self, iterable: Obj) -> R<Begun> {
        let list = StackRef::owned(self.new_list().into_edge());
        let held = [list, StackRef::borrowed(iterable), StackRef::NULL];
        self.enter(What::Extend, &held, extending::ANSWERS_LIST | extending::NO_HINT, OnReturn::Instruction)
    }

    /// `a.update(b)` of a set; the answer is None.
    pub fn begin_set_update(&mut self, set: Obj, iterable: Obj, on_return: OnReturn) -> R<Begun> {
        if matches!(self.kind(iterable), Kind::Set | Kind::FrozenSet | Kind::Dict) && self.is_builtin_exact(iterable) {
            self.set_update(set, iterable)?;
            return Ok(Begun::Value(none()));
        }
        let held = [StackRef::borrowed(set), StackRef::borrowed(iterable), StackRef::NULL, StackRef::NULL];
        self.enter(What::SetUpdate, &held, 0, on_return)
    }

    /// A comparison of two lists or two tuples.
    pub fn begin_compare_sequences(&mut self, op: CompareOp, a: Obj, b: Obj, on_return: OnReturn) -> R<Begun> {
        if self.kind(a) == Kind::List && self.slot(a).a != self.slot(b).a && matches!(op, CompareOp::Eq | CompareOp::Ne)
        {
            return Ok(Begun::Value(Owned::steal(Machine::new_bool(op == CompareOp::Ne))));
        }
        if let Some(answer) = self.compare_plain(op, a, b) {
            return Ok(Begun::Value(Owned::steal(Machine::new_bool(answer))));
        }
        let held = [StackRef::borrowed(a), StackRef::borrowed(b), StackRef::NULL, StackRef::NULL];
        self.enter(What::CompareSequences, &held, op as u64, on_return)
    }

    /// A search in a list or tuple that answers a bool.
    pub fn begin_find(&mut self, what: What, seq: Obj, item: Obj, on_return: OnReturn) -> R<Begun> {
        let from = match self.scan_equal(seq, item, 0, u32::MAX) {
            Scan::Unsure(from) => from,
            scan => {
                return Ok(Begun::Value(Owned::steal(Machine::new_bool(matches!(scan, Scan::At(_))))));
            }
        };
        let held = [StackRef::borrowed(seq), StackRef::borrowed(item), StackRef::NULL];
        self.enter(what, &held, u64::from(from) | u64::from(u32::MAX) << 32, on_return)
    }

    /// Whether two objects are equal, where that is known without running Python code.
    pub fn quickly_equal(&mut self, a: Obj, b: Obj) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        if let Some(equal) = self.plainly_equal(a, b) {
            return Some(equal);
        }
        let simple = |m: &Machine, o: Obj| {
            matches!(m.kind(o), Kind::Int | Kind::Bool | Kind::Float | Kind::Str | Kind::None | Kind::Bytes)
                && m.is_builtin_exact(o)
        };
        if !simple(self, a) || !simple(self, b) {
            return None;
        }
        self.objects_equal(a, b).ok()
    }
}

/// Asks an iterable, the local `at`, for its iterator, which becomes the next local.
macro_rules! iterator {
    ($m:expr, $answer:expr, $at:expr) => {{
        let got = match $answer {
            $crate::eval::activation::Answer::Begin => {
                let o = $m.held($at);
                $crate::eval::slot_steps::answer!($m.begin_iter(o, $crate::eval::frame::OnReturn::Native)?)
            }
            got => got,
        };
        let it = $m.value_of(got)?;
        let it = $m.checked_iterator(it)?;
        $m.hold($at + 1, it);
    }};
}
pub(crate) use iterator;

/// Numbers of `extend`.
pub mod extending {
    /// The list is the answer, as of `+=`.
    pub const ANSWERS_LIST: u64 = 1;
    /// Nobody is asked for a hint of the length (`PySequence_Tuple`, `set_update_internal`, unpacking).
    pub const NO_HINT: u64 = 2;
    /// The first item that cannot be a byte is the last.
    pub const BYTES: u64 = 4;
}

/// Locals: list, iterable, iterator. `a` is of [`extending`].
pub fn extend(m: &mut Machine, answer: Answer) -> R<Step> {
    let list = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                let iterable = m.held(1);
                if matches!(answer, Answer::Begin) && m.extend_quickly(list, iterable) {
                    break;
                }
                iterator!(m, answer, 1);
                m.native_mut().state = 1;
                answer = Answer::Begin;
            }
            1 => {
                let hint = match answer {
                    Answer::Begin if m.native_now().a & extending::NO_HINT != 0 => None,
                    Answer::Begin => {
                        let iterable = m.held(1);
                        match m.begin_length_hint(iterable)? {
                            Some(begun) => Some(answer!(begun)),
                            None => None,
                        }
                    }
                    got => Some(got),
                };
                let iterable = m.held(1);
                // Who gives no hint is taken for eight.
                let guessed = (m.native_now().a & extending::NO_HINT == 0).then_some(8);
                let room = match hint {
                    None => guessed,
                    Some(got) => m.hint_of(iterable, got)?.or(guessed),
                };
                if let Some(room) = room.filter(|&room| room > 0) {
                    let n = m.list_len(list);
                    if m.is_counted(iterable) {
                        m.list_reserve(list, n + room);
                    } else {
                        m.list_presize(list, n, room);
                    }
                }
                let native = m.native_mut();
                (native.state, native.b) = (2, u64::from(room.is_some()));
                let it = m.held(2);
                answer = answer!(m.begin_next(it, NATIVE)?);
            }
            _ => {
                let Some(item) = m.item_of(answer)? else {
                    let (n, allocated) = (m.list_len(list), m.list_allocated(list));
                    if n < allocated && m.native_now().b != 0 {
                        m.list_trim(list, n);
                    }
                    break;
                };
                let wanted = m.native_now().a & extending::BYTES == 0 || m.may_be_byte(item.get());
                m.list_append(list, item);
                if !wanted {
                    break;
                }
                let it = m.held(2);
                if m.steps_natively(it) {
                    // The rest needs nobody.
                    while let Some(item) = m.iter_next(it)? {
                        m.list_append(list, item);
                    }
                    answer = Answer::Ended(none());
                } else {
                    answer = answer!(m.begin_next(it, NATIVE)?);
                }
            }
        }
    }
    m.let_go(2);
    if m.native_now().a & extending::ANSWERS_LIST != 0 {
        return Ok(Step::Done(m.new_ref(list)));
    }
    Ok(Step::Done(none()))
}

impl Machine {
    /// Whether a list grows for its items as by appending, and not to just their number (`list_extend_set`,
    /// `list_extend_dict`).
    fn is_counted(&self, iterable: Obj) -> bool {
        self.is_builtin_exact(iterable)
            && matches!(self.kind(iterable), Kind::Set | Kind::FrozenSet | Kind::Dict | Kind::DictView)
    }

    /// `PyObject_LengthHint`: `__len__`, else `__length_hint__`; `None` where there is nothing to ask.
    fn begin_length_hint(&mut self, o: Obj) -> R<Option<Begun>> {
        let sequence = Obj(self.slot(o).b_lo());
        let by_index = self.kind(o) == Kind::Reversed || self.ty(o) == ty::ITERATOR;
        if by_index && !sequence.is_null() && !self.is_builtin_exact(sequence) {
            // Iterators by index ask what they walk over.
            if self.lookup_special(sequence, static_strings::DUNDER_LEN).is_null() {
                return Ok(None);
            }
            return self.begin_len(sequence, NATIVE).map(Some);
        }
        if self.is_builtin_exact(o) {
            return Ok(self.length_hint(o).map(|n| Begun::Value(self.new_int(i64::from(n)))));
        }
        if !self.lookup_special(o, static_strings::DUNDER_LEN).is_null() {
            return self.begin_len(o, NATIVE).map(Some);
        }
        let name = self.intern_str("__length_hint__");
        let hint = self.lookup_special(o, name.get());
        self.drop_ref(name);
        if hint.is_null() { Ok(None) } else { self.begin_unbound(hint, o, &[], NATIVE).map(Some) }
    }

    /// What was answered to the hint; `TypeError` and `NotImplemented` say that there is none.
    fn hint_of(&mut self, o: Obj, answer: Answer) -> R<Option<u32>> {
        match self.value_of(answer) {
            Ok(value) => {
                if value.get() == fixed::NOT_IMPLEMENTED {
                    self.drop_ref(value);
                    return Ok(None);
                }
                let hint = if self.is_int(value.get()) { self.int_clamped(value.get()) } else { i64::MIN };
                let name = self.type_name(value.get());
                self.drop_ref(value);
                if hint == i64::MIN {
                    let text = format!("__length_hint__ must be an integer, not {name}");
                    return Err(self.raise(ty::TYPE_ERROR, &text));
                }
                if hint < 0 {
                    return Err(self.raise(ty::VALUE_ERROR, "__length_hint__() should return >= 0"));
                }
                let n = hint.min(1 << 28) as u32;
                let at = self.slot(o).a;
                Ok(Some(match self.kind(o) {
                    Kind::Reversed if n < at => 0,
                    Kind::Reversed => at,
                    Kind::SeqIter if self.ty(o) == ty::ITERATOR => n.saturating_sub(at),
                    _ => n,
                }))
            }
            Err(Raised) if self.raised_is(ty::TYPE_ERROR) => {
                self.clear_raised();
                Ok(None)
            }
            Err(Raised) => Err(Raised),
        }
    }
}

/// Locals: set, iterable, iterator, the item that is put in.
pub fn set_update(m: &mut Machine, answer: Answer) -> R<Step> {
    let set = m.held(0);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                iterator!(m, answer, 1);
            }
            1 => {
                let Some(item) = m.item_of(answer)? else {
                    m.let_go(2);
                    return Ok(Step::Done(none()));
                };
                let o = item.get();
                m.hold(3, item);
                m.native_mut().state = 2;
                answer = answer!(m.begin_asking(Op::SetAdd, [set, o, Obj::NULL], NATIVE)?);
                continue;
            }
            _ => {
                let added = m.value_of(answer)?;
                m.drop_ref(added);
                m.let_go(3);
            }
        }
        m.native_mut().state = 1;
        let it = m.held(2);
        answer = answer!(m.begin_next(it, NATIVE)?);
    }
}

/// Unpacking to exactly `a` names: the items are pushed behind the locals (iterable and iterator), and answered as
/// a tuple.
pub fn unpack(m: &mut Machine, answer: Answer) -> R<Step> {
    let want = m.native_now().a as u32;
    let o = m.held(0);
    let mut answer = answer;
    loop {
        if m.native_now().state == 0 {
            let got = match answer {
                Answer::Begin => match m.begin_iter(o, NATIVE) {
                    Ok(begun) => answer!(begun),
                    Err(e) => return Err(m.not_unpackable(o, e)),
                },
                got => got,
            };
            let it = m.value_of(got)?;
            let it = m.checked_iterator(it)?;
            m.hold(1, it);
            m.check_stack(m.thread.sp, want)?;
            m.native_mut().state = 1;
        } else {
            let count = m.native_now().b as u32;
            match m.item_of(answer)? {
                None if count < want => return Err(m.wrong_unpack(want, count, false)),
                None => {
                    let items = m.pop_items(want);
                    return Ok(Step::Done(m.new_tuple(items)));
                }
                Some(item) if count == want => {
                    m.drop_ref(item);
                    let known = matches!(m.kind(o), Kind::Dict);
                    let n = if known { m.dict_len(o) } else { u32::MAX };
                    return Err(m.wrong_unpack(want, n, known));
                }
                Some(item) => {
                    m.push_owned(item);
                    m.native_mut().b += 1;
                }
            }
        }
        let it = m.held(1);
        answer = answer!(m.begin_next(it, NATIVE)?);
    }
}

/// `item in iterable` by iteration. Locals: iterable, item, iterator, the item that is compared.
pub fn iter_contains(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                let got = match answer {
                    Answer::Begin => {
                        let o = m.held(0);
                        answer!(m.begin_iter(o, NATIVE)?)
                    }
                    got => got,
                };
                let it = m.value_of(got)?;
                let it = m.checked_iterator(it)?;
                m.hold(2, it);
            }
            1 => {
                let Some(other) = m.item_of(answer)? else {
                    return Ok(Step::Done(Owned::steal(Machine::new_bool(false))));
                };
                let (o, item) = (other.get(), m.held(1));
                m.hold(3, other);
                m.native_mut().state = 2;
                answer = answer!(m.begin_equal(o, item, NATIVE)?);
                continue;
            }
            2 => {
                let value = m.value_of(answer)?;
                m.native_mut().state = 3;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
                continue;
            }
            _ => {
                let equal = m.value_of(answer)?;
                m.let_go(3);
                if is_true(equal) {
                    return Ok(Step::Done(Owned::steal(Machine::new_bool(true))));
                }
            }
        }
        m.native_mut().state = 1;
        let it = m.held(2);
        answer = answer!(m.begin_next(it, NATIVE)?);
    }
}

/// A search through a list or tuple. Locals: sequence, item, the item that is compared; `a` is its index, and in the upper
/// half where the search ends; `b` counts.
pub fn find(m: &mut Machine, answer: Answer) -> R<Step> {
    let (seq, item, what) = (m.held(0), m.held(1), m.native_now().what);
    let mut answer = answer;
    loop {
        let equal = match m.native_now().state {
            0 => None,
            1 => {
                let value = m.value_of(answer)?;
                m.native_mut().state = 2;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
                continue;
            }
            _ => {
                let equal = is_true(m.value_of(answer)?);
                m.let_go(2);
                Some(equal)
            }
        };
        let (mut i, end) = (m.native_now().a as u32, (m.native_now().a >> 32) as u32);
        let mut known = equal;
        loop {
            if known.is_none() {
                if i >= m.slot(seq).a.min(end) {
                    return found(m, what, None);
                }
                let other = m.tuple_item(seq, i);
                known = m.quickly_equal(other, item);
            }
            match known.take() {
                Some(true) if what == What::Count => {
                    m.native_mut().b += 1;
                    i += 1;
                }
                Some(true) => return found(m, what, Some(i)),
                Some(false) => i += 1,
                None => break,
            }
        }
        let native = m.native_mut();
        (native.a, native.state) = (u64::from(i) | u64::from(end) << 32, 1);
        let other = m.tuple_item(seq, i);
        let held = m.new_ref(other);
        m.hold(2, held);
        answer = answer!(m.begin_equal(other, item, NATIVE)?);
    }
}

/// The search has ended, at an equal item or without one.
fn found(m: &mut Machine, what: What, at: Option<u32>) -> R<Step> {
    let text = match (what, at) {
        (What::Contains, _) => return Ok(Step::Done(Owned::steal(Machine::new_bool(at.is_some())))),
        (What::Count, _) => {
            let count = m.native_now().b as i64;
            return Ok(Step::Done(m.new_int(count)));
        }
        (What::Remove, Some(i)) => {
            let list = m.held(0);
            if i < m.list_len(list) {
                let gone = m.list_pop(list, i);
                m.drop_ref(gone);
            }
            return Ok(Step::Done(none()));
        }
        (_, Some(i)) => return Ok(Step::Done(m.new_int(i64::from(i)))),
        (What::Remove, None) => "list.remove(x): x not in list",
        (What::TupleIndex, None) => "tuple.index(x): x not in tuple",
        (_, None) => "list.index(x): x not in list",
    };
    Err(m.raise(ty::VALUE_ERROR, text))
}

/// `list_richcompare`, `tuple_richcompare`. Locals: both sequences, the two items; `a` is the operator, `b` the index.
pub fn compare_sequences(m: &mut Machine, answer: Answer) -> R<Step> {
    let (x, y) = (m.held(0), m.held(1));
    let op = CompareOp::from_arg(m.native_now().a as u32);
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {}
            1 => {
                let value = m.value_of(answer)?;
                m.native_mut().state = 2;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
                continue;
            }
            2 => {
                if is_true(m.value_of(answer)?) {
                    m.native_mut().b += 1;
                } else {
                    return differ(m, op);
                }
                m.let_go(2);
                m.let_go(3);
            }
            _ => return m.value_of(answer).map(Step::Done),
        }
        let mut i = m.native_now().b as u32;
        loop {
            if i >= m.slot(x).a || i >= m.slot(y).a {
                let answer = op.holds(m.slot(x).a.cmp(&m.slot(y).a));
                return Ok(Step::Done(Owned::steal(Machine::new_bool(answer))));
            }
            let (p, q) = (m.tuple_item(x, i), m.tuple_item(y, i));
            match m.quickly_equal(p, q) {
                Some(true) => i += 1,
                known => {
                    let (hp, hq) = (m.new_ref(p), m.new_ref(q));
                    m.hold(2, hp);
                    m.hold(3, hq);
                    m.native_mut().b = u64::from(i);
                    if known == Some(false) {
                        return differ(m, op);
                    }
                    m.native_mut().state = 1;
                    answer = answer!(m.begin_compare(CompareOp::Eq, p, q, NATIVE)?);
                    break;
                }
            }
        }
    }
}

/// The first items that differ decide, if comparing them has not taken them away.
fn differ(m: &mut Machine, op: CompareOp) -> R<Step> {
    let (x, y, i) = (m.held(0), m.held(1), m.native_now().b as u32);
    if i >= m.slot(x).a || i >= m.slot(y).a {
        let answer = op.holds(m.slot(x).a.cmp(&m.slot(y).a));
        return Ok(Step::Done(Owned::steal(Machine::new_bool(answer))));
    }
    if matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Step::Done(Owned::steal(Machine::new_bool(op == CompareOp::Ne))));
    }
    let (p, q) = (m.held(2), m.held(3));
    m.native_mut().state = 3;
    let answer = answer!(m.begin_compare(op, p, q, NATIVE)?);
    m.value_of(answer).map(Step::Done)
}

/// `list[slice] = iterable` where Python code makes the items. Locals: list, slice, iterable, the items in a list.
pub fn set_slice(m: &mut Machine, answer: Answer) -> R<Step> {
    let got = match answer {
        Answer::Begin => {
            let (iterable, items) = (m.held(2), m.held(3));
            answer!(m.begin_extend(items, iterable, NATIVE)?)
        }
        got => got,
    };
    let value = m.value_of(got)?;
    m.drop_ref(value);
    let (list, slice, items) = (m.held(0), m.held(1), m.held(3));
    m.setitem(list, slice, items)?;
    Ok(Step::Done(none()))
}
