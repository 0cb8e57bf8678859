//! `__new__` of the built-in types: what calling `int`, `list`, `super`, … makes.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// The type that a `__new__` was called for: its first argument.
fn class_of_call(m: &Machine, a: Args) -> u32 {
    m.slot(a.get(m, 0)).a
}

/// Gives a value that was made for the built-in type the subclass's type instead.
fn retype(m: &mut Machine, value: Owned, class: u32) -> R {
    if m.ty(value.get()) == class {
        return Ok(value);
    }
    let o = value.get();
    let shared = m.slot(o).is_immortal() || m.slot(o).refcnt > 1;
    let o = if shared {
        let copy = match m.kind(o) {
            Kind::Int | Kind::Bool => {
                let v = m.int_small(o).unwrap_or(0) as u64;
                let copy = m.alloc(Kind::Int, ty::INT, 36);
                m.slot_mut(copy).b = v;
                copy
            }
            Kind::Str => {
                let points = m.str_points(o);
                let n = points.len() as u32;
                let copy = m.alloc(Kind::Str, ty::STR, 64 + n);
                let at = if n == 0 { 0 } else { m.bytes.alloc(n) };
                for (i, p) in points.iter().enumerate() {
                    m.bytes.data[at as usize + i] = *p as u8;
                }
                let slot = m.slot_mut(copy);
                (slot.a, slot.x, slot.b) = (n, 1, u64::from(at));
                copy
            }
            Kind::Tuple => {
                let items = m.seq_items(o);
                let n = items.len() as u32;
                let copy = m.alloc_gc(Kind::Tuple, ty::TUPLE, 64 + 8 * n);
                let at = m.words.alloc(n);
                for (i, item) in items.into_iter().enumerate() {
                    m.incref(item);
                    m.words.data[at as usize + i] = item.0;
                }
                let slot = m.slot_mut(copy);
                (slot.a, slot.b) = (n, u64::from(at));
                m.track(copy);
                copy
            }
            _ => o,
        };
        m.drop_ref(value);
        copy
    } else {
        value.into_edge()
    };
    let class_obj = m.types[class as usize].obj;
    m.incref(class_obj);
    m.slot_mut(o).ty = class;
    if !m.is_tracked(o) {
        m.track(o);
    }
    Ok(Owned::steal(o))
}

pub const OBJECT_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    if !m.plain_layout(class) {
        let name = m.name_of_type(class);
        return Err(m.raise(ty::TYPE_ERROR, &format!("object.__new__({name}) is not safe, use {name}.__new__()")));
    }
    if a.n > 1 || a.kwcount(m) > 0 {
        let new = m.type_lookup(class, static_strings::DUNDER_NEW);
        if new != m.object_new {
            return Err(
                m.raise(ty::TYPE_ERROR, "object.__new__() takes exactly one argument (the type to instantiate)")
            );
        }
        let init = m.type_lookup(class, static_strings::DUNDER_INIT);
        if m.kind(init) == Kind::WrapperDescriptor {
            let name = m.name_of_type(class);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no arguments")));
        }
    }
    if class == ty::OBJECT {
        return Ok(Owned::steal(m.alloc(Kind::Instance, ty::OBJECT, 16)));
    }
    Ok(m.new_instance(class))
})];

pub const TYPE_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    if a.n != 4 {
        return Err(m.raise(ty::TYPE_ERROR, "type.__new__() takes exactly 3 arguments"));
    }
    let meta = class_of_call(m, a);
    let (name, bases, namespace) = (a.get(m, 1), a.get(m, 2), a.get(m, 3));
    let bases = m.seq_items(bases);
    let keywords = a.keywords(m);
    let class = m.type_new(meta, name, &bases, namespace)?;
    m.init_subclass(class.get(), &keywords)?;
    Ok(class)
})];

pub const INT_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let base = a.param(m, 2, "base");
    if a.n < 2 {
        let zero = m.new_int(0);
        return retype(m, zero, class);
    }
    let x = a.get(m, 1);
    let value = if base.is_null() { m.to_int(x)? } else { m.int_from_text(x, base)? };
    retype(m, value, class)
})];

pub const BOOL_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 2), |m, a| {
    let truth = if a.n > 1 { m.truthy(a.get(m, 1))? } else { false };
    Ok(Owned::steal(Machine::new_bool(truth)))
})];

pub const FLOAT_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 2), |m, a| {
    let class = class_of_call(m, a);
    let value = if a.n > 1 { m.to_float(a.get(m, 1))? } else { 0.0 };
    let value = m.new_float(value);
    retype(m, value, class)
})];

