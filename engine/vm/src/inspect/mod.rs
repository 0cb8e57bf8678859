//! Looking at a machine without touching it: what panes and `state` show. Nothing here runs Python code.

pub mod ledger;
mod native;

use crate::eval::frame::Frame;
use crate::memory::object::{Kind, Obj, StackRef, flag};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// One entry of an evaluation stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackEntry {
    /// NULL for C's NULL.
    pub obj: Obj,
    /// Pushed by a borrowing load: not counted.
    pub borrowed: bool,
}

/// One activation, outermost first in a list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameView {
    pub name: String,
    pub qualname: String,
    pub file: String,
    pub code: u32,
    /// Line of the instruction that runs next (innermost) or is waiting for a call (others).
    pub line: Option<u32>,
    /// Index of that instruction in the machine's flat array, and its offset in `co_code`.
    pub ip: u32,
    pub offset: u32,
    /// Named locals in order; NULL where unbound. Module and class frames list their namespace.
    pub locals: Vec<(String, Obj)>,
    pub stack: Vec<StackEntry>,
    /// Whether its names live in a dict (module and class bodies).
    pub namespace: bool,
    pub globals: Obj,
    pub builtins: Obj,
    pub generator: Obj,
}

/// A reference from an object, with the label a person knows it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub label: String,
    pub target: Obj,
}

/// An object as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectView {
    pub obj: Obj,
    pub address: u64,
    pub type_name: String,
    pub kind: Kind,
    /// `sys.getrefcount` without the one reference that the call itself adds.
    pub refcnt: u32,
    pub immortal: bool,
    pub interned: bool,
    /// `sys.getsizeof`.
    pub size: u64,
    pub repr: String,
    /// At most `FIELDS` of them; `more` counts the rest.
    pub fields: Vec<Field>,
    pub more: usize,
    /// 0, 1, 2, 3 (permanent) or `None` where the collector does not track it.
    pub generation: Option<u8>,
}

/// Fields listed of one object.
const FIELDS: usize = 24;
/// Characters of a short representation.
const SHORT: usize = 60;

impl Machine {
    /// The activations, outermost first.
    pub fn frame_views(&self) -> Vec<FrameView> {
        self.thread.frames.iter().enumerate().map(|(i, frame)| self.frame_view(i, frame)).collect()
    }

    fn frame_view(&self, i: usize, frame: &Frame) -> FrameView {
        let code = &self.codes[frame.code as usize];
        let innermost = i + 1 == self.thread.frames.len();
        let ip = if innermost { frame.ip } else { frame.ip.saturating_sub(1) };
        let sp = if innermost { self.thread.sp } else { frame.sp };
        let namespace = !frame.locals.is_null();
        let locals = if namespace {
            self.dict_items_any(frame.locals).into_iter().map(|(k, v)| (self.str_text(k), v)).collect()
        } else {
            self.fast_locals(frame)
        };
        let first = self.stack_base(frame);
        let stack = (first..sp.max(first))
            .map(|at| {
                let r = self.thread.stack[at as usize];
                StackEntry { obj: r.obj(), borrowed: r != StackRef::NULL && r.is_borrowed() }
            })
            .collect();
        FrameView {
            name: self.str_text(code.name),
            qualname: self.str_text(code.qualname),
            file: self.str_text(code.filename),
            code: frame.code,
            line: self.position_of(frame.code, ip).line,
            ip,
            offset: self.offset_of(frame.code, ip),
            locals,
            stack,
            namespace,
            globals: frame.globals,
            builtins: frame.builtins,
            generator: frame.generator,
        }
    }

    fn fast_locals(&self, frame: &Frame) -> Vec<(String, Obj)> {
        let n = self.codes[frame.code as usize].stat.nlocalsplus;
        let kinds = &self.codes[frame.code as usize].meta().localspluskinds;
        (0..n)
            .map(|i| {
                let mut o = self.thread.stack[(frame.base + i) as usize].obj();
                let celled = kinds[i as usize] & (compiler::code::fast::CELL | compiler::code::fast::FREE) != 0;
                if celled && !o.is_null() && self.kind(o) == Kind::Cell {
                    o = self.cell_get(o);
                }
                (self.str_text(self.code_local_name(frame.code, i)), o)
            })
            .collect()
    }

