//! Subscripts: getting, setting and deleting items (`PyObject_GetItem` and the like).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings::{self};
use crate::objects::iterobject::is_builtin_iterator;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// `o[key]`.
    pub fn getitem(&mut self, o: Obj, key: Obj) -> R {
        if self.is_builtin_exact(o) {
            if let Some(value) = self.getitem_builtin(o, key)? {
                return Ok(value);
            }
        } else if let Some(value) = self.call_special(o, static_strings::DUNDER_GETITEM, &[key])? {
            return Ok(value);
        }
        if self.kind(o) == Kind::Type {
            return self.class_getitem(o, key);
        }
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object is not subscriptable")))
    }

    pub fn class_getitem(&mut self, class: Obj, key: Obj) -> R {
        let name = self.intern_str("__class_getitem__");
        let method = self.getattr_opt(class, name.get())?;
        self.drop_ref(name);
        if let Some(method) = method {
            let value = self.call(method.get(), &[key]);
            self.drop_ref(method);
            return value;
        }
        let index = self.slot(class).a;
        if index == ty::TYPE {
            return Ok(crate::objects::genericaliasobject::new_alias(self, class, key));
        }
        let name = self.name_of_type(index);
        Err(self.raise(ty::TYPE_ERROR, &format!("type '{name}' is not subscriptable")))
    }

    /// Position for an index into a sequence of that length, or `None` beyond it.
    pub fn seq_index(&mut self, key: Obj, len: u32) -> R<Option<usize>> {
        let i = self.index_i64(key)?;
        let i = if i < 0 { i + i64::from(len) } else { i };
        Ok((0..i64::from(len)).contains(&i).then_some(i as usize))
    }

    /// Subscripts of the built-in layouts; `None` if it has none.
    pub fn getitem_builtin(&mut self, o: Obj, key: Obj) -> R<Option<Owned>> {
        let (kind, len) = (self.kind(o), self.slot(o).a);
        match kind {
            Kind::Dict => {
                let value = self.dict_get(o, key)?;
                if value.is_null() {
                    if self.ty(o) != ty::DICT
                        && let Some(value) = self.call_special(o, static_strings::DUNDER_MISSING, &[key])?
                    {
                        return Ok(Some(value));
                    }
                    return Err(self.raise_key_error(key));
                }
                return Ok(Some(self.new_ref(value)));
            }
            Kind::MappingProxy => return self.getitem(self.proxied(o), key).map(Some),
            Kind::FrameLocals => return self.locals_item(o, key).map(Some),
            Kind::Record if self.ty(o) == ty::TYPE_ALIAS => return self.alias_subscript(o, key).map(Some),
            Kind::GenericAlias | Kind::Union => return self.alias_getitem(o, key).map(Some),
            Kind::MemoryView => return self.view_getitem(o, key).map(Some),
            Kind::ByteArray | Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::Range => {}
            _ => return Ok(None),
        }
        if self.kind(key) == Kind::Slice {
            return self.getitem_slice(o, key).map(Some);
        }
        if !self.indexable(key) {
            let (name, what) = (self.type_name(key), self.sequence_noun(o));
            let what = if kind == Kind::Str { "string".to_owned() } else { what };
            let hint = if kind == Kind::Bytes { "byte".to_owned() } else { what };
            let text = match kind {
                Kind::Str => format!("string indices must be integers, not '{name}'"),
                _ => format!("{hint} indices must be integers or slices, not {name}"),
            };
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if kind == Kind::Range {
            let i = self.index(key)?;
            let value = self.int_value(i.get()).big();
            self.drop_ref(i);
            return self.range_item(o, &value).map(Some);
        }
        let Some(i) = self.seq_index(key, len)? else {
            let what = match kind {
                Kind::Str => "string".to_owned(),
                Kind::Bytes => return Err(self.raise(ty::INDEX_ERROR, "index out of range")),
                Kind::ByteArray => "bytearray".to_owned(),
                _ => self.sequence_noun(o),
            };
            return Err(self.raise(ty::INDEX_ERROR, &format!("{what} index out of range")));
        };
        Ok(Some(match kind {
            Kind::Str => self.str_char(o, i),
            Kind::Bytes | Kind::ByteArray => {
                let byte = self.bytes_value(o)[i];
                self.new_int(i64::from(byte))
            }
            _ => {
                let item = self.tuple_item(o, i as u32);
                self.new_ref(item)
            }
        }))
    }

    pub fn sequence_noun(&self, o: Obj) -> String {
        match self.kind(o) {
            Kind::List => "list".into(),
            Kind::Tuple => "tuple".into(),
            Kind::Range => "range".into(),
            Kind::ByteArray => "bytearray".into(),
            _ => self.type_name(o),
        }
    }

    pub fn getitem_slice(&mut self, o: Obj, slice: Obj) -> R {
        if self.kind(o) == Kind::Range {
            return self.range_slice(o, slice);
        }
        let len = self.slot(o).a;
        let bounds = self.slice_bounds(slice, len)?;
        if self.kind(o) == Kind::ByteArray {
            return Ok(self.bytearray_slice(o, bounds));
        }
        if bounds.step == 1 {
            return self.slice_of(o, bounds);
        }
        match self.kind(o) {
            Kind::Str => {
                let points: Vec<u32> = bounds.positions().map(|i| self.str_view(o).at(i)).collect();
                // A slice with steps fills a string of its own, even one character long.
                Ok(self.fresh_str_points(&points))
            }
            Kind::Bytes => {
                let all = self.bytes_value(o);
                let bytes: Vec<u8> = bounds.positions().map(|i| all[i]).collect();
                Ok(self.new_bytes(&bytes))
            }
            kind => {
                let items: Vec<Obj> = bounds.positions().map(|i| self.tuple_item(o, i as u32)).collect();
                Ok(if kind == Kind::List { self.new_list_from(&items) } else { self.new_tuple_from(&items) })
            }
        }
    }

    /// `o[start:stop]` of a list, tuple, str or bytes with fitted bounds.
    pub fn slice_of(&mut self, o: Obj, bounds: crate::objects::sliceobject::SliceBounds) -> R {
        let (start, stop) = (bounds.start as usize, bounds.start as usize + bounds.len);
        Ok(match self.kind(o) {
            Kind::List => self.list_slice(o, start as u32, stop as u32),
            Kind::Tuple if bounds.len == self.slot(o).a as usize && self.ty(o) == ty::TUPLE => self.new_ref(o),
            Kind::Tuple => {
                let items: Vec<Obj> = (start..stop).map(|i| self.tuple_item(o, i as u32)).collect();
                self.new_tuple_from(&items)
            }
            Kind::Str => self.str_slice(o, start, stop),
            Kind::Bytes if bounds.len == self.slot(o).a as usize && self.ty(o) == ty::BYTES => self.new_ref(o),
            Kind::ByteArray => self.bytearray_slice(o, bounds),
            _ => {
                let bytes = self.bytes_value(o)[start..stop].to_vec();
                self.new_bytes(&bytes)
            }
        })
    }

    /// `o[key] = value`; the value is borrowed.
    pub fn setitem(&mut self, o: Obj, key: Obj, value: Obj) -> R<()> {
        if !self.is_builtin_exact(o) {
            if let Some(done) = self.call_special(o, static_strings::DUNDER_SETITEM, &[key, value])? {
                self.drop_ref(done);
                return Ok(());
            }
        } else if self.setitem_builtin(o, key, value)? {
            return Ok(());
        }
        self.check_unused_index(o, key)?;
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object does not support item assignment")))
    }

    /// Before a sequence refuses to be changed, it makes the index a machine's number (`PyObject_SetItem`).
    fn check_unused_index(&mut self, o: Obj, key: Obj) -> R<bool> {
        let sequence = !self.is_builtin_exact(o)
            || matches!(
                self.kind(o),
                Kind::Str
                    | Kind::Bytes
                    | Kind::Tuple
                    | Kind::Range
                    | Kind::Set
                    | Kind::FrozenSet
                    | Kind::DictView
                    | Kind::MappingProxy
            )
            || self.ty(o) == ty::TEMPLATE;
        if !sequence || !self.indexable(key) {
            return Ok(false);
        }
        self.index_i64(key)?;
        Ok(true)
    }

    /// Assignment to items of the built-in layouts; false if they have none.
    pub fn setitem_builtin(&mut self, o: Obj, key: Obj, value: Obj) -> R<bool> {
        match self.kind(o) {
            Kind::Dict => self.dict_set(o, key, value)?,
            Kind::FrameLocals => self.locals_set(o, key, value)?,
            Kind::ByteArray => self.bytearray_setitem(o, key, value)?,
            Kind::MemoryView => self.view_setitem(o, key, value)?,
            Kind::List if self.kind(key) == Kind::Slice => self.list_set_slice(o, key, value)?,
            Kind::List => {
                if !self.indexable(key) {
                    let name = self.type_name(key);
                    return Err(
                        self.raise(ty::TYPE_ERROR, &format!("list indices must be integers or slices, not {name}"))
                    );
                }
                let len = self.list_len(o);
                let Some(i) = self.seq_index(key, len)? else {
                    return Err(self.raise(ty::INDEX_ERROR, "list assignment index out of range"));
                };
                let value = self.new_ref(value);
                let old = self.list_replace(o, i as u32, value);
                self.drop_ref(old);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Replaces one item of a list; gives back the old.
    #[inline(always)]
    pub fn list_replace(&mut self, l: Obj, i: u32, value: Owned) -> Owned {
        let at = (self.slot(l).b_lo() + i) as usize;
        Owned::steal(Obj(std::mem::replace(&mut self.words.data[at], value.into_edge().0)))
    }

    pub fn list_set_slice(&mut self, l: Obj, slice: Obj, value: Obj) -> R<()> {
        let len = self.list_len(l);
        let b = self.slice_bounds(slice, len)?;
        if !self.is_iterable(value) {
            return Err(self.raise(ty::TYPE_ERROR, "must assign iterable to extended slice"));
        }
        let items = self.iterate_all(value)?;
        if b.step == 1 {
            let start = b.start as u32;
            self.list_splice(l, start, start + b.len as u32, items);
            return Ok(());
        }
        if items.len() != b.len {
            let text =
                format!("attempt to assign sequence of size {} to extended slice of size {}", items.len(), b.len);
            for item in items {
                self.drop_ref(item);
            }
            return Err(self.raise(ty::VALUE_ERROR, &text));
        }
        for (i, item) in b.positions().zip(items) {
            let old = self.list_replace(l, i as u32, item);
            self.drop_ref(old);
        }
        Ok(())
    }

    pub fn is_iterable(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Instance => {
                !self.lookup_special(o, static_strings::DUNDER_ITER).is_null()
                    || !self.lookup_special(o, static_strings::DUNDER_GETITEM).is_null()
            }
            Kind::Record => {
                matches!(self.ty(o), ty::TEMPLATE | ty::TEMPLATE_ITER | ty::TYPE_VAR_TUPLE | ty::TYPE_ALIAS)
            }
            kind => {
                is_builtin_iterator(kind) && !self.only_awaited(o)
                    || matches!(
                        kind,
                        Kind::List
                            | Kind::Tuple
                            | Kind::Str
                            | Kind::Bytes
                            | Kind::ByteArray
                            | Kind::MemoryView
                            | Kind::GenericAlias
                            | Kind::Dict
                            | Kind::DictView
                            | Kind::Set
                            | Kind::FrozenSet
                            | Kind::Range
                            | Kind::MappingProxy
                            | Kind::FrameLocals
                    )
            }
        }
    }

    /// `del o[key]`.
    pub fn delitem(&mut self, o: Obj, key: Obj) -> R<()> {
        if !self.is_builtin_exact(o) {
            if let Some(done) = self.call_special(o, static_strings::DUNDER_DELITEM, &[key])? {
                self.drop_ref(done);
                return Ok(());
            }
        } else if self.delitem_builtin(o, key)? {
            return Ok(());
        }
        let does_not = if self.check_unused_index(o, key)? { "doesn't" } else { "does not" };
        let name = self.type_name(o);
        Err(self.raise(ty::TYPE_ERROR, &format!("'{name}' object {does_not} support item deletion")))
    }

    pub fn delitem_builtin(&mut self, o: Obj, key: Obj) -> R<bool> {
        match self.kind(o) {
            Kind::ByteArray => self.bytearray_setitem(o, key, Obj::NULL)?,
            Kind::MemoryView => self.view_setitem(o, key, Obj::NULL)?,
            Kind::Dict => {
                if !self.dict_del(o, key)? {
                    return Err(self.raise_key_error(key));
                }
            }
            Kind::FrameLocals => self.locals_set(o, key, Obj::NULL)?,
            Kind::List => {
                let len = self.list_len(o);
                if self.kind(key) == Kind::Slice {
                    let b = self.slice_bounds(key, len)?;
                    if b.step == 1 {
                        self.list_splice(o, b.start as u32, b.start as u32 + b.len as u32, Vec::new());
                    } else {
                        let mut at: Vec<usize> = b.positions().collect();
                        at.sort_unstable();
                        for i in at.into_iter().rev() {
                            let item = self.list_pop(o, i as u32);
                            self.drop_ref(item);
                        }
                    }
                    return Ok(true);
                }
                if !self.indexable(key) {
                    let name = self.type_name(key);
                    let text = format!("list indices must be integers or slices, not {name}");
                    return Err(self.raise(ty::TYPE_ERROR, &text));
                }
                let Some(i) = self.seq_index(key, len)? else {
                    return Err(self.raise(ty::INDEX_ERROR, "list assignment index out of range"));
                };
                self.list_splice(o, i as u32, i as u32 + 1, Vec::new());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}
