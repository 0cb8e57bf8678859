//! Special methods that take more than one call, as native activations (`Objects/typeobject.c`: `slot_*`,
//! `Objects/abstract.c`: `binary_op1`, `Objects/object.c`: `do_richcompare`).

use crate::eval::activation::{Answer, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::{BINARY_OPS, BinaryOp, CompareOp};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

/// The answer that something begun has already given; a step that calls ends here otherwise.
macro_rules! answer {
    ($begun:expr) => {
        match $begun {
            $crate::eval::call::Begun::Frame => return Ok($crate::eval::activation::Step::Called),
            $crate::eval::call::Begun::Value(value) => $crate::eval::activation::Answer::Value(value),
            $crate::eval::call::Begun::End => $crate::eval::activation::Answer::Ended(
                $crate::memory::object::Owned::steal($crate::native::static_strings::fixed::NONE),
            ),
        }
    };
}
pub(crate) use answer;

impl Machine {
    /// The value that a call gave, or its exception.
    pub fn value_of(&mut self, answer: Answer) -> R {
        match answer {
            Answer::Value(value) | Answer::Ended(value) => Ok(value),
            Answer::Begin | Answer::Raised | Answer::Again => Err(Raised),
        }
    }

    /// The item that an iterator gave, if there was one: `StopIteration` is the end, too.
    pub fn item_of(&mut self, answer: Answer) -> R<Option<Owned>> {
        match answer {
            Answer::Value(value) => Ok(Some(value)),
            Answer::Ended(value) => {
                self.drop_ref(value);
                Ok(None)
            }
            _ if self.raised_is(ty::STOP_ITERATION) => {
                self.clear_raised();
                Ok(None)
            }
            _ => Err(Raised),
        }
    }
}

/// `__getattribute__`, then `__getattr__` (`slot_tp_getattr_hook`). Locals: the object and the name.
pub fn get_attr(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, name) = (m.held(0), m.held(1));
    let first = match answer {
        Answer::Begin => {
            let method = m.lookup_special(o, static_strings::DUNDER_GETATTRIBUTE);
            let plain = m.by_layout(method);
            match if plain {
                m.begin_getattr_plain(o, name, NATIVE)
            } else {
                m.begin_unbound(method, o, &[name], NATIVE)
            } {
                Ok(Begun::Frame) => return Ok(Step::Called),
                Ok(Begun::Value(value)) => Ok(value),
                Ok(Begun::End) | Err(Raised) => Err(Raised),
            }
        }
        answer => m.value_of(answer),
    };
    let hook = m.lookup_special(o, static_strings::DUNDER_GETATTR);
    match first {
        Ok(value) => Ok(Step::Done(value)),
        Err(Raised) if m.native_now().state == 0 && !hook.is_null() && m.raised_is(ty::ATTRIBUTE_ERROR) => {
            m.clear_raised();
            m.native_mut().state = 1;
            let answer = answer!(m.begin_unbound(hook, o, &[name], NATIVE)?);
            m.value_of(answer).map(Step::Done)
        }
        Err(Raised) => Err(Raised),
    }
}

/// `__bool__`, or `__len__` (`slot_nb_bool`). Local: the object.
pub fn truth(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let mut answer = answer;
    if let Answer::Begin = answer {
        let method = m.lookup_special(o, static_strings::DUNDER_BOOL);
        if Machine::is_none(method) {
            let name = m.type_name(o);
            return Err(m.raise(ty::TYPE_ERROR, &format!("'{name}' cannot be interpreted as a boolean")));
        }
        if method.is_null() {
            m.native_mut().state = 1;
            answer = if m.lookup_special(o, static_strings::DUNDER_LEN).is_null() {
                let truth = m.truthy(o)?;
                return Ok(Step::Done(Owned::steal(Machine::new_bool(truth))));
            } else {
                answer!(m.begin_len(o, NATIVE)?)
            };
        } else {
            answer = answer!(m.begin_unbound(method, o, &[], NATIVE)?);
        }
    }
    let value = m.value_of(answer)?;
    if m.native_now().state == 1 {
        let truth = m.truthy(value.get());
        m.drop_ref(value);
        return Ok(Step::Done(Owned::steal(Machine::new_bool(truth?))));
    }
    if m.kind(value.get()) == Kind::Bool {
        return Ok(Step::Done(value));
    }
    let name = m.type_name(value.get());
    m.drop_ref(value);
    Err(m.raise(ty::TYPE_ERROR, &format!("__bool__ should return bool, returned {name}")))
}