pub const COMPLEX_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let (re, im) = (a.param(m, 1, "real"), a.param(m, 2, "imag"));
    let mut value = (0.0, 0.0);
    if !re.is_null() {
        value = if m.kind(re) == Kind::Complex { m.complex_value(re) } else { (m.to_float(re)?, 0.0) };
    }
    if !im.is_null() {
        let (x, y) = if m.kind(im) == Kind::Complex { m.complex_value(im) } else { (m.to_float(im)?, 0.0) };
        value = (value.0 - y, value.1 + x);
    }
    Ok(m.new_complex(value.0, value.1))
})];

pub const STR_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let o = a.param(m, 1, "object");
    let encoding = a.param(m, 2, "encoding");
    let text = if o.is_null() {
        Owned::steal(fixed::EMPTY_STR)
    } else if !encoding.is_null() && m.kind(o) == Kind::Bytes {
        m.decode_bytes(o, encoding)?
    } else {
        m.str(o)?
    };
    retype(m, text, class)
})];

pub const BYTES_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    if a.n < 2 {
        return Ok(Owned::steal(fixed::EMPTY_BYTES));
    }
    let o = a.get(m, 1);
    match m.kind(o) {
        Kind::Str => {
            let encoding = a.param(m, 2, "encoding");
            if encoding.is_null() {
                return Err(m.raise(ty::TYPE_ERROR, "string argument without an encoding"));
            }
            m.encode_str(o, encoding)
        }
        Kind::Int => {
            let n = m.int_clamped(o);
            if n < 0 {
                return Err(m.raise(ty::VALUE_ERROR, "negative count"));
            }
            Ok(m.new_bytes(&vec![0; n.min(1 << 28) as usize]))
        }
        Kind::Bytes => Ok(m.new_ref(o)),
        _ => {
            let items = m.iterate_all(o)?;
            let mut bytes = Vec::new();
            let mut bad = false;
            for item in items {
                match m.int_small(item.get()).filter(|v| m.is_int(item.get()) && (0..256).contains(v)) {
                    Some(v) => bytes.push(v as u8),
                    None => bad = true,
                }
                m.drop_ref(item);
            }
            if bad {
                return Err(m.raise(ty::VALUE_ERROR, "bytes must be in range(0, 256)"));
            }
            Ok(m.new_bytes(&bytes))
        }
    }
})];

pub const TUPLE_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 2), |m, a| {
    let class = class_of_call(m, a);
    let value = if a.n < 2 {
        Owned::steal(fixed::EMPTY_TUPLE)
    } else {
        let o = a.get(m, 1);
        if m.ty(o) == ty::TUPLE {
            m.new_ref(o)
        } else {
            let items = m.iterate_all(o)?;
            m.new_tuple(items)
        }
    };
    retype(m, value, class)
})];

pub const LIST_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let list = m.new_list();
    retype(m, list, class)
})];

pub const DICT_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let dict = m.new_dict();
    retype(m, dict, class)
})];

pub const SET_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let set = m.new_set(false);
    retype(m, set, class)
})];

pub const FROZENSET_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 2), |m, a| {
    let class = class_of_call(m, a);
    let o = a.opt(m, 1);
    if !o.is_null() && m.ty(o) == ty::FROZENSET && class == ty::FROZENSET {
        return Ok(m.new_ref(o));
    }
    let set = m.set_from(true, o)?;
    retype(m, set, class)
})];

pub const RANGE_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 4), |m, a| {
    if a.n == 1 {
        return Err(m.raise(ty::TYPE_ERROR, "range expected at least 1 argument, got 0"));
    }
    let mut parts = Vec::new();
    for i in 1..a.n {
        let arg = a.get(m, i);
        parts.push(m.index(arg)?);
    }
    let (zero, one) = (m.new_int(0).get(), m.new_int(1).get());
    let (start, stop, step) = match parts.len() {
        1 => (zero, parts[0].get(), one),
        2 => (parts[0].get(), parts[1].get(), one),
        _ => (parts[0].get(), parts[1].get(), parts[2].get()),
    };
    let range = m.new_range(start, stop, step);
    for part in parts {
        m.drop_ref(part);
    }
    range
})];

pub const SLICE_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(2, 4), |m, a| {
    let part = |m: &mut Machine, i: u32| {
        let o = a.opt(m, i);
        if o.is_null() { Owned::steal(fixed::NONE) } else { m.new_ref(o) }
    };
    if a.n == 2 {
        let stop = part(m, 1);
        return Ok(m.new_slice(Owned::steal(fixed::NONE), stop, Owned::steal(fixed::NONE)));
    }
    let (start, stop, step) = (part(m, 1), part(m, 2), part(m, 3));
    Ok(m.new_slice(start, stop, step))
})];