    /// Items of a dict or mapping proxy with string keys; nothing for other objects.
    fn dict_items_any(&self, d: Obj) -> Vec<(Obj, Obj)> {
        if self.kind(d) != Kind::Dict {
            return Vec::new();
        }
        self.dict_items(d).into_iter().filter(|(k, _)| self.kind(*k) == Kind::Str).collect()
    }

    /// Everything shown of one object.
    pub fn object_view(&self, o: Obj) -> ObjectView {
        let slot = self.slot(o);
        let mut fields = self.fields(o);
        let more = fields.len().saturating_sub(FIELDS);
        fields.truncate(FIELDS);
        ObjectView {
            obj: o,
            address: self.address(o),
            type_name: self.type_name(o),
            kind: slot.kind,
            refcnt: slot.refcnt,
            immortal: slot.is_immortal(),
            interned: slot.flags & flag::INTERNED != 0,
            size: self.sizeof(o),
            repr: self.short_repr(o),
            fields,
            more,
            generation: self.generation_of(o),
        }
    }

    /// The references of an object that a learner thinks of: items, attributes, contents.
    pub fn fields(&self, o: Obj) -> Vec<Field> {
        let slot = *self.slot(o);
        let field = |label: &str, target: u32| Field { label: label.to_owned(), target: Obj(target) };
        let mut out = match slot.kind {
            Kind::List | Kind::Tuple => {
                self.tuple_items(o).iter().enumerate().map(|(i, w)| field(&i.to_string(), *w)).collect()
            }
            Kind::Dict => self.dict_items(o).into_iter().map(|(k, v)| field(&self.short_repr(k), v.0)).collect(),
            Kind::Set | Kind::FrozenSet => self.set_items(o).into_iter().map(|k| field("", k.0)).collect(),
            Kind::Instance => {
                let named = |(k, v): (Obj, Obj)| field(&self.str_text(k), v.0);
                let mut all: Vec<Field> = self.slot_members(o);
                all.extend(self.instance_attributes(o).into_iter().map(named));
                all
            }
            Kind::Exception => {
                use crate::objects::exceptions::field as f;
                let mut all: Vec<Field> = [
                    ("args", f::ARGS),
                    ("__traceback__", f::TRACEBACK),
                    ("__context__", f::CONTEXT),
                    ("__cause__", f::CAUSE),
                ]
                .iter()
                .map(|(label, i)| field(label, self.exc_field(o, *i).0))
                .collect();
                all.extend(self.instance_attributes_any(o).into_iter().map(|(k, v)| field(&self.str_text(k), v.0)));
                all
            }
            Kind::Cell => vec![field("cell_contents", slot.a)],
            Kind::Method => vec![field("__func__", slot.a), field("__self__", slot.b_lo())],
            Kind::Function => {
                use crate::objects::funcobject::field as f;
                [
                    ("__code__", f::CODE),
                    ("__defaults__", f::DEFAULTS),
                    ("__kwdefaults__", f::KWDEFAULTS),
                    ("__closure__", f::CLOSURE),
                    ("__dict__", f::DICT),
                ]
                .iter()
                .map(|(label, i)| field(label, self.func_field(o, *i).0))
                .collect()
            }
            Kind::Type if self.is_heap_type(slot.a) => self
                .dict_items(self.types[slot.a as usize].dict)
                .into_iter()
                .map(|(k, v)| field(&self.str_text(k), v.0))
                .filter(|f| !f.label.starts_with("__") || f.label == "__init__")
                .collect(),
            Kind::SeqIter | Kind::DictIter | Kind::SetIter | Kind::Enumerate | Kind::Reversed => {
                vec![field("iterates", slot.b_lo())]
            }
            Kind::Generator => {
                use crate::objects::genobject::field as f;
                let words = self.words.range(slot.b_lo(), slot.b_hi());
                let n = words[f::SAVED as usize].min(self.codes[words[f::CODE as usize] as usize].stat.nlocalsplus);
                (0..n)
                    .map(|i| {
                        let name = self.code_local_name(words[f::CODE as usize], i);
                        field(&self.str_text(name), StackRef(words[(f::REFS + i) as usize]).obj().0)
                    })
                    .collect()
            }
            Kind::FrameLocals => vec![field("frame", slot.a)],
            Kind::Record => {
                let labels: &[&str] = match slot.ty {
                    ty::TEMPLATE | ty::TEMPLATE_ITER => &["strings", "interpolations"],
                    ty::INTERPOLATION => &["value", "expression", "conversion", "format_spec"],
                    ty::TYPE_ALIAS => &["name", "type_params", "evaluate_value", "value", "module"],
                    ty::TYPE_VAR | ty::PARAM_SPEC | ty::TYPE_VAR_TUPLE => &[
                        "name",
                        "bound",
                        "evaluate_bound",
                        "constraints",
                        "evaluate_constraints",
                        "default",
                        "evaluate_default",
                        "module",
                    ],
                    _ => &["value"],
                };
                labels.iter().zip(0..slot.b_hi()).map(|(label, i)| field(label, self.record_field(o, i).0)).collect()
            }
            Kind::Awaitable => vec![field("awaits", slot.a), field("value", slot.b_lo())],
            Kind::Traceback => vec![field("tb_frame", slot.a), field("tb_next", slot.b_lo())],
            Kind::StaticMethod | Kind::ClassMethod => vec![field("__func__", slot.a)],
            Kind::Property => {
                let parts = self.property_parts(o);
                [("fget", 0), ("fset", 1), ("fdel", 2)].iter().map(|(l, i)| field(l, parts[*i].0)).collect()
            }
            Kind::Slice => {
                let parts = self.slice_parts(o);
                [("start", 0), ("stop", 1), ("step", 2)].iter().map(|(l, i)| field(l, parts[*i].0)).collect()
            }
            Kind::Zip | Kind::Map | Kind::Filter => vec![field("function", slot.a), field("iterators", slot.b_lo())],
            _ => Vec::new(),
        };
        out.retain(|f| !f.target.is_null());
        out
    }

