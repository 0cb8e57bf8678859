//! Instances of classes: inline values under shared keys, a dict when one is asked for, fields of `__slots__`.
//!
//! `Slot::b` low is a word range: one word counting assignments, the order of first assignment in bytes, then
//! the values; high is its length. `Slot::c` low is the dict, once there is one; then no inline values are left.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none, or_none};
use crate::native::static_strings;
use crate::native::typedef::{Native, getset, setter};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// Where in an object's slot the dict of its own attributes lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    A,
    BLow,
    BHigh,
    C,
    CHigh,
    /// Among a function's fields.
    Field,
    /// Beside the slot.
    Extra,
}

/// The part of the slot that a layout leaves free.
fn dict_place(kind: Kind) -> Place {
    match kind {
        Kind::Int | Kind::Float | Kind::Complex | Kind::Enumerate => Place::A,
        Kind::Str | Kind::Bytes => Place::BHigh,
        Kind::Set | Kind::FrozenSet => Place::CHigh,
        Kind::Module => Place::BLow,
        Kind::Function => Place::Field,
        Kind::Instance
        | Kind::Exception
        | Kind::List
        | Kind::ByteArray
        | Kind::Dict
        | Kind::Tuple
        | Kind::Property
        | Kind::StaticMethod
        | Kind::ClassMethod
        | Kind::Super
        | Kind::Map
        | Kind::Zip
        | Kind::Filter
        | Kind::Reversed => Place::C,
        _ => Place::Extra,
    }
}

/// Attributes of instances of classes written in Python (`subtype_getsets_full`).
pub const ROWS: &[Native] = &[
    getset("__dict__", "The attributes of the object, by name.", |m, a| {
        let o = a.get(m, 0);
        if !m.has_dict(o) && m.kind(o) != Kind::Exception {
            return Err(m.no_attribute(o, static_strings::DUNDER_DICT));
        }
        let dict = m.materialize_dict(o);
        Ok(m.new_ref(dict))
    }),
    getset("__weakref__", "The first weak reference to the object, or None.", |m, a| {
        let first = m.first_weak(a.get(m, 0));
        or_none(m, first)
    }),
    setter("__dict__", |m, a| {
        let (o, dict) = (a.get(m, 0), a.opt(m, 1));
        if !m.has_dict(o) && m.kind(o) != Kind::Exception {
            return Err(m.no_attribute(o, static_strings::DUNDER_DICT));
        }
        m.replace_dict(o, dict)?;
        none()
    }),
];

/// Place of the setter in `ROWS`.
pub const DICT_SETTER: u32 = 2;

/// The setter of `__dict__` for types that never go without (`PyObject_GenericSetDict`).
pub(crate) fn set_dict(m: &mut Machine, a: Args) -> R {
    let (o, dict) = (a.get(m, 0), a.opt(m, 1));
    if dict.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "cannot delete __dict__"));
    }
    m.replace_dict(o, dict)?;
    none()
}

/// Most attributes that are kept inline (`SHARED_KEYS_MAX_SIZE`).
pub const MAX_INLINE: u32 = 30;

/// Words in front of the values: the count of the order list and its bytes.
pub const fn values_offset(cap: u32) -> u32 {
    1 + cap.div_ceil(4)
}

impl Machine {
    /// A new instance of a class written in Python that extends `object`.
    pub fn new_instance(&mut self, ty: u32) -> Owned {
        let info = self.types[ty as usize];
        let header = crate::memory::refcount::header_bytes(&info);
        let inline = if info.flags & tp::MANAGED_DICT != 0 { info.inline_cap } else { 0 };
        let values_bytes = if inline > 0 { 8 + 8 * inline + inline.next_multiple_of(8) } else { 0 };
        let o = self.alloc_gc(Kind::Instance, ty, header + info.basicsize + values_bytes);
        let words = info.slots + if inline > 0 { values_offset(inline) + inline } else { 0 };
        if words > 0 {
            let at = self.words.alloc(words);
            self.words.range_mut(at, words).fill(0);
            self.slot_mut(o).set_b(at, words);
        }
        if info.flags & tp::HEAPTYPE != 0 {
            self.incref(info.obj);
        }
        if info.flags & tp::HAVE_GC != 0 {
            self.track(o);
        }
        Owned::steal(o)
    }