pub const EXCEPTION_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let e = m.alloc_exception(class);
    let rest = a.rest(m, 1);
    let args = m.new_tuple_from(&rest).into_edge();
    m.set_exc_field(e.get(), crate::objects::exceptions::field::ARGS, args);
    Ok(e)
})];

pub const PROPERTY_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let mut parts = [Obj::NULL; 4];
    for (i, name) in ["fget", "fset", "fdel", "doc"].iter().enumerate() {
        let part = a.param(m, i as u32 + 1, name);
        parts[i] = if Machine::is_none(part) { Obj::NULL } else { part };
    }
    if parts[3].is_null() && !parts[0].is_null() && m.kind(parts[0]) == Kind::Function {
        parts[3] = m.func_field(parts[0], crate::objects::funcobject::field::DOC);
    }
    Ok(m.new_property(parts))
})];

pub const STATICMETHOD_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(2, 2), |m, a| {
    let f = a.get(m, 1);
    Ok(m.new_wrapper(Kind::StaticMethod, ty::STATICMETHOD, f))
})];

pub const CLASSMETHOD_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(2, 2), |m, a| {
    let f = a.get(m, 1);
    Ok(m.new_wrapper(Kind::ClassMethod, ty::CLASSMETHOD, f))
})];

pub const SUPER_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(1, 3), |m, a| {
    if a.n == 1 {
        let (class, this) = m.implicit_super()?;
        return m.new_super(class, this);
    }
    let class = a.get(m, 1);
    if m.kind(class) != Kind::Type {
        let name = m.type_name(class);
        return Err(m.raise(ty::TYPE_ERROR, &format!("super() argument 1 must be a type, not {name}")));
    }
    let this = a.opt(m, 2);
    m.new_super(class, this)
})];

pub const ENUMERATE_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let (iterable, start) = (a.param(m, 1, "iterable"), a.param(m, 2, "start"));
    if iterable.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "enumerate() missing required argument 'iterable' (pos 1)"));
    }
    let count = if start.is_null() { 0 } else { m.index_i64(start)? };
    let it = m.iter(iterable)?.into_edge();
    let o = m.new_combined(Kind::Enumerate, ty::ENUMERATE, 0, it, Obj::NULL);
    m.slot_mut(o.get()).c = count as u64;
    Ok(o)
})];

fn iterators(m: &mut Machine, a: Args, from: u32, what: &str) -> R<Obj> {
    let mut iters = Vec::new();
    for i in from..a.n {
        match m.iter(a.get(m, i)) {
            Ok(it) => iters.push(it),
            Err(e) => {
                for it in iters {
                    m.drop_ref(it);
                }
                let _ = what;
                return Err(e);
            }
        }
    }
    Ok(m.new_tuple(iters).into_edge())
}

pub const ZIP_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let strict = a.keyword(m, "strict");
    let strict = !strict.is_null() && m.truthy(strict)?;
    let iters = iterators(m, a, 1, "zip")?;
    let o = m.new_combined(Kind::Zip, ty::ZIP, 0, iters, Obj::NULL);
    m.slot_mut(o.get()).x = u16::from(strict);
    Ok(o)
})];

pub const MAP_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    if a.n < 3 {
        return Err(m.raise(ty::TYPE_ERROR, "map() must have at least two arguments."));
    }
    let iters = iterators(m, a, 2, "map")?;
    let f = a.get(m, 1);
    m.incref(f);
    Ok(m.new_combined(Kind::Map, ty::MAP, f.0, iters, Obj::NULL))
})];

pub const FILTER_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(3, 3), |m, a| {
    let it = m.iter(a.get(m, 2))?.into_edge();
    let f = a.get(m, 1);
    m.incref(f);
    Ok(m.new_combined(Kind::Filter, ty::FILTER, f.0, it, Obj::NULL))
})];

pub const REVERSED_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(2, 2), |m, a| {
    let o = a.get(m, 1);
    if let Some(value) = m.call_special(o, static_strings::DUNDER_REVERSED, &[])? {
        return Ok(value);
    }
    if m.kind(o) == Kind::Range {
        return m.range_reversed(o);
    }
    if matches!(m.kind(o), Kind::Dict | Kind::DictView) {
        let mut items = m.iterate_all(o)?;
        items.reverse();
        let list = m.new_list_of(items);
        let it = m.iter(list.get());
        m.drop_ref(list);
        return it;
    }
    let sequence = matches!(m.kind(o), Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes)
        || !m.lookup_special(o, static_strings::DUNDER_GETITEM).is_null();
    if !sequence {
        let name = m.type_name(o);
        return Err(m.raise(ty::TYPE_ERROR, &format!("'{name}' object is not reversible")));
    }
    let n = m.len(o)? as u32;
    m.incref(o);
    let kind = if m.ty(o) == ty::LIST { ty::LIST_REVERSEITERATOR } else { ty::REVERSED };
    Ok(m.new_combined(Kind::Reversed, kind, n, o, Obj::NULL))
})];

