//! What pickling and copying ask of any object (`object___reduce_ex__` and what belongs to it in `Objects/typeobject.c`). Half of
//! it is the library's `copyreg`.

use crate::memory::object::{Kind, Obj, R, Raised};
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, def};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// Methods of `object`.
pub(super) const ROWS: [Native; 3] = [
    def("__reduce_ex__($self, protocol, /)", "How to make the object again, for a protocol of pickling.", |m, a| {
        let (o, protocol) = (a.get(m, 0), a.get(m, 1));
        let protocol = m.index_i64(protocol)?;
        let protocol = i32::try_from(protocol)
            .map_err(|_| m.raise(ty::OVERFLOW_ERROR, "Python int too large to convert to C int"))?;
        let name = m.intern_str("__reduce__");
        let name = m.keep(name);
        let of_object = m.type_lookup(ty::OBJECT, name);
        let class = m.class_of(o);
        let own = m.getattr_opt(class, name)?;
        let own = own.map(|own| m.keep(own));
        if own.is_some_and(|own| own != of_object) {
            let reduce = m.getattr(o, name)?;
            let reduce = m.keep(reduce);
            return m.call(reduce, &[]);
        }
        m.common_reduce(o, protocol)
    })
    .asking(),
    def("__reduce__($self, /)", "How to make the object again.", |m, a| {
        let o = a.get(m, 0);
        m.common_reduce(o, 0)
    })
    .asking(),
    def("__getstate__($self, /)", "The attributes of the object.", |m, a| {
        let o = a.get(m, 0);
        m.default_state(o, false)
    })
    .asking(),
];

impl Machine {
    fn common_reduce(&mut self, o: Obj, protocol: i32) -> R {
        if protocol >= 2 {
            return self.reduce_newobj(o);
        }
        let function = self.from_library("copyreg", "_reduce_ex")?;
        let protocol = self.new_int(i64::from(protocol));
        let protocol = self.keep(protocol);
        self.call(function, &[o, protocol])
    }

    fn cannot_pickle(&mut self, o: Obj, plural: bool) -> Raised {
        let name = self.tp_name(self.ty(o));
        let text =
            if plural { format!("cannot pickle {name} objects") } else { format!("cannot pickle '{name}' object") };
        self.raise(ty::TYPE_ERROR, &text)
    }