    /// Word of the first inline value, if the instance still has them: fields of `__slots__` come first.
    #[inline(always)]
    pub(crate) fn inline_values(&self, o: Obj) -> Option<(u32, u32, u32)> {
        let slot = self.slot(o);
        let info = &self.types[slot.ty as usize];
        if slot.kind != Kind::Instance || info.inline_cap == 0 || slot.b_hi() <= info.slots {
            return None;
        }
        let order = slot.b_lo() + info.slots;
        Some((order, order + values_offset(info.inline_cap), info.inline_cap))
    }

    /// Whether attributes lie in the object itself, as long as nobody has asked for its dict.
    pub fn keeps_inline_values(&self, o: Obj) -> bool {
        self.inline_values(o).is_some()
    }

    /// Position of a name among the shared keys of a type.
    pub fn shared_key(&self, ty: u32, name: Obj) -> Option<u32> {
        let info = &self.types[ty as usize];
        let keys = self.words.range(info.shared_keys, info.shared_n);
        keys.iter().position(|&key| key == name.0).map(|i| i as u32)
    }

    /// Adds a name to the shared keys, if there is room.
    fn add_shared_key(&mut self, ty: u32, name: Obj) -> Option<u32> {
        let info = self.types[ty as usize];
        if info.shared_n >= info.inline_cap {
            return None;
        }
        self.incref(name);
        self.words.data[(info.shared_keys + info.shared_n) as usize] = name.0;
        self.types[ty as usize].shared_n += 1;
        // Caches that trust a name to be absent from instances must look again.
        self.types[ty as usize].version = 0;
        Some(info.shared_n)
    }

    /// The instance's dict, borrowed; NULL if it has none (yet).
    pub fn instance_dict(&self, o: Obj) -> Obj {
        let slot = self.slot(o);
        match dict_place(slot.kind) {
            Place::A if self.has_dict(o) => Obj(slot.a),
            Place::BHigh if self.has_dict(o) => Obj(slot.b_hi()),
            Place::CHigh if self.has_dict(o) => Obj((slot.c >> 32) as u32),
            Place::C => Obj(slot.c_lo()),
            Place::BLow => Obj(slot.b_lo()),
            Place::Field => self.func_field(o, crate::objects::funcobject::field::DICT),
            Place::Extra => self.extra_dict(o),
            _ => Obj::NULL,
        }
    }

    /// Puts a new dict (taken over) into the instance's place for one.
    fn set_instance_dict(&mut self, o: Obj, dict: Obj) {
        let slot = self.slot_mut(o);
        match dict_place(slot.kind) {
            Place::A => slot.a = dict.0,
            Place::BHigh => slot.set_b(slot.b_lo(), dict.0),
            Place::CHigh => slot.c = slot.c & 0xFFFF_FFFF | u64::from(dict.0) << 32,
            Place::Field => self.set_func_field(o, crate::objects::funcobject::field::DICT, dict),
            Place::Extra => self.set_extra_dict(o, dict),
            Place::C | Place::BLow => slot.set_c_lo(dict.0),
        }
    }

    /// The dict of an instance of a class that extends a built-in layout, where its layout does not know of it:
    /// an edge more. NULL for others.
    pub fn subclass_dict(&self, o: Obj) -> Obj {
        match self.kind(o) {
            Kind::Instance
            | Kind::Exception
            | Kind::List
            | Kind::ByteArray
            | Kind::Dict
            | Kind::Module
            | Kind::StaticMethod
            | Kind::ClassMethod
            | Kind::Function => Obj::NULL,
            _ => self.instance_dict(o),
        }
    }

    /// Whether objects of this type have a `__dict__`.
    pub fn has_dict(&self, o: Obj) -> bool {
        let info = self.type_of(o);
        info.flags & (tp::MANAGED_DICT | tp::HAS_DICT) != 0
            || matches!(self.kind(o), Kind::Module | Kind::Function | Kind::StaticMethod | Kind::ClassMethod)
    }