impl Machine {
    /// `reversed(range)`.
    fn range_reversed(&mut self, r: Obj) -> R {
        let Some((start, step, len)) = self.range_small(r) else {
            return Err(self.not_supported("reversing a range beyond 64 bits"));
        };
        Ok(self.new_range_iter(start + (len - 1) * step, -step as i32, len))
    }

    /// Class and object for `super()` without arguments: the `__class__` cell and the first local.
    fn implicit_super(&mut self) -> R<(Obj, Obj)> {
        let Some(frame) = self.frames.last().copied() else {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): no current frame"));
        };
        let stat = self.codes[frame.code as usize].stat.clone();
        if stat.code.argcount == 0 {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): no arguments"));
        }
        let mut this = self.stack[frame.base as usize].obj();
        if self.kind(this) == Kind::Cell && stat.code.localspluskinds[0] & compiler::code::fast::CELL != 0 {
            this = self.cell_get(this);
        }
        let at = stat.code.localsplusnames.iter().position(|n| n.as_str() == Some("__class__"));
        let Some(at) = at else {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): __class__ cell not found"));
        };
        let class = self.cell_get(self.stack[frame.base as usize + at].obj());
        if class.is_null() {
            return Err(self.raise(ty::RUNTIME_ERROR, "super(): empty __class__ cell"));
        }
        Ok((class, this))
    }

    /// `int(x)`.
    pub fn to_int(&mut self, x: Obj) -> R {
        match self.kind(x) {
            Kind::Int | Kind::Bool if self.is_builtin_exact(x) => {
                let value = self.int_value(x);
                Ok(if self.ty(x) == ty::INT { self.new_ref(x) } else { self.int_from_value(value) })
            }
            Kind::Float if self.is_builtin_exact(x) => self.float_to_int(self.float_value(x)),
            Kind::Str => self.int_from_text(x, Obj::NULL),
            _ => {
                for name in [static_strings::DUNDER_INT, static_strings::DUNDER_INDEX, static_strings::DUNDER_TRUNC] {
                    if let Some(value) = self.call_special(x, name, &[])? {
                        return Ok(value);
                    }
                }
                let name = self.type_name(x);
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'"),
                ))
            }
        }
    }

    fn int_from_text(&mut self, x: Obj, base: Obj) -> R {
        let radix = if base.is_null() { 10 } else { self.index_i64(base)? };
        if radix != 0 && !(2..=36).contains(&radix) {
            return Err(self.raise(ty::VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0"));
        }
        let text = match self.kind(x) {
            Kind::Str => self.str_text(x),
            Kind::Bytes => String::from_utf8_lossy(self.bytes_value(x)).into_owned(),
            _ => return Err(self.raise(ty::TYPE_ERROR, "int() can't convert non-string with explicit base")),
        };
        match crate::objects::longobject::parse_int(&text, radix as u32) {
            Some(value) => Ok(self.new_bigint(&value)),
            None => {
                let shown = self.repr_text(x)?;
                Err(self.raise(ty::VALUE_ERROR, &format!("invalid literal for int() with base {radix}: {shown}")))
            }
        }
    }

    /// `float(x)`.
    pub fn to_float(&mut self, x: Obj) -> R<f64> {
        match self.kind(x) {
            Kind::Float => Ok(self.float_value(x)),
            Kind::Int | Kind::Bool => self.int_to_f64(x),
            Kind::Str => {
                let text = self.str_text(x);
                match crate::objects::floatobject::parse_float(&text) {
                    Some(value) => Ok(value),
                    None => {
                        let shown = self.repr_text(x)?;
                        Err(self.raise(ty::VALUE_ERROR, &format!("could not convert string to float: {shown}")))
                    }
                }
            }
            _ => {
                for name in [static_strings::DUNDER_FLOAT, static_strings::DUNDER_INDEX] {
                    if let Some(value) = self.call_special(x, name, &[])? {
                        let f = self.real_value(value.get());
                        self.drop_ref(value);
                        return Ok(f?.unwrap_or(0.0));
                    }
                }
                let name = self.type_name(x);
                Err(self.raise(
                    ty::TYPE_ERROR,
                    &format!("float() argument must be a string or a real number, not '{name}'"),
                ))
            }
        }
    }

    /// Whether a class is written in Python.
    pub fn is_heap_type(&self, t: u32) -> bool {
        self.types[t as usize].flags & tp::HEAPTYPE != 0
    }
}