    /// Values of `__slots__` fields that are set.
    fn slot_members(&self, o: Obj) -> Vec<Field> {
        let info = self.type_of(o);
        if info.slots == 0 || info.mro.is_null() {
            return Vec::new();
        }
        let mut members = Vec::new();
        for class in self.seq_items(info.mro) {
            for (key, value) in self.dict_items(self.types[self.slot(class).a as usize].dict) {
                if self.kind(value) == Kind::Member && self.is_heap_type(self.slot(class).a) {
                    let target = self.member_get(o, self.slot(value).a);
                    members.push(Field { label: self.str_text(key), target });
                }
            }
        }
        members
    }

    /// A short `repr` that runs no code: containers show a few items, instances their class and address.
    pub fn short_repr(&self, o: Obj) -> String {
        let text = self.plain_repr(o, 2);
        if text.chars().count() <= SHORT {
            return text;
        }
        let mut short: String = text.chars().take(SHORT - 1).collect();
        short.push('…');
        short
    }

    fn plain_repr(&self, o: Obj, depth: u32) -> String {
        if o.is_null() {
            return "NULL".into();
        }
        let slot = self.slot(o);
        let list = |items: Vec<Obj>| {
            let shown: Vec<String> = items.iter().take(8).map(|i| self.plain_repr(*i, depth - 1)).collect();
            shown.join(", ") + if items.len() > 8 { ", …" } else { "" }
        };
        match slot.kind {
            Kind::None => "None".into(),
            Kind::Ellipsis => "Ellipsis".into(),
            Kind::NotImplemented => "NotImplemented".into(),
            Kind::Bool => if slot.b != 0 { "True" } else { "False" }.into(),
            Kind::Int => match self.int_value(o) {
                crate::objects::longobject::Value::Small(v) => v.to_string(),
                crate::objects::longobject::Value::Big(v) => v.to_string(),
            },
            Kind::Float => ground::float::float_repr(self.float_value(o)),
            Kind::Complex => self.complex_repr(o),
            Kind::Str => self.str_repr(o),
            Kind::Bytes => self.bytes_repr(o),
            Kind::ByteArray => self.bytearray_repr(o),
            Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::FrozenSet if depth == 0 => "…".into(),
            Kind::Tuple if slot.a == 1 => format!("({},)", list(self.seq_items(o))),
            Kind::Tuple => format!("({})", list(self.seq_items(o))),
            Kind::List => format!("[{}]", list(self.seq_items(o))),
            Kind::Set | Kind::FrozenSet if slot.a == 0 => format!("{}()", self.type_name(o)),
            Kind::Set | Kind::FrozenSet => format!("{{{}}}", list(self.set_items(o))),
            Kind::Dict => {
                let items = self.dict_items(o);
                let shown: Vec<String> = items
                    .iter()
                    .take(6)
                    .map(|(k, v)| format!("{}: {}", self.plain_repr(*k, depth - 1), self.plain_repr(*v, depth - 1)))
                    .collect();
                format!("{{{}{}}}", shown.join(", "), if items.len() > 6 { ", …" } else { "" })
            }
            Kind::Range => {
                let [start, stop, step, _] = self.range_parts(o);
                let (a, b) = (self.plain_repr(start, 1), self.plain_repr(stop, 1));
                if self.int_small(step) == Some(1) {
                    format!("range({a}, {b})")
                } else {
                    format!("range({a}, {b}, {})", self.plain_repr(step, 1))
                }
            }
            Kind::Function => {
                format!("function {}", self.str_text(self.func_field(o, crate::objects::funcobject::field::QUALNAME)))
            }
            Kind::Method => format!("method {}", self.plain_repr(self.method_parts(o).0, 1)),
            Kind::BuiltinFunction | Kind::MethodDescriptor | Kind::WrapperDescriptor => {
                format!("built-in {}", self.native(slot.a).name)
            }
            Kind::Code => format!("code {}", self.str_text(self.codes[slot.a as usize].qualname)),
            Kind::Module => {
                let name = self.instance_get(o, crate::native::static_strings::DUNDER_NAME);
                format!("module {}", if name.is_null() { String::new() } else { self.str_text(name) })
            }
            Kind::Type => format!("class {}", self.full_type_name(slot.a).trim_start_matches("__main__.")),
            Kind::Exception => {
                let args = self.exc_field(o, crate::objects::exceptions::field::ARGS);
                format!("{}({})", self.type_name(o), list(self.seq_items(args)))
            }
            Kind::Cell => format!("cell of {}", self.plain_repr(self.cell_get(o), depth.saturating_sub(1))),
            _ => self.type_name(o),
        }
    }