    /// Arguments of `__new__` by position and by name, held (`_PyObject_GetNewArguments`).
    fn new_arguments(&mut self, o: Obj) -> R<(Obj, Obj)> {
        let names = [self.intern_str("__getnewargs_ex__"), self.intern_str("__getnewargs__")];
        let names = self.keep_all(names.into());
        let both = self.lookup_special(o, names[0]);
        if !both.is_null() {
            let given = self.call_unbound(both, o, &[])?;
            let given = self.keep(given);
            if self.kind(given) != Kind::Tuple {
                let got = self.type_name(given);
                let text = format!("__getnewargs_ex__ should return a tuple, not '{got}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            if self.tuple_len(given) != 2 {
                let text =
                    format!("__getnewargs_ex__ should return a tuple of length 2, not {}", self.tuple_len(given));
                return Err(self.raise(ty::VALUE_ERROR, &text));
            }
            let (args, named) = (self.tuple_item(given, 0), self.tuple_item(given, 1));
            if self.kind(args) != Kind::Tuple {
                let got = self.type_name(args);
                let text =
                    format!("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{got}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            if self.kind(named) != Kind::Dict {
                let got = self.type_name(named);
                let text =
                    format!("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{got}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            return Ok((args, named));
        }
        let args = self.lookup_special(o, names[1]);
        if args.is_null() {
            return Ok((Obj::NULL, Obj::NULL));
        }
        let given = self.call_unbound(args, o, &[])?;
        let given = self.keep(given);
        if self.kind(given) != Kind::Tuple {
            let got = self.type_name(given);
            return Err(self.raise(ty::TYPE_ERROR, &format!("__getnewargs__ should return a tuple, not '{got}'")));
        }
        Ok((given, Obj::NULL))
    }

    /// `copyreg.__newobj__` with its arguments, the state, iterators over a list's and a dict's items (`reduce_newobj`).
    fn reduce_newobj(&mut self, o: Obj) -> R {
        let class = self.class_of(o);
        if self.type_flags(self.ty(o)) & crate::native::typedef::tpflags::DISALLOW_INSTANTIATION != 0 {
            return Err(self.cannot_pickle(o, false));
        }
        let (args, named) = self.new_arguments(o)?;
        let mut given = vec![class];
        let function = if named.is_null() || self.dict_len(named) == 0 {
            if !args.is_null() {
                given.extend(self.seq_items(args));
            }
            self.from_library("copyreg", "__newobj__")?
        } else {
            given.extend([args, named]);
            self.from_library("copyreg", "__newobj_ex__")?
        };
        let given = self.new_tuple_from(&given);
        let given = self.keep(given);
        let held = !args.is_null() || matches!(self.kind(o), Kind::List | Kind::Dict);
        let state = self.state_of(o, !held)?;
        let mut parts = [function, given, state, fixed::NONE, fixed::NONE];
        if self.kind(o) == Kind::List {
            let items = self.iter(o)?;
            parts[3] = self.keep(items);
        }
        if self.kind(o) == Kind::Dict {
            let name = self.intern_str("items");
            let name = self.keep(name);
            let method = self.getattr(o, name)?;
            let method = self.keep(method);
            let items = self.call(method, &[])?;
            let items = self.keep(items);
            let items = self.iter(items)?;
            parts[4] = self.keep(items);
        }
        Ok(self.new_tuple_from(&parts))
    }

    /// What `__getstate__` gives, held (`object_getstate`).
    fn state_of(&mut self, o: Obj, required: bool) -> R<Obj> {
        let name = self.intern_str("__getstate__");
        let name = self.keep(name);
        let found = self.lookup_special(o, name);
        let state = if found == self.type_lookup(ty::OBJECT, name) && self.instance_get_any(o, name).is_null() {
            self.default_state(o, required)?
        } else {
            let method = self.getattr(o, name)?;
            let method = self.keep(method);
            self.call(method, &[])?
        };
        Ok(self.keep(state))
    }

    fn instance_get_any(&self, o: Obj, name: Obj) -> Obj {
        if self.has_dict(o) { self.instance_get(o, name) } else { Obj::NULL }
    }

    /// The attributes of an object: a dict, None, or a tuple with the fields of `__slots__` (`object_getstate_default`).
    fn default_state(&mut self, o: Obj, required: bool) -> R {
        let info = *self.type_of(o);
        if required && info.itemsize > 0 {
            return Err(self.cannot_pickle(o, true));
        }
        let empty = !self.has_dict(o) && self.kind(o) != Kind::Exception || self.instance_attributes_any(o).is_empty();
        let dict = if empty { fixed::NONE } else { self.materialize_dict(o) };
        let class = self.class_of(o);
        let name = self.intern_str("__slotnames__");
        let name = self.keep(name);
        let mut names = self.dict_get_str(info.dict, name);
        if names.is_null() {
            let function = self.from_library("copyreg", "_slotnames")?;
            let listed = self.call(function, &[class])?;
            names = self.keep(listed);
            if !Machine::is_none(names) && self.kind(names) != Kind::List {
                return Err(self.raise(ty::TYPE_ERROR, "copyreg._slotnames didn't return a list or None"));
            }
        }
        let fields = if self.kind(names) == Kind::List { self.seq_items(names) } else { Vec::new() };
        if required && !self.is_plainly_laid_out(o, fields.len()) {
            return Err(self.cannot_pickle(o, false));
        }
        let values = self.new_dict();
        let values = self.keep(values);
        for field in fields {
            if let Some(value) = self.getattr_opt(o, field)? {
                let value = self.keep(value);
                self.dict_set(values, field, value)?;
            }
        }
        if self.dict_len(values) == 0 {
            return Ok(self.new_ref(dict));
        }
        Ok(self.new_tuple_from(&[dict, values]))
    }

    /// Whether there is nothing in the object but attributes.
    fn is_plainly_laid_out(&self, o: Obj, fields: usize) -> bool {
        let info = self.type_of(o);
        let mut size = 16 + 8 * fields as u32;
        if info.flags & (tp::HAS_DICT | tp::MANAGED_DICT) != 0 && self.dictoffset(self.ty(o)) > 0 {
            size += 8;
        }
        if self.weaklistoffset(self.ty(o)) > 0 {
            size += 8;
        }
        info.basicsize <= size
    }
}