    /// `o.__dict__`, made now if need be: inline values move into it in order of assignment.
    pub fn materialize_dict(&mut self, o: Obj) -> Obj {
        let dict = self.instance_dict(o);
        if !dict.is_null() {
            return dict;
        }
        let dict = self.new_dict().into_edge();
        if let Some((order, values, _)) = self.inline_values(o) {
            let ty = self.ty(o);
            let keys = self.types[ty as usize].shared_keys;
            for i in self.assignment_order(order) {
                let value = std::mem::take(&mut self.words.data[(values + i) as usize]);
                if value != 0 {
                    let key = Obj(self.words.data[(keys + i) as usize]);
                    let hash = self.str_hash(key);
                    self.dict_insert(dict, key, hash, Obj(value));
                }
            }
            let info = self.types[ty as usize];
            let slot = *self.slot(o);
            if info.slots == 0 {
                self.words.free(slot.b_lo(), slot.b_hi());
                self.slot_mut(o).b = 0;
            } else {
                // The fields stay where they are; a range as long as the fields alone has no inline values.
                let at = self.words.alloc(info.slots);
                for i in 0..info.slots {
                    self.words.data[(at + i) as usize] = self.words.data[(slot.b_lo() + i) as usize];
                }
                self.words.free(slot.b_lo(), slot.b_hi());
                self.slot_mut(o).set_b(at, info.slots);
            }
        }
        self.set_instance_dict(o, dict);
        dict
    }

