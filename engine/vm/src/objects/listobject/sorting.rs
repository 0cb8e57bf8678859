//! `list.sort` and `sorted`: keys, comparisons, and the list that looks empty meanwhile (`list_sort_impl`).

use crate::eval::activation::{Answer, Native, Step};
use crate::eval::activations::What;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::CompareOp;
use crate::objects::listobject::sort::Sorter;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

/// Numbers of the activation: reverse, and whether the list is the answer.
pub const REVERSE: u64 = 1;
pub const SORTED: u64 = 2;

/// Where it stands: gathering the items; computing keys; sorting; a comparison's truth; it is known.
mod state {
    pub const GATHER: u16 = 0;
    pub const KEYS: u16 = 1;
    pub const SORT: u16 = 2;
    pub const COMPARED: u16 = 3;
    pub const KNOWN: u16 = 4;
}

/// Whether a sort holds the items by now.
pub(crate) fn has_begun(native: &Native) -> bool {
    native.state > state::GATHER
}

/// Whether it is computing keys.
pub(crate) fn makes_keys(native: &Native) -> bool {
    native.state == state::KEYS
}

impl Machine {
    /// Sorts a list as `list.sort` does, or a new list of the items of an iterable as `sorted` does.
    pub fn sort_list(&mut self, list: StackRef, iterable: Obj, key: Obj, how: u64) -> R {
        let lent = |o: Obj| if o.is_null() || Machine::is_none(o) { StackRef::NULL } else { StackRef::borrowed(o) };
        self.go_on_with(What::Sort, &[list, lent(key), lent(iterable)], how)
    }

    /// `a < b` where that is known without running Python code.
    fn quickly_less(&mut self, a: Obj, b: Obj, depth: u32) -> Option<bool> {
        if !self.is_builtin_exact(a) || !self.is_builtin_exact(b) {
            return None;
        }
        match (self.kind(a), self.kind(b)) {
            (Kind::Int, Kind::Int)
            | (Kind::Float, Kind::Float)
            | (Kind::Str, Kind::Str)
            | (Kind::Bytes, Kind::Bytes)
            | (Kind::Int, Kind::Float)
            | (Kind::Float, Kind::Int) => self.objects_less(a, b).ok(),
            (Kind::Tuple, Kind::Tuple) | (Kind::List, Kind::List) if depth < 4 => {
                let n = self.slot(a).a.min(self.slot(b).a);
                for i in 0..n {
                    let (x, y) = (self.tuple_item(a, i), self.tuple_item(b, i));
                    if !self.quickly_equal(x, y)? {
                        return self.quickly_less(x, y, depth + 1);
                    }
                }
                Some(self.slot(a).a < self.slot(b).a)
            }
            _ => None,
        }
    }

    /// Goes on sorting until a comparison is Python code's; which two keys.
    fn advance_sort(&mut self) -> Option<(Obj, Obj)> {
        let mut sorter = self.thread.sorters.pop()?;
        let asked = self.advance_sorter(&mut sorter);
        let keys = asked.map(|(x, y)| (sorter.keys[x as usize], sorter.keys[y as usize]));
        self.thread.sorters.push(sorter);
        keys
    }

    /// The same of a sorter; keys of one class are compared in a row (`unsafe_latin_compare` and the like).
    fn advance_sorter(&mut self, sorter: &mut Sorter) -> Option<(u32, u32)> {
        if sorter.is_fresh()
            && let Some(order) = self.plain_order(&sorter.keys, sorter.reverse)
        {
            sorter.finish(order);
            return None;
        }
        loop {
            let (x, y) = sorter.advance()?;
            match self.quickly_less(sorter.keys[x as usize], sorter.keys[y as usize], 0) {
                Some(less) => sorter.tell(less),
                None => return Some((x, y)),
            }
        }
    }

    /// The list looks empty from here on.
    fn begin_sorting(&mut self, list: Obj, keyed: bool, reverse: bool) {
        let slot = *self.slot(list);
        let items: Vec<Obj> = (0..slot.a).map(|i| self.list_item(list, i)).collect();
        let s = self.slot_mut(list);
        (s.a, s.b) = (0, 0);
        self.thread.sorters.push(Sorter::new(items, keyed, (slot.b_lo(), slot.b_hi()), reverse));
    }