    /// Whether an object is usually written inside its holder: immortals, numbers, short strings.
    pub fn is_small(&self, o: Obj) -> bool {
        let slot = self.slot(o);
        match slot.kind {
            Kind::None | Kind::Bool | Kind::Ellipsis | Kind::NotImplemented | Kind::Int | Kind::Float => true,
            Kind::Str => slot.a <= 24,
            Kind::Type => !self.is_heap_type(slot.a),
            Kind::BuiltinFunction | Kind::Module | Kind::MethodDescriptor | Kind::WrapperDescriptor | Kind::Code => {
                true
            }
            _ => false,
        }
    }

    /// Objects reachable from the activations' names and stacks, nearest first, at most `limit`; small ones,
    /// modules and built-ins are not entered.
    pub fn reachable(&self, limit: usize) -> Vec<Obj> {
        let mut seen = vec![false; self.slots.len()];
        let mut queue = std::collections::VecDeque::new();
        for frame in self.frame_views() {
            for (name, o) in &frame.locals {
                let hidden = frame.namespace && name.starts_with("__");
                if !o.is_null() && !hidden {
                    queue.push_back(*o);
                }
            }
            queue.extend(frame.stack.iter().map(|e| e.obj).filter(|o| !o.is_null()));
        }
        let mut found = Vec::new();
        while let Some(o) = queue.pop_front() {
            if std::mem::replace(&mut seen[o.ix()], true) || self.is_small(o) {
                continue;
            }
            found.push(o);
            if found.len() == limit {
                break;
            }
            queue.extend(self.fields(o).into_iter().map(|f| f.target));
        }
        found
    }