    /// Puts another dict in the place of an object's own; NULL: it starts anew when one is asked for.
    fn replace_dict(&mut self, o: Obj, dict: Obj) -> R<()> {
        if !dict.is_null() {
            if self.kind(dict) != Kind::Dict {
                let name = self.type_name(dict);
                let text = format!("__dict__ must be set to a dictionary, not a '{name}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            self.incref(dict);
        }
        let old = self.materialize_dict(o);
        let among_fields = dict_place(self.kind(o)) == Place::Field;
        self.set_instance_dict(o, dict);
        if !among_fields {
            self.decref(old);
        }
        Ok(())
    }

    /// Positions of inline values in order of first assignment.
    fn assignment_order(&self, order: u32) -> Vec<u32> {
        let n = self.words.data[order as usize];
        (0..n).map(|i| self.words.data[(order + 1 + i / 4) as usize] >> (8 * (i % 4)) & 0xFF).collect()
    }

    fn note_assignment(&mut self, order: u32, i: u32) {
        let n = self.words.data[order as usize];
        let word = (order + 1 + n / 4) as usize;
        let shift = 8 * (n % 4);
        self.words.data[word] = self.words.data[word] & !(0xFF << shift) | i << shift;
        self.words.data[order as usize] = n + 1;
    }

    /// The attribute `name` of the instance itself, borrowed; NULL if it has none.
    pub fn instance_get(&self, o: Obj, name: Obj) -> Obj {
        if let Some((_, values, _)) = self.inline_values(o) {
            return match self.shared_key(self.ty(o), name) {
                Some(i) => Obj(self.words.data[(values + i) as usize]),
                None => Obj::NULL,
            };
        }
        let dict = self.instance_dict(o);
        if dict.is_null() { Obj::NULL } else { self.dict_get_str(dict, name) }
    }

    /// Sets an attribute of the instance itself; the value is taken over.
    pub fn instance_set(&mut self, o: Obj, name: Obj, value: Owned) {
        if let Some((order, values, _)) = self.inline_values(o) {
            let ty = self.ty(o);
            let at = match self.shared_key(ty, name) {
                Some(i) => Some(i),
                None => self.add_shared_key(ty, name),
            };
            if let Some(i) = at {
                let old = std::mem::replace(&mut self.words.data[(values + i) as usize], value.into_edge().0);
                if old == 0 {
                    self.note_assignment(order, i);
                } else {
                    self.decref(Obj(old));
                }
                return;
            }
        }
        let dict = self.materialize_dict(o);
        self.dict_set_str(dict, name, value);
    }

    /// Deletes an attribute of the instance itself; false if it had none.
    pub fn instance_del(&mut self, o: Obj, name: Obj) -> bool {
        if let Some((order, values, _)) = self.inline_values(o) {
            let Some(i) = self.shared_key(self.ty(o), name) else { return false };
            let old = std::mem::take(&mut self.words.data[(values + i) as usize]);
            if old == 0 {
                return false;
            }
            let kept: Vec<u32> = self.assignment_order(order).into_iter().filter(|&j| j != i).collect();
            self.words.data[order as usize] = 0;
            for j in kept {
                self.note_assignment(order, j);
            }
            self.decref(Obj(old));
            return true;
        }
        let dict = self.instance_dict(o);
        if dict.is_null() {
            return false;
        }
        let hash = self.str_hash(name);
        match self.dict_find_str(dict, name, hash) {
            crate::objects::dictobject::Found::No => false,
            crate::objects::dictobject::Found::At(i) => {
                let (key, value) = self.dict_remove_at(dict, i);
                self.drop_ref(value);
                self.drop_ref(key);
                true
            }
        }
    }

    /// Word offset of an inline value from the start of the range, for caches; the type must not change.
    pub fn inline_offset(&self, ty: u32, i: u32) -> u32 {
        let info = &self.types[ty as usize];
        info.slots + values_offset(info.inline_cap) + i
    }

    /// Stores an inline value for the first time, for caches that know its place.
    pub fn inline_first_store(&mut self, o: Obj, i: u32) {
        let slots = self.types[self.ty(o) as usize].slots;
        let order = self.slot(o).b_lo() + slots;
        self.note_assignment(order, i);
    }

    /// The attribute that `LOAD_ATTR_INSTANCE_VALUE` at `at` finds where its cache says.
    #[inline(always)]
    pub(crate) fn instance_value(&self, owner: Obj, at: usize) -> Option<Obj> {
        let ins = &self.code[at];
        let slot = &self.slots[owner.ix()];
        if self.types[slot.ty as usize].version != ins.c1 || slot.c as u32 != 0 {
            return None;
        }
        let value = Obj(self.words.data[(slot.b_lo() + ins.c2) as usize]);
        (!value.is_null()).then_some(value)
    }

    /// Where in the word pool `STORE_ATTR_INSTANCE_VALUE` at `at` stores, if its guards hold.
    #[inline(always)]
    pub(crate) fn instance_place(&self, owner: Obj, at: usize) -> Option<usize> {
        let ins = &self.code[at];
        let slot = &self.slots[owner.ix()];
        let fits = self.types[slot.ty as usize].version == ins.c1 && slot.c as u32 == 0;
        fits.then(|| (slot.b_lo() + (ins.c2 & 0xFFFF)) as usize)
    }

    /// Names and values of an instance's own attributes, in order of assignment.
    pub fn instance_attributes(&self, o: Obj) -> Vec<(Obj, Obj)> {
        if let Some((order, values, _)) = self.inline_values(o) {
            let keys = self.types[self.ty(o) as usize].shared_keys;
            return self
                .assignment_order(order)
                .into_iter()
                .map(|i| (Obj(self.words.data[(keys + i) as usize]), Obj(self.words.data[(values + i) as usize])))
                .filter(|(_, value)| !value.is_null())
                .collect();
        }
        let dict = self.instance_dict(o);
        if dict.is_null() { Vec::new() } else { self.dict_items(dict) }
    }

    /// A field of `__slots__`, or an item of a tuple whose items have names: no class of tuples has such fields.
    pub fn member_get(&self, o: Obj, i: u32) -> Obj {
        let slot = self.slot(o);
        if matches!(slot.kind, Kind::Instance | Kind::Tuple) {
            Obj(self.words.data[(slot.b_lo() + i) as usize])
        } else {
            self.extra_field(o, i)
        }
    }

    /// Stores a field of `__slots__` (taken over, or NULL); gives back the old value.
    pub fn member_replace(&mut self, o: Obj, i: u32, value: Obj) -> Obj {
        let slot = self.slot(o);
        if slot.kind != Kind::Instance {
            return self.replace_extra_field(o, i, value);
        }
        let at = (slot.b_lo() + i) as usize;
        Obj(std::mem::replace(&mut self.words.data[at], value.0))
    }

    pub fn instance_edges(&self, o: Obj, put: &mut dyn FnMut(Obj)) {
        let slot = self.slot(o);
        let info = self.type_of(o);
        for i in 0..info.slots.min(slot.b_hi()) {
            put(self.member_get(o, i));
        }
        if let Some((_, values, cap)) = self.inline_values(o) {
            for i in 0..cap {
                put(Obj(self.words.data[(values + i) as usize]));
            }
        }
        put(Obj(slot.c_lo()));
    }

    /// Frees the words of a dying instance.
    pub(crate) fn instance_free_range(&mut self, o: Obj) {
        let slot = *self.slot(o);
        if slot.b_hi() > 0 {
            self.words.free(slot.b_lo(), slot.b_hi());
        }
    }
}