/// `__len__` (`slot_sq_length`). Local: the object.
pub fn len(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let answer = match answer {
        Answer::Begin => {
            let method = m.lookup_special(o, static_strings::DUNDER_LEN);
            answer!(m.begin_unbound(method, o, &[], NATIVE)?)
        }
        answer => answer,
    };
    let value = m.value_of(answer)?;
    let number = m.index(value.get());
    m.drop_ref(value);
    let number = number?;
    let n = m.int_clamped(number.get());
    let fits = m.int_small(number.get()).is_some();
    m.drop_ref(number);
    if n < 0 {
        return Err(m.raise(ty::VALUE_ERROR, "__len__() should return >= 0"));
    }
    if !fits {
        return Err(m.raise(ty::OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer"));
    }
    Ok(Step::Done(m.new_int(n)))
}

fn compare_op(number: u64) -> CompareOp {
    CompareOp::from_arg(number as u32)
}

/// A comparison and its reflection (`do_richcompare`). Locals: both sides.
pub fn compare(m: &mut Machine, answer: Answer) -> R<Step> {
    let (a, b) = (m.held(0), m.held(1));
    let op = compare_op(m.native_now().a);
    let mut answer = answer;
    loop {
        if !matches!(answer, Answer::Begin) {
            let value = m.value_of(answer)?.into_edge();
            if value != fixed::NOT_IMPLEMENTED {
                return Ok(Step::Done(Owned::steal(value)));
            }
        }
        let (ta, tb) = (m.ty(a), m.ty(b));
        let right = m.type_lookup(tb, op.swapped().method());
        let right_first = ta != tb && m.is_subtype(tb, ta) && !right.is_null();
        let left = m.type_lookup(ta, op.method());
        m.native_mut().state += 1;
        let (method, x, y) = match m.native_now().state {
            1 if right_first => (right, b, a),
            2 => (left, a, b),
            3 if !right_first => (right, b, a),
            1 | 3 => {
                answer = Answer::Begin;
                continue;
            }
            _ => return m.compare_default(op, a, b).map(Step::Done),
        };
        answer = if method.is_null() || Machine::is_none(method) {
            Answer::Begin
        } else {
            answer!(m.begin_unbound(method, x, &[y], NATIVE)?)
        };
    }
}

/// A binary operator, in place first, and its reflection (`binary_iop1`, `binary_op1`). Locals: both sides.
pub fn binary(m: &mut Machine, answer: Answer) -> R<Step> {
    let (a, b) = (m.held(0), m.held(1));
    let number = m.native_now().a;
    let (op, inplace) = (BINARY_OPS[(number & 0xFF) as usize].0, number >> 8 != 0);
    let mut answer = answer;
    loop {
        if !matches!(answer, Answer::Begin) {
            let value = m.value_of(answer)?.into_edge();
            if value != fixed::NOT_IMPLEMENTED {
                return Ok(Step::Done(Owned::steal(value)));
            }
        }
        m.native_mut().state += 1;
        if m.native_now().state > 4 {
            return binary_unknown(m, op, inplace, a, b);
        }
        answer = match binary_candidate(m, op, inplace, m.native_now().state, a, b) {
            Some((method, x, y)) => answer!(m.begin_unbound(method, x, &[y], NATIVE)?),
            None => Answer::Begin,
        };
    }
}

/// A type's method for an operator, unless that is the slot of a sequence: it is asked when no number's slot knew.
fn number_slot(m: &mut Machine, op: BinaryOp, class: u32, name: Obj) -> Obj {
    let found = m.type_lookup(class, name);
    if !matches!(op, BinaryOp::Add | BinaryOp::Mul) || found.is_null() || !m.by_layout(found) {
        return found;
    }
    let owner = m.slot(Obj(m.slot(found).b_lo())).a;
    let sequence = matches!(owner, ty::STR | ty::BYTES | ty::BYTEARRAY | ty::LIST | ty::TUPLE);
    if sequence { Obj::NULL } else { found }
}

/// The method to be tried as the `state`-th: in place, reflected of a subclass, plain, reflected.
fn binary_candidate(
    m: &mut Machine,
    op: BinaryOp,
    inplace: bool,
    state: u16,
    a: Obj,
    b: Obj,
) -> Option<(Obj, Obj, Obj)> {
    let (_, _, method, reflected, inplace_method) = BINARY_OPS[op as usize];
    let (ta, tb) = (m.ty(a), m.ty(b));
    let right = if ta != tb { number_slot(m, op, tb, reflected) } else { Obj::NULL };
    // A subclass on the right that has its own reflected method goes first.
    let right_first = !right.is_null() && m.is_subtype(tb, ta) && number_slot(m, op, ta, reflected) != right;
    let (method, x, y) = match state {
        1 if inplace && !m.is_builtin_exact(a) => (number_slot(m, op, ta, inplace_method), a, b),
        2 if right_first => (right, b, a),
        3 => (number_slot(m, op, ta, method), a, b),
        4 if !right_first => (right, b, a),
        _ => return None,
    };
    (!method.is_null() && !Machine::is_none(method)).then_some((method, x, y))
}

/// No method knew: sequences concatenate and repeat in a slot of their own.
fn binary_unknown(m: &mut Machine, op: BinaryOp, inplace: bool, a: Obj, b: Obj) -> R<Step> {
    if matches!(op, BinaryOp::Add | BinaryOp::Mul) {
        let (left, indexes) = (m.kind(a), m.is_int(b) || !m.lookup_special(b, static_strings::DUNDER_INDEX).is_null());
        if inplace && matches!(left, Kind::List | Kind::ByteArray) && (op == BinaryOp::Add || indexes) {
            return m.inplace_builtin(op, a, b).map(Step::Done);
        }
        // In place, a class written in Python has the slots of sequences, empty or not: the right one's are not asked.
        let sequence = matches!(left, Kind::Str | Kind::Bytes | Kind::Tuple | Kind::List | Kind::ByteArray);
        let hides = inplace && op == BinaryOp::Mul && !sequence && m.type_of(a).flags & tp::HEAPTYPE != 0;
        if !hides && let Some(value) = m.binary_builtin(op, a, b)? {
            return Ok(Step::Done(value));
        }
    }
    Err(m.unsupported_binary(op, inplace, a, b))
}

/// `__str__` or `__repr__` (`PyObject_Str`, `PyObject_Repr`). Local: the object.
pub fn text(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let number = m.native_now().a;
    let (how, repr) = (number & 0xFF, number >> 8 != 0);
    let name = if repr { static_strings::DUNDER_REPR } else { static_strings::DUNDER_STR };
    let answer = match answer {
        Answer::Begin => {
            if number >> 8 == 2 {
                // `ascii` of a container.
                answer!(m.begin_text(2, o, NATIVE)?)
            } else {
                let method = m.lookup_special(o, name);
                answer!(m.begin_unbound(method, o, &[], NATIVE)?)
            }
        }
        answer => answer,
    };
    let value = m.value_of(answer)?;
    if m.kind(value.get()) != Kind::Str {
        let (method, got) = (m.str_text(name), m.type_name(value.get()));
        m.drop_ref(value);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{method} returned non-string (type {got})")));
    }
    Ok(Step::Done(if how == 3 { m.ascii_of(value) } else { value }))
}

/// `__format__` (`PyObject_Format`). Locals: the object, the specification, the bound method.
pub fn format(m: &mut Machine, answer: Answer) -> R<Step> {
    let (o, spec) = (m.held(0), m.held(1));
    let answer = match answer {
        Answer::Begin => {
            let method = m.lookup_special(o, static_strings::DUNDER_FORMAT);
            // A bound method is made for it, as `_PyObject_LookupSpecial` does.
            let bound = m.descr_get(method, o, m.ty(o))?;
            let callable = bound.get();
            m.hold(2, bound);
            answer!(m.begin(callable, &[spec], NATIVE)?)
        }
        answer => answer,
    };
    let value = m.value_of(answer)?;
    if m.kind(value.get()) == Kind::Str {
        return Ok(Step::Done(value));
    }
    let name = m.type_name(value.get());
    m.drop_ref(value);
    Err(m.raise(ty::TYPE_ERROR, &format!("__format__ must return a str, not {name}")))
}

/// The call of a class: `__new__`, then `__init__` (`type_call`). The arguments lie below the locals, which are the names
/// of keyword arguments, the instance and the class.
pub fn construct(m: &mut Machine, answer: Answer) -> R<Step> {
    let native = m.native_now();
    let args = Args::new(native.a as u32, (native.a >> 32) as u32, m.held(0));
    let class = m.held(2);
    let index = m.slot(class).a;
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                let new = m.type_lookup(index, static_strings::DUNDER_NEW);
                if new.is_null() {
                    let name = m.name_of_type(index);
                    return Err(m.raise(ty::TYPE_ERROR, &format!("cannot create '{name}' instances")));
                }
                let new = if m.kind(new) == Kind::StaticMethod { Obj(m.slot(new).a) } else { new };
                m.native_mut().state = 1;
                answer = answer!(m.begin_with(new, class, args, NATIVE)?);
            }
            1 => {
                let value = m.value_of(answer)?;
                if !m.is_subtype(m.ty(value.get()), index) {
                    return Ok(Step::Done(value));
                }
                let o = value.get();
                let init = m.lookup_special(o, static_strings::DUNDER_INIT);
                if init.is_null() {
                    return Ok(Step::Done(value));
                }
                m.hold(1, value);
                m.native_mut().state = 2;
                answer = answer!(m.begin_with(init, o, args, NATIVE)?);
            }
            _ => {
                let value = m.value_of(answer)?;
                m.check_init(value)?;
                return Ok(Step::Done(m.take_held(1)));
            }
        }
    }
}

/// `gc.collect()`: how many objects were unreachable, when all finalizers have run.
pub fn collect(m: &mut Machine, answer: Answer) -> R<Step> {
    if m.deaths_wait() && matches!(answer, Answer::Begin) {
        return Ok(Step::Wait);
    }
    Ok(Step::Done(m.new_int(m.gc.found as i64)))
}
