//! What pickling and copying ask any object (`object.__reduce_ex__`, `object.__getstate__` of `Objects/typeobject.c`), with the help
//! of `copyreg`.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Native, def};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

pub(super) const REDUCE: Native = def("__reduce__($self, /)", "Helper for pickle.", |m, a| {
    let zero = m.new_int(0);
    let zero = m.keep(zero);
    m.copyreg("_reduce_ex", &[a.get(m, 0), zero])
});

pub(super) const REDUCE_EX: Native = def("__reduce_ex__($self, protocol, /)", "Helper for pickle.", reduce_ex);

pub(super) const GETSTATE: Native =
    def("__getstate__($self, /)", "Helper for pickle.", |m, a| m.object_state(a.get(m, 0)));

fn reduce_ex(m: &mut Machine, a: Args) -> R {
    let (o, protocol) = (a.get(m, 0), a.get(m, 1));
    let n = m.index_i64(protocol)?;
    let name = m.intern_str("__reduce__");
    let name = m.keep(name);
    let own = m.lookup_special(o, name);
    if own != m.type_lookup(ty::OBJECT, name) && !own.is_null() {
        return m.call_unbound(own, o, &[]);
    }
    if n >= 2 { m.reduce_newobj(o) } else { m.copyreg("_reduce_ex", &[o, protocol]) }
}

impl Machine {
    fn copyreg(&mut self, function: &str, args: &[Obj]) -> R {
        let function = self.from_library("copyreg", function)?;
        self.call(function, args)
    }

    /// `object.__getstate__`.
    pub fn object_state(&mut self, o: Obj) -> R {
        let class = self.class_of(o);
        let slots = self.copyreg("_slotnames", &[class])?;
        let slots = self.keep(slots);
        let state = if self.has_dict(o) && self.kind(o) != Kind::Module || self.kind(o) == Kind::Exception {
            let dict = self.instance_dict(o);
            let known = !self.instance_attributes_any(o).is_empty();
            if dict.is_null() && !known && self.kind(o) != Kind::Instance {
                Owned::steal(fixed::NONE)
            } else {
                let dict = self.materialize_dict(o);
                self.dict_copy(dict)?
            }
        } else {
            Owned::steal(fixed::NONE)
        };
        let state =
            if state.get() != fixed::NONE && self.kind(state.get()) == Kind::Dict && self.dict_len(state.get()) == 0 {
                self.drop_ref(state);
                Owned::steal(fixed::NONE)
            } else {
                state
            };
        if self.kind(slots) != Kind::List || self.list_len(slots) == 0 {
            return Ok(state);
        }
        let state = self.keep(state);
        let values = self.new_dict();
        let values = self.keep(values);
        // What is asked may change the list.
        let names = self.seq_items(slots);
        let names = self.new_tuple_from(&names);
        let names = self.keep(names);
        for name in self.seq_items(names) {
            if let Some(value) = self.getattr_opt(o, name)? {
                let value = self.keep(value);
                self.dict_set(values, name, value)?;
            }
        }
        if self.dict_len(values) == 0 {
            return Ok(self.new_ref(state));
        }
        Ok(self.new_tuple_from(&[state, values]))
    }

    /// `reduce_newobj`: function, arguments, state, items of a list, items of a dict.
    fn reduce_newobj(&mut self, o: Obj) -> R {
        let class = self.class_of(o);
        let made = matches!(
            self.kind(o),
            Kind::Instance
                | Kind::List
                | Kind::Dict
                | Kind::Tuple
                | Kind::Set
                | Kind::FrozenSet
                | Kind::Int
                | Kind::Float
                | Kind::Complex
                | Kind::Str
                | Kind::Bytes
                | Kind::ByteArray
                | Kind::Exception
                | Kind::Bool
        );
        if !made
            || self.defs.get(self.ty(o) as usize).is_some_and(|def| def.kind == Kind::Instance && def.name != "object")
        {
            let name = self.type_name(o);
            return Err(self.raise(ty::TYPE_ERROR, &format!("cannot pickle '{name}' object")));
        }
        let [ex, plain] = ["__getnewargs_ex__", "__getnewargs__"].map(|name| self.intern_str(name));
        let (ex, plain) = (self.keep(ex), self.keep(plain));
        let (mut function, mut args) = ("__newobj__", vec![class]);
        if let Some(given) = self.getattr_opt(o, ex)? {
            let given = self.keep(given);
            let pair = self.call(given, &[])?;
            let pair = self.keep(pair);
            if self.kind(pair) != Kind::Tuple || self.tuple_len(pair) != 2 {
                return Err(self.raise(ty::TYPE_ERROR, "__getnewargs_ex__ should return a tuple of length 2"));
            }
            let (positional, named) = (self.tuple_item(pair, 0), self.tuple_item(pair, 1));
            if self.kind(named) == Kind::Dict && self.dict_len(named) > 0 {
                function = "__newobj_ex__";
                args.extend([positional, named]);
            } else {
                args.extend(self.seq_items(positional));
            }
        } else if let Some(given) = self.getattr_opt(o, plain)? {
            let given = self.keep(given);
            let items = self.call(given, &[])?;
            let items = self.keep(items);
            if self.kind(items) != Kind::Tuple {
                let got = self.type_name(items);
                let text = format!("__getnewargs__ should return a tuple, not '{got}'");
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            args.extend(self.seq_items(items));
        }
        let args = self.new_tuple_from(&args);
        let args = self.keep(args);
        let name = self.intern_str("__getstate__");
        let name = self.keep(name);
        let getter = self.getattr(o, name)?;
        let getter = self.keep(getter);
        let state = self.call(getter, &[])?;
        let state = self.keep(state);
        let items = if self.kind(o) == Kind::List {
            let iter = self.iter(o)?;
            self.keep(iter)
        } else {
            fixed::NONE
        };
        let pairs = if self.kind(o) == Kind::Dict {
            let name = self.intern_str("items");
            let name = self.keep(name);
            let method = self.getattr(o, name)?;
            let method = self.keep(method);
            let pairs = self.call(method, &[])?;
            let pairs = self.keep(pairs);
            let iter = self.iter(pairs)?;
            self.keep(iter)
        } else {
            fixed::NONE
        };
        let function = self.from_library("copyreg", function)?;
        Ok(self.new_tuple_from(&[function, args, state, items, pairs]))
    }
}