    /// The list gets its items back, as sorted as they are; whether it was changed meanwhile.
    fn end_sorting(&mut self, list: Obj) -> bool {
        let Some(mut sorter) = self.thread.sorters.pop() else { return false };
        sorter.settle();
        let stray = *self.slot(list);
        let (at, room) = sorter.range;
        for (i, from) in sorter.order.iter().enumerate() {
            self.words.data[at as usize + i] = sorter.items[*from as usize].0;
        }
        let slot = self.slot_mut(list);
        slot.a = sorter.items.len() as u32;
        slot.set_b(at, room);
        if sorter.keyed {
            for key in sorter.keys {
                self.decref(key);
            }
        }
        let modified = stray.a != 0 || stray.b_hi() != 0;
        if modified {
            for i in (0..stray.a).rev() {
                let item = Obj(self.words.data[(stray.b_lo() + i) as usize]);
                self.decref(item);
            }
            if stray.b_hi() > 0 {
                self.words.free(stray.b_lo(), stray.b_hi());
            }
        }
        modified
    }
}

/// A sort that ends by an exception gives the list its items back, too.
pub(crate) fn leave(m: &mut Machine) {
    if m.native_now().state > state::GATHER {
        let list = m.held(0);
        m.end_sorting(list);
    }
}

/// Locals: the list, the key function, the iterable to gather from.
pub(crate) fn sort(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    let (list, key) = (m.held(0), m.held(1));
    loop {
        let how = m.native_now().a;
        match m.native_now().state {
            state::GATHER => {
                let iterable = m.held(2);
                if !iterable.is_null() {
                    let got = match answer {
                        Answer::Begin => answer!(m.begin_extend(list, iterable, NATIVE)?),
                        got => got,
                    };
                    let value = m.value_of(got)?;
                    m.drop_ref(value);
                }
                m.begin_sorting(list, !key.is_null(), how & REVERSE != 0);
                m.native_mut().state = if key.is_null() { state::SORT } else { state::KEYS };
                answer = Answer::Begin;
            }
            state::KEYS => {
                let Some(at) = m.thread.sorters.len().checked_sub(1) else {
                    return Ok(Step::Done(Owned::steal(fixed::NONE)));
                };
                if !matches!(answer, Answer::Begin) {
                    let value = m.value_of(answer)?;
                    m.thread.sorters[at].keys.push(value.into_edge());
                }
                let i = m.thread.sorters[at].keys.len();
                let item = m.thread.sorters[at].items.get(i).copied();
                match item {
                    Some(item) => answer = answer!(m.begin(key, &[item], NATIVE)?),
                    None => {
                        m.native_mut().state = state::SORT;
                        answer = Answer::Begin;
                    }
                }
            }
            state::SORT => {
                let Some((x, y)) = m.advance_sort() else { break };
                m.native_mut().state = state::COMPARED;
                answer = answer!(m.begin_compare(CompareOp::Lt, x, y, NATIVE)?);
            }
            state::COMPARED => {
                let value = m.value_of(answer)?;
                m.native_mut().state = state::KNOWN;
                answer = answer!(m.begin_truth_of(value, NATIVE)?);
            }
            _ => {
                let less = m.value_of(answer)?.into_edge() == fixed::TRUE;
                if let Some(sorter) = m.thread.sorters.last_mut() {
                    sorter.tell(less);
                }
                m.native_mut().state = state::SORT;
                answer = Answer::Begin;
            }
        }
    }
    let modified = m.end_sorting(list);
    let sorted = m.native_now().a & SORTED != 0;
    // Nothing is left for `leave` to give back.
    m.native_mut().state = state::GATHER;
    if modified {
        return Err(m.raise(ty::VALUE_ERROR, "list modified during sort"));
    }
    Ok(Step::Done(if sorted { m.take_held(0) } else { Owned::steal(fixed::NONE) }))
}
