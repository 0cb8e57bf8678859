//! Comparison and hashing of any two objects (`PyObject_RichCompare`, `PyObject_Hash`).

use crate::eval::frame::OnReturn;
use crate::eval::replay::About;
use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::static_strings::{self, fixed};
use crate::objects::abstract_::CompareOp;
use crate::objects::dictobject::Found;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use std::cmp::Ordering;

/// The low bits of `COMPARE_OP`'s argument say which outcomes are true (`COMPARISON_BIT` of `pycore_code.h`).
pub mod mask {
    pub const UNORDERED: u32 = 1;

    #[inline(always)]
    pub fn of(order: std::cmp::Ordering) -> u32 {
        // 2 for less, 4 for greater, 8 for equal.
        match order {
            std::cmp::Ordering::Less => 2,
            std::cmp::Ordering::Greater => 4,
            std::cmp::Ordering::Equal => 8,
        }
    }
}

impl Machine {
    /// `a == b` as a truth value, identity first (`PyObject_RichCompareBool`).
    pub fn objects_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        if a == b {
            return Ok(true);
        }
        if self.kind(a) == Kind::Str
            && self.kind(b) == Kind::Str
            && self.is_builtin_exact(a)
            && self.is_builtin_exact(b)
        {
            return Ok(self.str_eq(a, b));
        }
        let value = self.compare(CompareOp::Eq, a, b)?;
        let truth = self.truthy(value.get());
        self.drop_ref(value);
        truth
    }

    /// `a < b` as a truth value.
    pub fn objects_less(&mut self, a: Obj, b: Obj) -> R<bool> {
        let value = self.compare(CompareOp::Lt, a, b)?;
        let truth = self.truthy(value.get());
        self.drop_ref(value);
        truth
    }

    /// `a op b` (`PyObject_RichCompare`).
    pub fn compare(&mut self, op: CompareOp, a: Obj, b: Obj) -> R {
        if self.is_builtin_exact(a) && self.is_builtin_exact(b) {
            self.enter_native_call(" in comparison")?;
            let found = self.compare_builtin(op, a, b);
            self.leave_native_call();
            if let Some(answer) = found? {
                return Ok(Owned::steal(Machine::new_bool(answer)));
            }
            return self.compare_default(op, a, b);
        }
        if let Some(answer) = self.question_about(About::Compare(op), &[a, b]) {
            return answer;
        }
        let base = self.thread.sp;
        let begun = self.begin_compare(op, a, b, OnReturn::Exit);
        self.run_begun(base, begun)
    }

    pub(crate) fn compare_default(&mut self, op: CompareOp, a: Obj, b: Obj) -> R {
        match op {
            CompareOp::Eq => Ok(Owned::steal(Machine::new_bool(a == b))),
            CompareOp::Ne => Ok(Owned::steal(Machine::new_bool(a != b))),
            _ => {
                let (x, y) = (self.type_name(a), self.type_name(b));
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("'{}' not supported between instances of '{x}' and '{y}'", op.sign()),
                ))
            }
        }
    }

    /// Comparison of the built-in layouts; `None` for `NotImplemented`.
    pub fn compare_builtin(&mut self, op: CompareOp, a: Obj, b: Obj) -> R<Option<bool>> {
        let (ka, kb) = (self.kind(a), self.kind(b));
        let int = |k: Kind| matches!(k, Kind::Int | Kind::Bool);
        Ok(match (ka, kb) {
            (Kind::Record, Kind::Record) if self.ty(a) == self.ty(b) => self.compare_records(op, a, b),
            (Kind::FrameLocals, Kind::Dict) => {
                let copy = self.locals_copy(a);
                let copy = self.keep(copy);
                return self.compare_builtin(op, copy, b);
            }
            (Kind::FrameLocals, Kind::FrameLocals) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Some((self.slot(a).a == self.slot(b).a) == (op == CompareOp::Eq))
            }
            _ if int(ka) && int(kb) => Some(op.holds(self.int_compare(a, b))),
            (Kind::Float, Kind::Float) => Some(op.holds_f64(self.float_value(a), self.float_value(b))),
            (Kind::Float, _) if int(kb) => Some(self.compare_float_int(op, self.float_value(a), b)),
            (_, Kind::Float) if int(ka) => Some(self.compare_float_int(op.swapped(), self.float_value(b), a)),
            (Kind::Complex, _) | (_, Kind::Complex) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let number = |k: Kind| int(k) || matches!(k, Kind::Float | Kind::Complex);
                if !number(ka) || !number(kb) {
                    return Ok(None);
                }
                let equal = self.complex_of(a)? == self.complex_of(b)?;
                Some(equal == (op == CompareOp::Eq))
            }
            (Kind::Str, Kind::Str) => Some(match op {
                CompareOp::Eq => self.str_eq(a, b),
                CompareOp::Ne => !self.str_eq(a, b),
                _ => op.holds(self.str_cmp(a, b)),
            }),
            (Kind::Bytes, Kind::Bytes) => Some(op.holds(self.bytes_value(a).cmp(self.bytes_value(b)))),
            (Kind::MemoryView, _) | (Kind::Bytes, Kind::MemoryView) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let (view, other) = if ka == Kind::MemoryView { (a, b) } else { (b, a) };
                self.view_equals(view, other)?.map(|equal| equal == (op == CompareOp::Eq))
            }
            (Kind::MappingProxy, _) => {
                let answer = self.compare(op, self.proxied(a), b)?;
                let answer = self.keep(answer);
                Some(self.truthy(answer)?)
            }
            (_, Kind::MappingProxy) => {
                let answer = self.compare(op.swapped(), self.proxied(b), a)?;
                let answer = self.keep(answer);
                Some(self.truthy(answer)?)
            }
            (Kind::GenericAlias, Kind::GenericAlias) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Some(self.aliases_equal(a, b)? == (op == CompareOp::Eq))
            }
            (Kind::Union, Kind::Union) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Some(self.unions_equal(a, b)? == (op == CompareOp::Eq))
            }
            (Kind::ByteArray, _) | (_, Kind::ByteArray) => self.compare_bytes(op, a, b)?,
            (Kind::Tuple, Kind::Tuple) | (Kind::List, Kind::List) => return self.compare_sequences(op, a, b),
            (Kind::Dict, Kind::Dict) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Some(self.dicts_equal(a, b)? == (op == CompareOp::Eq))
            }
            (Kind::Set | Kind::FrozenSet, Kind::Set | Kind::FrozenSet) => {
                let (na, nb) = (self.set_len(a), self.set_len(b));
                Some(match op {
                    CompareOp::Eq => na == nb && self.set_issubset(a, b)?,
                    CompareOp::Ne => na != nb || !self.set_issubset(a, b)?,
                    CompareOp::Le => self.set_issubset(a, b)?,
                    CompareOp::Lt => na < nb && self.set_issubset(a, b)?,
                    CompareOp::Ge => self.set_issubset(b, a)?,
                    CompareOp::Gt => na > nb && self.set_issubset(b, a)?,
                })
            }
            (Kind::Range, Kind::Range) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let (pa, pb) = (self.range_parts(a), self.range_parts(b));
                let mut equal = self.objects_equal(pa[3], pb[3])?;
                if equal && !self.int_is_zero(pa[3]) {
                    equal = self.objects_equal(pa[0], pb[0])?;
                    if equal && self.int_small(pa[3]) != Some(1) {
                        equal = self.objects_equal(pa[2], pb[2])?;
                    }
                }
                Some(equal == (op == CompareOp::Eq))
            }
            (Kind::Slice, Kind::Slice) => {
                let (pa, pb) = (self.slice_parts(a), self.slice_parts(b));
                let (x, y) = (self.new_tuple_from(&pa), self.new_tuple_from(&pb));
                let answer = self.compare_sequences(op, x.get(), y.get());
                self.drop_ref(x);
                self.drop_ref(y);
                return answer;
            }
            (Kind::BuiltinFunction, Kind::BuiltinFunction)
                if self.ty(a) == self.ty(b) && matches!(op, CompareOp::Eq | CompareOp::Ne) =>
            {
                let (x, y) = (self.slot(a), self.slot(b));
                Some((x.a == y.a && x.b_lo() == y.b_lo()) == (op == CompareOp::Eq))
            }
            (Kind::Cell, Kind::Cell) => {
                let (x, y) = (Obj(self.slot(a).a), Obj(self.slot(b).a));
                if x.is_null() || y.is_null() {
                    return Ok(Some(op.holds((!x.is_null()).cmp(&!y.is_null()))));
                }
                let answer = self.compare(op, x, y)?;
                let answer = self.keep(answer);
                Some(self.truthy(answer)?)
            }
            (Kind::Code, Kind::Code) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Some(self.codes_equal(a, b)? == (op == CompareOp::Eq))
            }
            (Kind::Method, Kind::Method) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let ((f, s), (g, t)) = (self.method_parts(a), self.method_parts(b));
                Some((f == g && s == t) == (op == CompareOp::Eq))
            }
            (Kind::DictView, Kind::DictView | Kind::Set | Kind::FrozenSet)
            | (Kind::Set | Kind::FrozenSet, Kind::DictView)
                if [a, b].iter().all(|o| self.kind(*o) != Kind::DictView || self.is_set_view(*o)) =>
            {
                let (na, nb) = (self.len(a)?, self.len(b)?);
                Some(match op {
                    CompareOp::Eq => na == nb && self.all_contained(a, b)?,
                    CompareOp::Ne => na != nb || !self.all_contained(a, b)?,
                    CompareOp::Lt => na < nb && self.all_contained(a, b)?,
                    CompareOp::Le => na <= nb && self.all_contained(a, b)?,
                    CompareOp::Gt => na > nb && self.all_contained(b, a)?,
                    CompareOp::Ge => na >= nb && self.all_contained(b, a)?,
                })
            }
            _ => None,
        })
    }

    pub(crate) fn compare_float_int(&self, op: CompareOp, f: f64, i: Obj) -> bool {
        use num_bigint::BigInt;
        use num_traits::FromPrimitive;
        if !f.is_finite() {
            return op.holds_f64(f, 0.0);
        }
        if let Some(v) = self.int_small(i)
            && v.unsigned_abs() < 1 << 53
        {
            return op.holds_f64(f, v as f64);
        }
        let (whole, value) = (BigInt::from_f64(f.trunc()).unwrap_or_default(), self.int_value(i).big());
        let order = whole.cmp(&value).then_with(|| f.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal));
        op.holds(order)
    }

    pub(crate) fn compare_sequences(&mut self, op: CompareOp, a: Obj, b: Obj) -> R<Option<bool>> {
        let same_len = self.slot(a).a == self.slot(b).a;
        if !same_len && self.kind(a) == Kind::List && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Some(op == CompareOp::Ne));
        }
        let mut i = 0;
        while i < self.slot(a).a && i < self.slot(b).a {
            let (x, y) = (self.tuple_item(a, i), self.tuple_item(b, i));
            if x != y {
                let (hx, hy) = (self.new_ref(x), self.new_ref(y));
                let equal = self.objects_equal(x, y);
                let decided = match equal {
                    Ok(true) => None,
                    Ok(false) => Some(match op {
                        CompareOp::Eq => Ok(false),
                        CompareOp::Ne => Ok(true),
                        _ => self.compare(op, x, y).and_then(|value| {
                            let truth = self.truthy(value.get());
                            self.drop_ref(value);
                            truth
                        }),
                    }),
                    Err(e) => Some(Err(e)),
                };
                self.drop_ref(hx);
                self.drop_ref(hy);
                if let Some(answer) = decided {
                    return answer.map(Some);
                }
            }
            i += 1;
        }
        Ok(Some(op.holds(self.slot(a).a.cmp(&self.slot(b).a))))
    }

    pub(crate) fn dicts_equal(&mut self, a: Obj, b: Obj) -> R<bool> {
        if self.dict_len(a) != self.dict_len(b) {
            return Ok(false);
        }
        let mut from = 0;
        while let Some((i, key, value)) = self.dict_next(a, from) {
            let hash = self.dict_entry_hash(a, i);
            let (key, value) = (self.new_ref(key), self.new_ref(value));
            let equal = match self.dict_find(b, key.get(), hash) {
                Ok(Found::At(at)) => {
                    let other = self.dict_value_at(b, at);
                    let other = self.new_ref(other);
                    let equal = self.objects_equal(value.get(), other.get());
                    self.drop_ref(other);
                    equal
                }
                Ok(Found::No) => Ok(false),
                Err(e) => Err(e),
            };
            self.drop_ref(value);
            self.drop_ref(key);
            if !equal? {
                return Ok(false);
            }
            from = i + 1;
        }
        Ok(true)
    }

    /// `hash(o)`.
    pub fn hash(&mut self, o: Obj) -> R<u64> {
        match self.kind(o) {
            Kind::Str if self.is_builtin_exact(o) => return Ok(self.str_hash(o)),
            Kind::Int | Kind::Bool if self.is_builtin_exact(o) => return Ok(self.int_hash(o)),
            _ => {}
        }
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_HASH);
            if Machine::is_none(method) {
                return Err(self.unhashable(o));
            }
            if !method.is_null() && !self.by_layout(method) {
                let value = self.call_unbound(method, o, &[])?;
                if !self.is_int(value.get()) {
                    self.drop_ref(value);
                    return Err(self.raise(ty::TYPE_ERROR, "__hash__ method should return an integer"));
                }
                let hash = match self.int_value(value.get()) {
                    crate::objects::longobject::Value::Small(-1) => -2i64 as u64,
                    crate::objects::longobject::Value::Small(v) => v as u64,
                    crate::objects::longobject::Value::Big(_) => self.int_hash(value.get()),
                };
                self.drop_ref(value);
                return Ok(hash);
            }
        }
        self.hash_builtin(o)
    }

    /// The hash of a key of a dict or an element of a set, with their wording for unhashable ones.
    #[inline]
    pub fn hash_key(&mut self, o: Obj, what: &str) -> R<u64> {
        match self.kind(o) {
            Kind::Str if self.is_builtin_exact(o) => return Ok(self.str_hash(o)),
            Kind::Int | Kind::Bool if self.is_builtin_exact(o) => return Ok(self.int_hash(o)),
            _ => {}
        }
        match self.hash(o) {
            Err(e) => {
                if !self.raised_is(ty::TYPE_ERROR) {
                    return Err(e);
                }
                let inner = self.take_raised();
                let (name, text) = (self.type_name(o), self.exception_str(inner.get()));
                self.drop_ref(inner);
                let text = text?;
                Err(self.raise(ty::TYPE_ERROR, &format!("cannot use '{name}' as {what} ({text})")))
            }
            hashed => hashed,
        }
    }

    /// Whether all items of one are in the other (`all_contained_in`).
    fn all_contained(&mut self, items: Obj, other: Obj) -> R<bool> {
        let it = self.iter(items)?;
        let it = self.keep(it);
        while let Some(item) = self.iter_next(it)? {
            let inside = self.contains(other, item.get());
            self.drop_ref(item);
            if !inside? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A bytearray beside anything that lends contiguous bytes (`bytearray_richcompare`).
    fn compare_bytes(&mut self, op: CompareOp, a: Obj, b: Obj) -> R<Option<bool>> {
        if !self.has_buffer(a) || !self.has_buffer(b) {
            return Ok(None);
        }
        let lent = self.lend(a).and_then(|a| Ok((a, self.lend(b)?)));
        match lent {
            Ok((a, b)) => Ok(Some(op.holds(self.lent(a).cmp(self.lent(b))))),
            Err(e) if !self.raised_is(ty::EXCEPTION) => Err(e),
            Err(_) => {
                self.clear_raised();
                Ok(None)
            }
        }
    }

    pub fn hash_builtin(&mut self, o: Obj) -> R<u64> {
        match self.kind(o) {
            Kind::Str => Ok(self.str_hash(o)),
            Kind::Int | Kind::Bool => Ok(self.int_hash(o)),
            Kind::Float => Ok(self.float_hash(o)),
            Kind::Complex => {
                let (re, im) = self.complex_value(o);
                let address = self.address(o);
                let (hr, hi) = (
                    crate::objects::floatobject::hash_double(re, address),
                    crate::objects::floatobject::hash_double(im, address),
                );
                let combined = hr.wrapping_add(hi.wrapping_mul(1_000_003));
                Ok(if combined == u64::MAX { u64::MAX - 1 } else { combined })
            }
            Kind::Bytes => {
                let bytes = self.bytes_value(o).to_vec();
                Ok(self.hash_bytes(&bytes))
            }
            Kind::Tuple => self.tuple_hash(o),
            Kind::FrozenSet => Ok(self.frozenset_hash(o)),
            Kind::None => Ok(0xFCA8_6420),
            Kind::List | Kind::Dict | Kind::Set | Kind::ByteArray | Kind::FrameLocals => Err(self.unhashable(o)),
            Kind::GenericAlias => self.alias_hash(o),
            Kind::MappingProxy => self.hash(self.proxied(o)),
            Kind::Cell => Err(self.unhashable(o)),
            Kind::Union => self.union_hash(o),
            Kind::MemoryView => crate::objects::memoryobject::methods::hash(self, o),
            Kind::DictView if self.ty(o) != ty::DICT_VALUES => Err(self.unhashable(o)),
            Kind::Range => {
                let [start, _, step, len] = self.range_parts(o);
                let parts = if self.int_is_zero(len) {
                    [len, fixed::NONE, fixed::NONE]
                } else if self.int_small(len) == Some(1) {
                    [len, start, fixed::NONE]
                } else {
                    [len, start, step]
                };
                let t = self.new_tuple_from(&parts);
                let hash = self.tuple_hash(t.get());
                self.drop_ref(t);
                hash
            }
            Kind::Slice => {
                let mut hash = ground::hash::TupleHash::default();
                for part in self.slice_parts(o) {
                    hash.add(self.hash(part)?);
                }
                Ok(hash.finish_slice())
            }
            Kind::Code => self.code_hash(o),
            Kind::Method => {
                let (f, s) = self.method_parts(o);
                Ok(self.hash(f)? ^ self.address(s).rotate_right(4))
            }
            // Two that are equal are bound to one object (`meth_hash`, `wrapper_hash`).
            Kind::BuiltinFunction if self.slot(o).b_lo() != 0 => {
                let (this, native) = (Obj(self.slot(o).b_lo()), self.slot(o).a);
                Ok(self.address(this).rotate_right(4) ^ (u64::from(native) << 6))
            }
            _ => Ok(self.address(o).rotate_right(4)),
        }
    }

    pub(crate) fn unhashable(&mut self, o: Obj) -> Raised {
        let name = self.type_name(o);
        self.raise(ty::TYPE_ERROR, &format!("unhashable type: '{name}'"))
    }
}
