//! Making types: the built-in ones at start-up, and those of `class` statements (`type_new` in
//! `Objects/typeobject.c`, `__build_class__` in `Python/bltinmodule.c`).

use crate::eval::activations::What;
use crate::memory::object::{IMMORTAL, Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{TypeDef, tpflags};
use crate::objects::instance::DICT_SETTER;
use crate::objects::typeobject::steps::local;
use crate::objects::typeobject::{TypeInfo, tp, ty};
use crate::state::interpreter::Machine;

impl Machine {
    /// Makes the objects and records of all built-in types, without their methods.
    pub fn make_builtin_types(&mut self) {
        for builtin in self.defs.clone().iter() {
            let obj = self.mem.alloc_system(&mut self.slots, 416);
            let index = self.types.len() as u32;
            let slot = self.slot_mut(obj);
            slot.refcnt = IMMORTAL;
            slot.kind = Kind::Type;
            slot.ty = ty::TYPE;
            slot.a = index;
            let mut flags = 0;
            for (bit, flag) in [
                (tpflags::HAVE_GC, tp::HAVE_GC),
                (tpflags::BASETYPE, tp::BASETYPE),
                (tpflags::SEQUENCE, tp::SEQUENCE),
                (tpflags::MAPPING, tp::MAPPING),
            ] {
                if builtin.flags & bit != 0 {
                    flags |= flag;
                }
            }
            if builtin.dict {
                flags |= if builtin.kind == Kind::Instance { tp::MANAGED_DICT } else { tp::HAS_DICT };
            }
            if matches!(builtin.kind, Kind::Exception) {
                flags |= tp::EXCEPTION | tp::HAS_DICT;
            }
            if builtin.weaklistoffset != 0
                || self.types.get(builtin.base as usize).is_some_and(|base| base.flags & tp::WEAK != 0)
            {
                flags |= tp::WEAK;
            }
            if builtin.flags & (tpflags::MANAGED_DICT | tpflags::MANAGED_WEAKREF) != 0 {
                flags |= tp::PREHEADER;
            }
            if builtin.asked {
                flags |= tp::ASKED;
                for (name, hook) in [("__getattribute__", tp::GETATTR_HOOK), ("__setattr__", tp::SETATTR_HOOK)] {
                    if builtin.natives.iter().any(|native| native.name == name) {
                        flags |= hook;
                    }
                }
            }
            self.types.push(TypeInfo {
                obj,
                name: Obj::NULL,
                qualname: Obj::NULL,
                bases: Obj::NULL,
                mro: Obj::NULL,
                dict: Obj::NULL,
                base: builtin.base,
                kind: builtin.kind,
                flags,
                version: 0,
                versions_used: 0,
                basicsize: builtin.basicsize,
                itemsize: builtin.itemsize,
                shared_keys: 0,
                shared_n: 0,
                inline_cap: 0,
                slots: builtin.fields,
                init: Obj::NULL,
                metatype: ty::TYPE,
                subclasses: 0,
                subclasses_n: 0,
            });
        }
    }

    /// Names, bases, mros and dicts of the built-in types; strings can be made by now.
    pub fn fill_builtin_types(&mut self) {
        let defs = self.defs.clone();
        for (i, builtin) in defs.iter().enumerate() {
            let name = self.intern_str(builtin.name).into_edge();
            let _obj = self.types[i].obj;
            let line_of = |mut at: u32| {
                let mut line = vec![at];
                while at != ty::OBJECT {
                    at = defs[at as usize].base;
                    line.push(at);
                }
                line
            };
            let mut line = line_of(i as u32);
            let mut bases: Vec<Obj> = line.get(1).map(|&base| self.types[base as usize].obj).into_iter().collect();
            if let Some(also) = builtin.also {
                bases.push(self.types[also as usize].obj);
                let behind = line_of(also);
                line.retain(|class| !behind.contains(class));
                line.extend(behind);
            }
            let chain: Vec<Obj> = line.iter().map(|&class| self.types[class as usize].obj).collect();
            let bases = self.new_tuple_from(&bases).into_edge();
            let mro = self.new_tuple_from(&chain).into_edge();
            let dict = self.new_dict().into_edge();
            for o in [bases, mro, dict] {
                self.untrack(o);
                self.make_immortal(o);
            }
            // Names of the modules' types are, in CPython, not there before the modules are imported.
            if i < crate::objects::types::TYPES.len() {
                self.make_immortal(name);
            }
            // It is the qualified name, too.
            self.incref(name);
            let info = &mut self.types[i];
            (info.name, info.qualname, info.bases, info.mro, info.dict) = (name, name, bases, mro, dict);
            self.enter_subclass(i as u32);
        }
    }

    /// `type(name, bases, namespace)`.
    pub fn type_new(&mut self, meta: u32, name: Obj, bases: &[Obj], namespace: Obj) -> R {
        let object = self.types[ty::OBJECT as usize].obj;
        let bases: Vec<Obj> = if bases.is_empty() { vec![object] } else { bases.to_vec() };
        let base = self.best_base(&bases)?;
        let mut merged = match self.c3_merge(&bases) {
            Ok(merged) => merged,
            Err(heads) => return Err(self.no_order(&heads)),
        };
        let base_info = self.types[base as usize];
        // What can raise comes before the class is begun.
        let dict = self.dict_copy(namespace)?;
        let dict = self.keep(dict);
        let declared = self.dict_get_str(dict, static_strings::DUNDER_SLOTS);
        self.check_type_names(name, dict)?;
        let given = if declared.is_null() {
            Vec::new()
        } else if self.kind(declared) == Kind::Str {
            vec![declared]
        } else {
            let given = self.iterate_all(declared)?;
            self.keep_all(given)
        };
        let given = self.private_names(name, given);
        if !given.is_empty() && base_info.itemsize != 0 {
            let text = format!("nonempty __slots__ not supported for subtype of '{}'", self.name_of_type(base));
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let has_dict = self.dictoffset(base) != 0;
        let has_weak = base_info.flags & tp::WEAK != 0 || base_info.itemsize != 0;
        self.check_slot_names(&given, dict, has_dict, has_weak)?;
        let obj = self.alloc_gc(Kind::Type, meta, 936 + 16 + 40);
        let index = match self.types.iter().position(|t| t.flags & tp::DEAD != 0) {
            Some(i) => i as u32,
            None => self.types.len() as u32,
        };
        self.slot_mut(obj).a = index;
        if self.types[meta as usize].flags & tp::HEAPTYPE != 0 {
            let meta_obj = self.types[meta as usize].obj;
            self.incref(meta_obj);
        }
        self.incref(dict);
        merged.insert(0, obj);
        let mro = self.new_tuple_from(&merged).into_edge();
        let bases_tuple = self.new_tuple_from(&bases).into_edge();
        self.incref(base_info.obj);
        self.incref(name);
        let qualname = self.dict_get_str(dict, static_strings::DUNDER_QUALNAME);
        let qualname = if qualname.is_null() { name } else { qualname };
        self.incref(qualname);
        let inherited =
            tp::MANAGED_DICT | tp::HAS_DICT | tp::EXCEPTION | tp::WEAK | tp::MANAGED_WEAKREF | tp::PREHEADER;
        let base_flags = base_info.flags & inherited;
        let mut flags = tp::HEAPTYPE | tp::HAVE_GC | tp::BASETYPE | base_flags;
        let mut slots = base_info.slots;
        let mut members = Vec::new();
        let (mut add_dict, mut add_weak) = (declared.is_null() && !has_dict, declared.is_null() && !has_weak);
        for item in given {
            match self.str_text(item).as_str() {
                "__dict__" => add_dict = true,
                "__weakref__" => add_weak = true,
                _ => {
                    members.push((self.new_ref(item), slots));
                    slots += 1;
                }
            }
        }
        for &other in bases.iter().filter(|&&other| other != base_info.obj) {
            let other = self.slot(other).a;
            add_dict |= !has_dict && self.dictoffset(other) != 0;
            add_weak |= !has_weak && self.types[other as usize].flags & tp::WEAK != 0;
        }
        if add_dict {
            flags |= if base_info.kind == Kind::Instance { tp::MANAGED_DICT } else { tp::HAS_DICT } | tp::PREHEADER;
        }
        if add_weak {
            flags |= tp::WEAK | tp::MANAGED_WEAKREF | tp::PREHEADER;
        }
        for &base in &bases {
            let base = &self.types[self.slot(base).a as usize];
            flags |= base.flags & (tp::SEQUENCE | tp::MAPPING);
        }
        let static_attributes = self.dict_get_str(dict, static_strings::DUNDER_STATIC_ATTRIBUTES);
        let wanted = if static_attributes.is_null() { 0 } else { self.tuple_len(static_attributes) };
        let inline_cap = if flags & tp::MANAGED_DICT != 0 {
            if base_info.inline_cap > 0 { base_info.inline_cap.max(wanted + 1) } else { wanted + 1 }
                .min(crate::objects::instance::MAX_INLINE)
        } else {
            0
        };
        let inline_cap = if inline_cap > 0 {
            inline_cap.next_multiple_of(2).clamp(4, crate::objects::instance::MAX_INLINE)
        } else {
            0
        };
        let shared_keys = if inline_cap > 0 { self.words.alloc(inline_cap) } else { 0 };
        let info = TypeInfo {
            obj,
            name,
            qualname,
            bases: bases_tuple,
            mro,
            dict,
            base,
            kind: base_info.kind,
            flags,
            version: 0,
            versions_used: 0,
            basicsize: base_info.basicsize + 8 * members.len() as u32,
            itemsize: base_info.itemsize,
            shared_keys,
            shared_n: 0,
            inline_cap,
            slots,
            init: Obj::NULL,
            metatype: meta,
            subclasses: 0,
            subclasses_n: 0,
        };
        if index as usize == self.types.len() {
            self.types.push(info)
        } else {
            self.types[index as usize] = info
        }
        self.enter_subclass(index);
        self.track(obj);
        let class = Owned::steal(obj);
        let added = self.finish_class(obj, dict, members, flags & !base_flags);
        if let Err(e) = added {
            self.drop_ref(class);
            return Err(e);
        }
        Ok(class)
    }

    /// What a class is called must be text (`type_new_impl`, `type_new_set_ht_name`).
    fn check_type_names(&mut self, name: Obj, dict: Obj) -> R<()> {
        if self.str_text(name).contains('\0') {
            return Err(self.raise(ty::VALUE_ERROR, "type name must not contain null characters"));
        }
        let qualname = self.dict_get_str(dict, static_strings::DUNDER_QUALNAME);
        if !qualname.is_null() && self.kind(qualname) != Kind::Str {
            let got = self.type_name(qualname);
            return Err(self.raise(ty::TYPE_ERROR, &format!("type __qualname__ must be a str, not {got}")));
        }
        for name in ["__classcell__", "__classdictcell__"] {
            let key = self.intern_str(name);
            let key = self.keep(key);
            let cell = self.dict_get_str(dict, key);
            if !cell.is_null() && self.kind(cell) != Kind::Cell {
                let class = self.class_of(cell);
                let got = self.repr_text(class)?;
                return Err(self.raise(ty::TYPE_ERROR, &format!("{name} must be a nonlocal cell, not {got}")));
            }
        }
        Ok(())
    }

    /// The error for bases that cannot be ordered (`set_mro_error`).
    pub(super) fn no_order(&mut self, heads: &[Obj]) -> Raised {
        let names: Vec<String> = heads.iter().map(|b| self.name_of_type(self.slot(*b).a)).collect();
        let text = format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", "));
        self.raise(ty::TYPE_ERROR, &text)
    }

    /// Names in `__slots__` as the class's own code spells them (`_Py_Mangle`), sorted.
    fn private_names(&mut self, class: Obj, given: Vec<Obj>) -> Vec<Obj> {
        let class = self.str_text(class);
        let class = class.trim_start_matches('_');
        let mut names = Vec::with_capacity(given.len());
        for item in given {
            if self.kind(item) != Kind::Str {
                names.push(item);
                continue;
            }
            let text = self.str_text(item);
            if class.is_empty() || !text.starts_with("__") || text.ends_with("__") || text.contains('.') {
                names.push(item);
                continue;
            }
            let private = self.intern_str(&format!("_{class}{text}"));
            names.push(self.keep(private));
        }
        if names.iter().all(|&name| self.kind(name) == Kind::Str) {
            names.sort_by(|&a, &b| self.str_cmp(a, b));
        }
        names
    }

    /// The names in `__slots__` (`type_new_slots_impl`).
    fn check_slot_names(&mut self, given: &[Obj], dict: Obj, mut has_dict: bool, mut has_weak: bool) -> R<()> {
        for &item in given {
            if self.kind(item) != Kind::Str {
                let got = self.type_name(item);
                return Err(self.raise(ty::TYPE_ERROR, &format!("__slots__ items must be strings, not '{got}'")));
            }
            let text = self.str_text(item);
            if text == "__dict__" {
                if std::mem::replace(&mut has_dict, true) {
                    return Err(self.raise(ty::TYPE_ERROR, "__dict__ slot disallowed: we already got one"));
                }
            } else if text == "__weakref__" {
                if std::mem::replace(&mut has_weak, true) {
                    return Err(self.raise(ty::TYPE_ERROR, "__weakref__ slot disallowed: we already got one"));
                }
            } else if !self.is_identifier(item) {
                return Err(self.raise(ty::TYPE_ERROR, "__slots__ must be identifiers"));
            } else if !matches!(text.as_str(), "__qualname__" | "__classcell__" | "__classdictcell__")
                && !self.dict_get_str(dict, item).is_null()
            {
                let text = format!("'{text}' in __slots__ conflicts with class variable");
                return Err(self.raise(ty::VALUE_ERROR, &text));
            }
        }
        Ok(())
    }

    /// Puts descriptors, doc and module into a new class's dict, and tells its parts about it.
    fn finish_class(&mut self, class: Obj, dict: Obj, members: Vec<(Owned, u32)>, new_flags: u32) -> R<()> {
        // `__new__` is a static method, two others are class methods, without being told.
        for (name, kind, ty) in [
            (static_strings::DUNDER_NEW, Kind::StaticMethod, ty::STATICMETHOD),
            (static_strings::DUNDER_INIT_SUBCLASS, Kind::ClassMethod, ty::CLASSMETHOD),
            (static_strings::DUNDER_CLASS_GETITEM, Kind::ClassMethod, ty::CLASSMETHOD),
        ] {
            let found = self.dict_get_str(dict, name);
            if !found.is_null() && self.kind(found) == Kind::Function {
                let wrapped = self.new_wrapper(kind, ty, found);
                self.dict_set_str(dict, name, wrapped);
            }
        }
        let eq = self.dict_get_str(dict, static_strings::DUNDER_EQ);
        if !eq.is_null() && self.dict_get_str(dict, static_strings::DUNDER_HASH).is_null() {
            self.dict_set_str(dict, static_strings::DUNDER_HASH, Owned::steal(fixed::NONE));
        }
        self.dict_del(dict, static_strings::DUNDER_QUALNAME)?;
        if self.dict_get_str(dict, static_strings::DUNDER_MODULE).is_null()
            && let Some(frame) = self.python_frame()
        {
            let module = self.dict_get_str(frame.globals, static_strings::DUNDER_NAME);
            if !module.is_null() {
                let module = self.new_ref(module);
                self.dict_set_str(dict, static_strings::DUNDER_MODULE, module);
            }
        }
        for (name, place) in members {
            let member = self.alloc_gc(Kind::Member, ty::MEMBER_DESCRIPTOR, 64);
            self.incref(class);
            let name = self.intern(name).into_edge();
            let slot = self.slot_mut(member);
            slot.a = place;
            slot.set_b(class.0, name.0);
            self.track(member);
            self.dict_set_str(dict, name, Owned::steal(member));
        }
        self.add_getsets(class, dict, new_flags);
        if self.dict_get_str(dict, static_strings::DUNDER_DOC).is_null() {
            self.dict_set_str(dict, static_strings::DUNDER_DOC, Owned::steal(fixed::NONE));
        }
        let cell = self.dict_get_str(dict, static_strings::DUNDER_CLASSCELL);
        if !cell.is_null() {
            self.incref(class);
            let old = self.cell_replace(cell, class);
            self.xdecref(old);
            self.dict_del(dict, static_strings::DUNDER_CLASSCELL)?;
        }
        let cell_name = self.intern_str("__classdictcell__");
        let cell_name = self.keep(cell_name);
        let cell = self.dict_get_str(dict, cell_name);
        if !cell.is_null() {
            self.incref(dict);
            let old = self.cell_replace(cell, dict);
            self.xdecref(old);
            self.dict_del(dict, cell_name)?;
        }
        let index = self.slot(class).a;
        self.refresh_type_flags(index);
        Ok(())
    }

    /// `__dict__` and `__weakref__`, where this class is the first to have them (`subtype_getsets_full`).
    fn add_getsets(&mut self, class: Obj, dict: Obj, new_flags: u32) {
        let names = [
            (static_strings::DUNDER_DICT, tp::MANAGED_DICT | tp::HAS_DICT),
            (static_strings::DUNDER_WEAKREF, tp::MANAGED_WEAKREF),
        ];
        for (row, (name, flag)) in names.into_iter().enumerate() {
            if new_flags & flag == 0 || !self.dict_get_str(dict, name).is_null() {
                continue;
            }
            let getset = self.alloc_gc(Kind::GetSet, ty::GETSET_DESCRIPTOR, 64);
            self.incref(class);
            let table = (self.slot_rows() + 1) << 16;
            let native = table | row as u32;
            let slot = self.slot_mut(getset);
            slot.a = native;
            if row == 0 {
                slot.c = u64::from(table | DICT_SETTER);
            }
            slot.set_b(class.0, name.0);
            self.track(getset);
            self.dict_set_str(dict, name, Owned::steal(getset));
        }
    }

    /// The base whose layout the new type extends (`best_base`).
    pub(super) fn best_base(&mut self, bases: &[Obj]) -> R<u32> {
        let mut winner: Option<(u32, u32)> = None;
        for (i, &base) in bases.iter().enumerate() {
            if self.kind(base) != Kind::Type {
                return Err(self.raise(ty::TYPE_ERROR, "bases must be types"));
            }
            let index = self.slot(base).a;
            if bases[..i].contains(&base) {
                let name = self.name_of_type(index);
                return Err(self.raise(ty::TYPE_ERROR, &format!("duplicate base class {name}")));
            }
            if self.types[index as usize].flags & tp::BASETYPE == 0 {
                let name = self.tp_name(index);
                return Err(self.raise(ty::TYPE_ERROR, &format!("type '{name}' is not an acceptable base type")));
            }
            let solid = self.solid_base(index);
            match winner {
                Some((_, before)) if self.is_subtype(before, solid) => {}
                Some((_, before)) if !self.is_subtype(solid, before) => {
                    return Err(self.raise(ty::TYPE_ERROR, "multiple bases have instance lay-out conflict"));
                }
                _ => winner = Some((index, solid)),
            }
        }
        Ok(winner.map_or(ty::OBJECT, |(base, _)| base))
    }

    /// The type in a type's line that last added to the layout (`solid_base`).
    fn solid_base(&self, mut t: u32) -> u32 {
        while t != ty::OBJECT {
            let (info, base) = (&self.types[t as usize], &self.types[self.types[t as usize].base as usize]);
            if (info.basicsize, info.itemsize, info.kind) != (base.basicsize, base.itemsize, base.kind) {
                break;
            }
            t = info.base;
        }
        t
    }

    /// `__dictoffset__` (`tp_dictoffset`): -1 where the machine keeps the dict in front of the object.
    pub(crate) fn dictoffset(&self, t: u32) -> i32 {
        self.offset_in_line(t, |def| def.dictoffset, tp::MANAGED_DICT | tp::HAS_DICT, -1)
    }

    /// `__weakrefoffset__` (`tp_weaklistoffset`).
    pub(crate) fn weaklistoffset(&self, t: u32) -> i32 {
        self.offset_in_line(t, |def| def.weaklistoffset, tp::MANAGED_WEAKREF, -32)
    }

    fn offset_in_line(&self, mut t: u32, declared: fn(&TypeDef) -> i32, managed: u32, in_front: i32) -> i32 {
        while let info = &self.types[t as usize]
            && info.flags & tp::HEAPTYPE != 0
        {
            if info.flags & !self.types[info.base as usize].flags & managed != 0 {
                return in_front;
            }
            t = info.base;
        }
        while t != ty::OBJECT {
            let Some(def) = self.defs.get(t as usize) else { return 0 };
            if declared(def) != 0 {
                return declared(def);
            }
            t = def.base;
        }
        0
    }

    /// `__build_class__(func, name, *bases, metaclass=…, **kwds)`.
    pub fn build_class(&mut self, args: Args) -> R {
        let all = args.all(self);
        let [func, name, given @ ..] = all.as_slice() else {
            return Err(self.raise(ty::TYPE_ERROR, "__build_class__: not enough arguments"));
        };
        let (func, name) = (*func, *name);
        if self.kind(func) != Kind::Function {
            return Err(self.raise(ty::TYPE_ERROR, "__build_class__: func must be a function"));
        }
        if self.kind(name) != Kind::Str {
            return Err(self.raise(ty::TYPE_ERROR, "__build_class__: name is not a string"));
        }
        let mut keywords = args.keywords(self);
        let mut meta = Obj::NULL;
        keywords.retain(|&(key, value)| {
            if key == static_strings::METACLASS {
                meta = value;
            }
            key != static_strings::METACLASS
        });
        let bases = self.new_tuple_from(given);
        let [names, values] = self.keyword_tuples(&keywords);
        let mut held = [StackRef::NULL; local::COUNT];
        held[local::FUNCTION as usize] = StackRef::borrowed(func);
        held[local::NAME as usize] = StackRef::borrowed(name);
        if !meta.is_null() {
            held[local::META as usize] = StackRef::borrowed(meta);
        }
        held[local::BASES as usize] = StackRef::owned(bases.into_edge());
        held[local::NAMES as usize] = names;
        held[local::VALUES as usize] = values;
        self.go_on_as(What::BuildClass, &held)
    }

    /// `type()` does not ask bases what they stand for, and says so (`type_new_get_bases`).
    pub(crate) fn refuse_mro_entries(&mut self, bases: Obj) -> R<()> {
        for base in self.seq_items(bases) {
            let resolved = match self.kind(base) {
                Kind::Type => false,
                Kind::GenericAlias => true,
                _ => self.mro_entries_of(base)?.is_some_and(|method| {
                    self.drop_ref(method);
                    true
                }),
            };
            if resolved {
                let text = "type() doesn't support MRO entry resolution; use types.new_class()";
                return Err(self.raise(ty::TYPE_ERROR, text));
            }
        }
        Ok(())
    }

    /// The `__mro_entries__` of a base that is no class.
    pub(crate) fn mro_entries_of(&mut self, base: Obj) -> R<Option<Owned>> {
        let name = self.intern_str("__mro_entries__");
        let method = self.getattr_opt(base, name.get());
        self.drop_ref(name);
        method
    }

    /// The most derived metaclass of a class with these bases (`_PyType_CalculateMetaclass`).
    pub(crate) fn winning_metaclass(&mut self, meta: Obj, bases: Obj) -> R<Obj> {
        let mut winner = meta;
        for base in self.seq_items(bases) {
            let theirs = self.class_of(base);
            let (m, t) = (self.slot(winner).a, self.slot(theirs).a);
            if self.is_subtype(m, t) {
                continue;
            }
            if !self.is_subtype(t, m) {
                return Err(self.raise(
                    ty::TYPE_ERROR,
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                ));
            }
            winner = theirs;
        }
        Ok(winner)
    }

    /// Calls with keyword arguments given as pairs.
    pub fn call_keywords(&mut self, callable: Obj, args: &[Obj], keywords: &[(Obj, Obj)]) -> R {
        if keywords.is_empty() {
            return self.call(callable, args);
        }
        let keys: Vec<Obj> = keywords.iter().map(|(key, _)| *key).collect();
        let names = self.new_tuple_from(&keys);
        let mut all = args.to_vec();
        all.extend(keywords.iter().map(|(_, value)| *value));
        let height = self.kept();
        let names = self.keep(names);
        let result = self.call_with(callable, &all, names);
        self.drop_kept(height);
        result
    }
}
