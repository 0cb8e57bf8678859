//! Constants of one compilation, each held once (`c_const_cache` and `_PyCode_ConstantKey`): equal in type and value is
//! equal, so `1`, `1.0` and `True` are three, and so are `0.0` and `-0.0`.

use crate::code::{CodeObject, Const};
use crate::interned::interned_at_start;
use num_bigint::BigInt;
use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use syntax::ast::{Constant, Identifier};
use syntax::pystr::PyStr;

/// Position of a constant in the cache.
pub type ConstId = u32;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    None,
    Ellipsis,
    Bool(bool),
    Small(i64),
    Int(BigInt),
    Float(u64),
    Nan(ConstId),
    Complex(u64, u64),
    Str(PyStr),
    Bytes(Arc<[u8]>),
    Tuple(Box<[ConstId]>),
    /// Sorted: a set has no order.
    FrozenSet(Box<[ConstId]>),
    Slice([ConstId; 3]),
    Code(CodeKey),
}

/// Code objects are equal if they do the same at the same place (`code_richcompare`).
#[derive(Clone, Debug)]
struct CodeKey {
    code: Arc<CodeObject>,
    consts: Box<[ConstId]>,
}

impl PartialEq for CodeKey {
    fn eq(&self, other: &CodeKey) -> bool {
        let (a, b) = (&self.code, &other.code);
        a.firstlineno == b.firstlineno
            && a.name == b.name
            && a.argcount == b.argcount
            && a.posonlyargcount == b.posonlyargcount
            && a.kwonlyargcount == b.kwonlyargcount
            && a.flags == b.flags
            && a.code == b.code
            && self.consts == other.consts
            && a.names == b.names
            && a.localsplusnames == b.localsplusnames
            && a.linetable == b.linetable
            && a.exceptiontable == b.exceptiontable
    }
}

impl Eq for CodeKey {}

impl Hash for CodeKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code.firstlineno.hash(state);
        self.code.linetable.hash(state);
    }
}

/// Every constant of a compilation, by key.
#[derive(Debug, Default)]
pub struct ConstCache {
    ids: FxHashMap<Key, ConstId>,
    values: Vec<Const>,
    /// Names of the program, which were interned when it was parsed.
    identifiers: Vec<Identifier>,
}

impl ConstCache {
    pub fn new(identifiers: Vec<Identifier>) -> ConstCache {
        ConstCache { identifiers, ..ConstCache::default() }
    }

    /// Whether a string that equals this constant was interned before the constant was made.
    pub fn replaces(&self, value: &Const) -> bool {
        let Const::Str(text) = value else { return false };
        interned_at_start(text.as_bytes()) || self.identifiers.iter().any(|name| name.as_bytes() == text.as_bytes())
    }

    pub fn get(&self, id: ConstId) -> &Const {
        &self.values[id as usize]
    }

    /// Returns the one constant that equals this, with its parts replaced by the ones known already.
    pub fn insert(&mut self, value: Const) -> ConstId {
        let key = self.key(&value);
        self.insert_key(key, value)
    }

    fn insert_key(&mut self, key: Key, value: Const) -> ConstId {
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let value = match (&key, value) {
            (Key::Tuple(ids), _) => Const::Tuple(ids.iter().map(|&id| self.get(id).clone()).collect()),
            (_, value) => value,
        };
        let id = self.values.len() as ConstId;
        self.values.push(value);
        self.ids.insert(key, id);
        id
    }

    /// The constant of a literal.
    pub fn insert_literal(&mut self, literal: &Constant) -> ConstId {
        let (key, value) = match literal {
            Constant::Str(text) => (Key::Str(text.clone()), Const::Str(text.clone())),
            Constant::Int(value) => (int_key(value), Const::Int(value.clone())),
            Constant::None => (Key::None, Const::None),
            Constant::Ellipsis => (Key::Ellipsis, Const::Ellipsis),
            Constant::Bool(value) => (Key::Bool(*value), Const::Bool(*value)),
            Constant::Float(value) => (Key::Float(value.to_bits()), Const::Float(*value)),
            Constant::Complex(real, imag) => {
                (Key::Complex(real.to_bits(), imag.to_bits()), Const::Complex(*real, *imag))
            }
            Constant::Bytes(bytes) => (Key::Bytes(bytes.clone()), Const::Bytes(bytes.clone())),
        };
        self.insert_key(key, value)
    }

    /// A code object whose constants are known by these positions.
    pub fn insert_code(&mut self, code: Arc<CodeObject>, consts: Vec<ConstId>) -> ConstId {
        let key = CodeKey { code: code.clone(), consts: consts.into() };
        self.insert_key(Key::Code(key), Const::Code(code))
    }

    fn key(&mut self, value: &Const) -> Key {
        match value {
            Const::None => Key::None,
            Const::Ellipsis => Key::Ellipsis,
            Const::Bool(value) => Key::Bool(*value),
            Const::Int(value) => int_key(value),
            // No two are equal.
            Const::Float(value) if value.is_nan() => Key::Nan(self.values.len() as ConstId),
            Const::Float(value) => Key::Float(value.to_bits()),
            Const::Complex(real, imag) => Key::Complex(real.to_bits(), imag.to_bits()),
            Const::Str(text) => Key::Str(text.clone()),
            Const::Bytes(bytes) => Key::Bytes(bytes.clone()),
            Const::Tuple(items) => Key::Tuple(self.insert_all(items)),
            Const::FrozenSet(items) => {
                let mut ids = self.insert_all(items);
                ids.sort_unstable();
                Key::FrozenSet(ids)
            }
            Const::Slice(parts) => {
                let [start, stop, step] = &**parts;
                Key::Slice([self.insert(start.clone()), self.insert(stop.clone()), self.insert(step.clone())])
            }
            Const::Code(code) => Key::Code(CodeKey { consts: self.insert_all(&code.consts), code: code.clone() }),
        }
    }

    fn insert_all(&mut self, items: &[Const]) -> Box<[ConstId]> {
        items.iter().map(|item| self.insert(item.clone())).collect()
    }
}

fn int_key(value: &BigInt) -> Key {
    match i64::try_from(value) {
        Ok(small) => Key::Small(small),
        Err(_) => Key::Int(value.clone()),
    }
}