    /// Every living object, in order of handles.
    pub fn all_objects(&self) -> impl Iterator<Item = Obj> + '_ {
        let objects = self.slots.iter().enumerate().filter(|(_, s)| !matches!(s.kind, Kind::Free | Kind::GcHead));
        objects.map(|(i, _)| Obj(i as u32))
    }

    /// The interned strings that are not part of the machine itself, oldest slot first.
    pub fn interned_strings(&self) -> Vec<Obj> {
        let mut all: Vec<Obj> = self.interned.iter().filter(|&&o| o != 0 && o != u32::MAX).map(|&o| Obj(o)).collect();
        all.retain(|o| !self.slot(*o).is_immortal());
        all.sort();
        all
    }

    /// The classes of the program, instances' counts and bytes by type name: memory by type.
    pub fn memory_by_type(&self) -> Vec<(String, u32, u64)> {
        let mut table = std::collections::BTreeMap::<u32, (u32, u64)>::new();
        for o in self.all_objects() {
            let entry = table.entry(self.ty(o)).or_default();
            entry.0 += 1;
            entry.1 += self.sizeof(o);
        }
        let mut rows: Vec<_> = table.into_iter().map(|(t, (n, bytes))| (self.name_of_type(t), n, bytes)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.2));
        rows
    }

    /// Whether a type index is `type` itself or a metaclass; for labels.
    pub fn is_class(&self, o: Obj) -> bool {
        self.kind(o) == Kind::Type && self.types[self.slot(o).a as usize].flags & tp::DEAD == 0
    }

    /// The lines of `trace` for an observed step of that file's code: qualified name, offset and opcode, as a
    /// `sys.monitoring` INSTRUCTION callback sees them. What comes before the first `RESUME` is not monitored,
    /// `RESUME` and the shortcut through `END_FOR` report nothing, and a prefix `EXTENDED_ARG` counts by itself.
    pub fn trace_lines(&self, seen: &crate::state::interpreter::Seen, file: &str) -> Vec<String> {
        use crate::eval::ceval::op;
        let (Some(code), Some(ins)) = (self.codes.get(seen.code as usize), self.code.get(seen.ip as usize)) else {
            return Vec::new();
        };
        let own = code.meta().filename.as_str() == Some(file);
        let prologue = !self.code[code.start as usize..seen.ip as usize].iter().any(|i| i.base == op::RESUME);
        if !own || prologue || matches!(ins.base, op::RESUME | op::END_FOR) {
            return Vec::new();
        }
        let name = compiler::opcode::info(u16::from(ins.base)).map_or("?", |row| row.name);
        let (qualname, offset) = (self.code_qualname(seen.code), self.offset_of(seen.code, seen.ip));
        let bytes = &code.meta().code;
        let prefixes = (1..=3).take_while(|n| {
            let at = (offset as usize).checked_sub(2 * n);
            at.and_then(|at| bytes.get(at)) == Some(&op::EXTENDED_ARG)
        });
        let mut lines: Vec<String> =
            prefixes.map(|n| format!("{qualname} {} EXTENDED_ARG", offset as usize - 2 * n)).collect();
        lines.reverse();
        lines.push(format!("{qualname} {offset} {name}"));
        lines
    }

    /// `co_qualname`, also of a code object that is gone by now.
    pub fn code_qualname(&self, code: u32) -> String {
        let name = self.codes.get(code as usize).map(|c| c.meta().qualname.clone());
        name.map_or(String::new(), |name| String::from_utf8_lossy(name.as_bytes()).into_owned())
    }

    /// The instruction that runs next: index in the flat array.
    pub fn next_instruction(&self) -> Option<u32> {
        self.thread.frames.last().map(|f| f.ip)
    }

    /// True for the singletons and built-in types.
    pub fn is_builtin_singleton(o: Obj) -> bool {
        o.0 >= fixed::NONE.0 && o.0 < fixed::NAMES
    }

    /// The exception being raised or handled now, for panes; NULL if none.
    pub fn current_exception(&self) -> Obj {
        if self.thread.raised.is_null() { self.topmost_handled() } else { self.thread.raised }
    }

    /// The generic base of user classes: its index.
    pub const OBJECT_TYPE: u32 = ty::OBJECT;
}
