//! `repr` and `str` of any object.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::static_strings::{self};
use crate::objects::longobject::decimal::Decimal;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::float::float_repr;

impl Machine {
    /// Text of `repr(o)`.
    pub fn repr_text(&mut self, o: Obj) -> R<String> {
        let r = self.repr(o)?;
        let text = self.str_text(r.get());
        self.drop_ref(r);
        Ok(text)
    }

    /// `repr(o)` as an object.
    pub fn repr(&mut self, o: Obj) -> R {
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_REPR);
            if !method.is_null() && !self.by_layout(method) {
                let text = self.call_unbound(method, o, &[])?;
                if self.kind(text.get()) != Kind::Str {
                    let name = self.type_name(text.get());
                    self.drop_ref(text);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("__repr__ returned non-string (type {name})")));
                }
                return Ok(text);
            }
        }
        self.repr_builtin(o)
    }

    /// `str(o)` as an object.
    pub fn str(&mut self, o: Obj) -> R {
        if self.kind(o) == Kind::Str && self.is_builtin_exact(o) {
            return Ok(self.new_ref(o));
        }
        if let Some(text) = self.plain_text(o) {
            return Ok(text);
        }
        if !self.is_builtin_exact(o) {
            let method = self.lookup_special(o, static_strings::DUNDER_STR);
            if !method.is_null() && (!self.by_layout(method) || self.shows_by_repr(method)) {
                let text = self.call_unbound(method, o, &[])?;
                if self.kind(text.get()) != Kind::Str {
                    let name = self.type_name(text.get());
                    self.drop_ref(text);
                    return Err(self.raise(ty::TYPE_ERROR, &format!("__str__ returned non-string (type {name})")));
                }
                return Ok(text);
            }
        }
        self.str_builtin(o)
    }

    /// Whether a class has the `__repr__` of a built-in type as its `__str__`.
    pub(crate) fn shows_by_repr(&self, method: Obj) -> bool {
        !method.is_null()
            && self.kind(method) == Kind::WrapperDescriptor
            && self.native(self.slot(method).a).name == "__repr__"
    }

    /// The digits of an exact int that lies in its slot: a string of its own, even of one.
    #[inline]
    pub(crate) fn plain_text(&mut self, o: Obj) -> Option<Owned> {
        let slot = self.slot(o);
        if slot.ty != ty::INT || slot.x != 0 {
            return None;
        }
        let text = Decimal::of(slot.b as i64);
        Some(self.fresh_ascii(text.bytes()))
    }

    /// `str` of the built-in layouts.
    pub fn str_builtin(&mut self, o: Obj) -> R {
        match self.kind(o) {
            Kind::Exception => self.exception_default_str(o),
            Kind::MappingProxy => self.str(self.proxied(o)),
            Kind::Str => Ok(self.str_exact(o)),
            _ => self.repr(o),
        }
    }

    /// `repr` of the built-in layouts.
    pub fn repr_builtin(&mut self, o: Obj) -> R {
        self.enter_native_call(" while getting the repr of an object")?;
        let text = self.repr_builtin_text(o);
        self.leave_native_call();
        let text = text?;
        if matches!(self.kind(o), Kind::Bool) {
            return Ok(self.intern_str(&text));
        }
        // `repr(5)` is a string of its own.
        Ok(if text.is_ascii() { self.fresh_str_wide(text.as_bytes(), 1) } else { self.new_str(&text) })
    }

    pub(crate) fn repr_builtin_text(&mut self, o: Obj) -> R<String> {
        let slot = *self.slot(o);
        let address = self.address(o);
        Ok(match slot.kind {
            Kind::None => "None".into(),
            Kind::Ellipsis => "Ellipsis".into(),
            Kind::NotImplemented => "NotImplemented".into(),
            Kind::Bool => if slot.b != 0 { "True" } else { "False" }.into(),
            Kind::Int => self.int_repr(o)?,
            Kind::Float => float_repr(self.float_value(o)),
            Kind::Complex => self.complex_repr(o),
            Kind::Str => self.str_repr(o),
            Kind::Bytes => self.bytes_repr(o),
            Kind::ByteArray => self.bytearray_repr(o),
            Kind::MemoryView if self.view_released(o) => format!("<released memory at {address:#x}>"),
            Kind::MemoryView => format!("<memory at {address:#x}>"),
            Kind::Tuple => {
                let n = slot.a;
                let inner = self.repr_items(o, n)?;
                if n == 1 { format!("({inner},)") } else { format!("({inner})") }
            }
            Kind::List => {
                if self.thread.repr_stack.contains(&o.0) {
                    return Ok("[...]".into());
                }
                self.thread.repr_stack.push(o.0);
                let inner = self.repr_items(o, u32::MAX);
                self.thread.repr_stack.pop();
                format!("[{}]", inner?)
            }
            Kind::Dict => {
                if self.thread.repr_stack.contains(&o.0) {
                    return Ok("{...}".into());
                }
                self.thread.repr_stack.push(o.0);
                let inner = self.repr_dict_items(o);
                self.thread.repr_stack.pop();
                format!("{{{}}}", inner?)
            }
            Kind::Set | Kind::FrozenSet => {
                let name = self.type_name(o);
                if self.set_len(o) == 0 {
                    return Ok(format!("{name}()"));
                }
                if self.thread.repr_stack.contains(&o.0) {
                    return Ok(format!("{name}(...)"));
                }
                self.thread.repr_stack.push(o.0);
                let parts: R<Vec<String>> = self.set_items(o).into_iter().map(|key| self.repr_text(key)).collect();
                self.thread.repr_stack.pop();
                let inner = parts?.join(", ");
                if slot.ty == ty::SET { format!("{{{inner}}}") } else { format!("{name}({{{inner}}})") }
            }
            Kind::Range => self.range_repr(o)?,
            Kind::Slice => {
                let [a, b, c] = self.slice_parts(o);
                format!("slice({}, {}, {})", self.repr_text(a)?, self.repr_text(b)?, self.repr_text(c)?)
            }
            Kind::Function => {
                let name = self.func_field(o, crate::objects::funcobject::field::QUALNAME);
                format!("<function {} at {address:#x}>", self.str_text(name))
            }
            Kind::Method => {
                let (func, this) = self.method_parts(o);
                let name = self.callable_name(func);
                format!("<bound method {name} of {}>", self.repr_text(this)?)
            }
            Kind::BuiltinFunction => {
                let name = self.native(slot.a).name;
                let mut this = Obj(slot.b_lo());
                if self.native(slot.a).role == crate::native::typedef::Role::New {
                    // A `__new__` is bound to its class.
                    this = self.types[(slot.a >> 16) as usize].obj;
                }
                if this.is_null() || self.kind(this) == Kind::Module {
                    format!("<built-in function {name}>")
                } else if slot.ty == ty::METHOD_WRAPPER {
                    let class = self.type_name(this);
                    format!("<method-wrapper '{name}' of {class} object at {:#x}>", self.address(this))
                } else {
                    let class = self.type_name(this);
                    format!("<built-in method {name} of {class} object at {:#x}>", self.address(this))
                }
            }
            Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                let name = self.native(slot.a).name;
                let class = self.name_of_type(self.slot(Obj(slot.b_lo())).a);
                let what = if slot.kind == Kind::MethodDescriptor { "method" } else { "slot wrapper" };
                format!("<{what} '{name}' of '{class}' objects>")
            }
            Kind::GetSet | Kind::Member => {
                let name = self.str_text(Obj(slot.b_hi()));
                let class = self.name_of_type(self.slot(Obj(slot.b_lo())).a);
                let what = if slot.ty == ty::MEMBER_DESCRIPTOR { "member" } else { "attribute" };
                format!("<{what} '{name}' of '{class}' objects>")
            }
            Kind::Code => {
                let code = &self.codes[slot.a as usize];
                let name = String::from_utf8_lossy(code.meta().name.as_bytes()).into_owned();
                let file = self.str_text(code.filename);
                format!("<code object {name} at {address:#x}, file \"{file}\", line {}>", code.meta().firstlineno)
            }
            Kind::Module => self.module_repr(o)?,
            Kind::Type => {
                let info = &self.types[slot.a as usize];
                let module = self.dict_get_str(info.dict, static_strings::DUNDER_MODULE);
                // A module that is no text is no part of the name (`type_repr`).
                let odd = self.is_heap_type(slot.a) && (module.is_null() || self.kind(module) != Kind::Str);
                let name = if odd { self.str_text(info.name) } else { self.full_type_name(slot.a) };
                format!("<class '{name}'>")
            }
            Kind::Exception => {
                let r = self.exception_repr(o)?;
                let text = self.str_text(r.get());
                self.drop_ref(r);
                text
            }
            Kind::Cell => {
                let contents = self.cell_get(o);
                if contents.is_null() {
                    format!("<cell at {address:#x}: empty>")
                } else {
                    let name = self.type_name(contents);
                    format!("<cell at {address:#x}: {name} object at {:#x}>", self.address(contents))
                }
            }
            Kind::Generator => {
                let name = Obj(self.words.data[(slot.b_lo() + crate::objects::genobject::field::QUALNAME) as usize]);
                format!("<{} object {} at {address:#x}>", self.type_name(o), self.str_text(name))
            }
            Kind::DictView => {
                let dict = Obj(slot.b_lo());
                let items = self.iterate_all(o)?;
                let list = self.new_list_of(items);
                let inner = self.repr_text(list.get());
                self.drop_ref(list);
                let _ = dict;
                format!("{}({})", self.type_name(o), inner?)
            }
            Kind::Record => match slot.ty {
                ty::TEMPLATE => self.template_repr(o)?,
                ty::INTERPOLATION => self.interpolation_repr(o)?,
                ty::TEMPLATE_ITER => format!("<{} object at {address:#x}>", self.type_name(o)),
                _ => self.typing_repr(o)?,
            },
            Kind::Frame => self.frame_repr(o)?,
            Kind::FrameLocals => {
                let copy = self.locals_copy(o);
                let text = self.repr_text(copy.get());
                self.drop_ref(copy);
                text?
            }
            Kind::MappingProxy => format!("mappingproxy({})", self.repr_text(Obj(slot.a))?),
            Kind::StaticMethod | Kind::ClassMethod => {
                let name = self.type_name(o);
                format!("<{name}({})>", self.repr_text(Obj(slot.a))?)
            }
            Kind::Super => {
                let class = self.name_of_type(self.slot(Obj(slot.a)).a);
                let start = Obj(slot.b_hi());
                if start.is_null() {
                    format!("<super: <class '{class}'>, NULL>")
                } else {
                    let start = self.name_of_type(self.slot(start).a);
                    format!("<super: <class '{class}'>, <{start} object>>")
                }
            }
            Kind::GenericAlias => self.alias_repr(o)?,
            Kind::Union => self.union_repr(o)?,
            _ => self.object_repr(o),
        })
    }

    /// `object.__repr__`.
    pub(crate) fn object_repr(&self, o: Obj) -> String {
        let ty = self.ty(o);
        let name = self.full_type_name(ty);
        let name = if name.contains('.') || self.is_builtin_exact(o) { name } else { format!("builtins.{name}") };
        format!("<{name} object at {:#x}>", self.address(o))
    }

    pub(crate) fn repr_items(&mut self, o: Obj, most: u32) -> R<String> {
        let mut parts = Vec::new();
        let mut i = 0;
        while i < self.slot(o).a.min(most) {
            let item = self.tuple_item(o, i);
            let held = self.new_ref(item);
            let text = self.repr_text(item);
            self.drop_ref(held);
            parts.push(text?);
            i += 1;
        }
        Ok(parts.join(", "))
    }

    pub(crate) fn repr_dict_items(&mut self, d: Obj) -> R<String> {
        let mut parts = Vec::new();
        let mut i = 0;
        while let Some((at, key, value)) = self.dict_next(d, i) {
            let (hk, hv) = (self.new_ref(key), self.new_ref(value));
            let text = self.repr_text(key).and_then(|k| Ok(format!("{k}: {}", self.repr_text(value)?)));
            self.drop_ref(hk);
            self.drop_ref(hv);
            parts.push(text?);
            i = at + 1;
        }
        Ok(parts.join(", "))
    }

    /// The qualified name of a function or built-in, for messages.
    /// A callable in the words of an error (`_PyObject_FunctionStr`): by its qualified name, with the module if that is not `builtins`.
    pub(crate) fn function_text(&mut self, f: Obj) -> R<String> {
        let Some(qualname) = self.getattr_opt(f, static_strings::DUNDER_QUALNAME)? else { return self.display(f) };
        let name = self.display(qualname.get());
        self.drop_ref(qualname);
        let name = name?;
        let Some(module) = self.getattr_opt(f, static_strings::DUNDER_MODULE)? else { return Ok(format!("{name}()")) };
        let text = if Machine::is_none(module.get()) { Ok(String::new()) } else { self.display(module.get()) };
        self.drop_ref(module);
        let module = text?;
        Ok(if module.is_empty() || module == "builtins" { format!("{name}()") } else { format!("{module}.{name}()") })
    }

    pub fn callable_name(&mut self, f: Obj) -> String {
        match self.kind(f) {
            Kind::Function => {
                let name = self.func_field(f, crate::objects::funcobject::field::QUALNAME);
                self.str_text(name)
            }
            Kind::BuiltinFunction | Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                self.native(self.slot(f).a).name.to_owned()
            }
            Kind::Method => {
                let func = self.method_parts(f).0;
                self.callable_name(func)
            }
            Kind::Type => self.name_of_type(self.slot(f).a),
            _ => self.type_name(f),
        }
    }
}
