//! Making classes, as native activations: the body, `__prepare__`, the metaclass, `__set_name__` and `__init_subclass__`
//! (`builtin___build_class__`, `type_new_set_names`, `type_new_init_subclass`).

use crate::eval::activation::{Answer, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const NATIVE: OnReturn = OnReturn::Native;

/// Locals of `build_class`.
pub mod local {
    pub const FUNCTION: u32 = 0;
    pub const NAME: u32 = 1;
    pub const META: u32 = 2;
    pub const BASES: u32 = 3;
    /// Names and values of the keyword arguments but `metaclass`, two tuples or NULL.
    pub const NAMES: u32 = 4;
    pub const VALUES: u32 = 5;
    pub const NAMESPACE: u32 = 6;
    pub const CELL: u32 = 7;
    /// Bases as `__mro_entries__` gave them, in a list, and the bases as they were written.
    pub const ENTRIES: u32 = 8;
    pub const ORIGINAL: u32 = 9;
    pub const COUNT: usize = 10;
}

impl Machine {
    /// Calls with keyword arguments, names and values in two tuples (or NULL), all borrowed.
    fn begin_keywords(&mut self, callable: Obj, args: &[Obj], names: Obj, values: Obj) -> R<Begun> {
        if names.is_null() {
            return self.begin(callable, args, NATIVE);
        }
        self.save_sp();
        let base = self.thread.sp;
        let values = self.seq_items(values);
        self.check_stack(base, (args.len() + values.len()) as u32 + 2)?;
        self.incref(callable);
        self.thread.stack[base as usize] = StackRef::owned(callable);
        self.thread.stack[base as usize + 1] = StackRef::NULL;
        for (i, &arg) in args.iter().chain(&values).enumerate() {
            self.incref(arg);
            self.thread.stack[base as usize + 2 + i] = StackRef::owned(arg);
        }
        self.thread.sp = base + 2 + (args.len() + values.len()) as u32;
        self.begin_call(base, args.len() as u32, names, NATIVE)
    }

    /// Keyword arguments as two tuples, to be held; NULLs if there are none.
    pub(crate) fn keyword_tuples(&mut self, keywords: &[(Obj, Obj)]) -> [StackRef; 2] {
        if keywords.is_empty() {
            return [StackRef::NULL; 2];
        }
        let (names, values): (Vec<Obj>, Vec<Obj>) = keywords.iter().copied().unzip();
        [names, values].map(|items| StackRef::owned(self.new_tuple_from(&items).into_edge()))
    }
}

/// `__build_class__`. `a` is the number of the base that is looked at.
pub(crate) fn build_class(m: &mut Machine, answer: Answer) -> R<Step> {
    let name = m.held(local::NAME);
    let (names, values) = (m.held(local::NAMES), m.held(local::VALUES));
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                if !matches!(answer, Answer::Begin) {
                    let entries = m.value_of(answer)?;
                    add_entries(m, entries)?;
                    answer = Answer::Begin;
                }
                match begin_entries(m)? {
                    Some(begun) => answer = answer!(begun),
                    None => m.native_mut().state = 1,
                }
            }
            1 => {
                resolve(m)?;
                let (meta, bases) = (m.held(local::META), m.held(local::BASES));
                m.native_mut().state = 2;
                let plain = meta == m.type_obj(ty::TYPE);
                let prepare = if plain { None } else { m.getattr_opt(meta, static_strings::DUNDER_PREPARE)? };
                answer = match prepare {
                    Some(prepare) => {
                        let begun = m.begin_keywords(prepare.get(), &[name, bases], names, values);
                        m.drop_ref(prepare);
                        answer!(begun?)
                    }
                    None => Answer::Value(m.new_dict()),
                };
            }
            2 => {
                let namespace = m.value_of(answer)?;
                let o = namespace.get();
                m.hold(local::NAMESPACE, namespace);
                if m.kind(o) != Kind::Dict && m.lookup_special(o, static_strings::DUNDER_GETITEM).is_null() {
                    let meta = m.held(local::META);
                    let class = match m.kind(meta) {
                        Kind::Type => m.name_of_type(m.slot(meta).a),
                        _ => "<metaclass>".to_owned(),
                    };
                    let text = format!("{class}.__prepare__() must return a mapping, not {}", m.type_name(o));
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
                m.native_mut().state = 3;
                begin_body(m, o)?;
                return Ok(Step::Called);
            }
            3 => {
                let cell = m.value_of(answer)?;
                m.hold(local::CELL, cell);
                let (namespace, original) = (m.held(local::NAMESPACE), m.held(local::ORIGINAL));
                if !original.is_null() {
                    let key = m.intern_str("__orig_bases__");
                    let key = m.keep(key);
                    m.setitem(namespace, key, original)?;
                }
                let (meta, bases) = (m.held(local::META), m.held(local::BASES));
                m.native_mut().state = 4;
                answer = answer!(m.begin_keywords(meta, &[name, bases, namespace], names, values)?);
            }
            _ => {
                let class = m.value_of(answer)?;
                let class = m.keep(class);
                check_cell(m, class)?;
                return Ok(Step::Done(m.new_ref(class)));
            }
        }
    }
}

/// Asks the next base that is no class for the ones it stands for (`update_bases`); `None` behind the last.
fn begin_entries(m: &mut Machine) -> R<Option<Begun>> {
    let bases = m.held(local::BASES);
    loop {
        let i = m.native_now().a as u32;
        if i >= m.tuple_len(bases) {
            return Ok(None);
        }
        m.native_mut().a += 1;
        let base = m.tuple_item(bases, i);
        let alias = m.kind(base) == Kind::GenericAlias;
        let method = if alias || m.kind(base) == Kind::Type { None } else { m.mro_entries_of(base)? };
        if (alias || method.is_some()) && m.held(local::ENTRIES).is_null() {
            let before: Vec<Obj> = (0..i).map(|i| m.tuple_item(bases, i)).collect();
            let list = m.new_list_from(&before);
            m.hold(local::ENTRIES, list);
        }
        let entries = m.held(local::ENTRIES);
        match method {
            Some(method) => {
                let begun = m.begin(method.get(), &[bases], NATIVE);
                m.drop_ref(method);
                return begun.map(Some);
            }
            None if !entries.is_null() => {
                let class = if alias { Obj(m.words.data[m.slot(base).b_lo() as usize]) } else { base };
                let class = m.new_ref(class);
                m.list_append(entries, class);
            }
            None => {}
        }
    }
}

/// What `__mro_entries__` gave.
fn add_entries(m: &mut Machine, entries: Owned) -> R<()> {
    let entries = m.keep(entries);
    if m.kind(entries) != Kind::Tuple {
        return Err(m.raise(ty::TYPE_ERROR, "__mro_entries__ must return a tuple"));
    }
    let list = m.held(local::ENTRIES);
    for class in m.seq_items(entries) {
        let class = m.new_ref(class);
        m.list_append(list, class);
    }
    Ok(())
}

/// The bases are known, and with them the metaclass.
fn resolve(m: &mut Machine) -> R<()> {
    let entries = m.held(local::ENTRIES);
    if !entries.is_null() {
        let classes = m.seq_items(entries);
        let resolved = m.new_tuple_from(&classes);
        let original = m.take_held(local::BASES);
        m.hold(local::ORIGINAL, original);
        m.hold(local::BASES, resolved);
    }
    let (mut meta, bases) = (m.held(local::META), m.held(local::BASES));
    if meta.is_null() {
        meta = m.seq_items(bases).first().map_or(m.type_obj(ty::TYPE), |&base| m.class_of(base));
    }
    if m.kind(meta) == Kind::Type {
        meta = m.winning_metaclass(meta, bases)?;
    }
    let meta = m.new_ref(meta);
    m.hold(local::META, meta);
    Ok(())
}

/// The cell of `__class__` must hold the class that was made.
fn check_cell(m: &mut Machine, class: Obj) -> R<()> {
    let cell = m.held(local::CELL);
    if m.kind(class) != Kind::Type || m.kind(cell) != Kind::Cell {
        return Ok(());
    }
    let set = Obj(m.slot(cell).a);
    if set == class {
        return Ok(());
    }
    let name = m.held(local::NAME);
    let (name, shown) = (m.repr_text(name)?, m.repr_text(class)?);
    Err(if set.is_null() {
        let text =
            format!("__class__ not set defining {name} as {shown}. Was __classcell__ propagated to type.__new__?");
        m.raise(ty::RUNTIME_ERROR, &text)
    } else {
        let other = m.repr_text(set)?;
        m.raise(ty::TYPE_ERROR, &format!("__class__ set to {other} defining {name} as {shown}"))
    })
}

/// The body runs with the namespace as its locals.
fn begin_body(m: &mut Machine, namespace: Obj) -> R<()> {
    m.save_sp();
    let (at, function) = (m.thread.sp, m.held(local::FUNCTION));
    m.check_stack(at, 8)?;
    m.incref(function);
    m.incref(namespace);
    m.thread.stack[at as usize] = StackRef::owned(function);
    m.thread.stack[at as usize + 1] = StackRef::NULL;
    m.thread.sp = at + 2;
    let pushed = m.push_function_frame(at, at + 2, 0, Obj::NULL, namespace, NATIVE);
    if let Err(Raised) = pushed {
        m.decref(namespace);
        m.clear_stack_to(at);
    }
    pushed
}

/// A class has just been made: `__set_name__` of what is in its namespace, then `__init_subclass__` of its parent. Locals:
/// the class, a copy of its namespace, names and values of keyword arguments. `a` is the place in the namespace.
pub(crate) fn class_made(m: &mut Machine, answer: Answer) -> R<Step> {
    let (class, namespace) = (m.held(0), m.held(1));
    let mut answer = answer;
    loop {
        if !matches!(answer, Answer::Begin) {
            let value = match m.value_of(answer) {
                Ok(value) => value,
                Err(Raised) => return Err(name_not_set(m, class, namespace)),
            };
            m.drop_ref(value);
            if m.native_now().state == 1 {
                return Ok(Step::Done(m.take_held(0)));
            }
        }
        let Some((i, key, value)) = m.dict_next(namespace, m.native_now().a as u32) else {
            m.native_mut().state = 1;
            let (names, values) = (m.held(2), m.held(3));
            answer = match m.init_subclass_of(class, !names.is_null())? {
                Some(function) => answer!(m.begin_keywords(function, &[class], names, values)?),
                None => return Ok(Step::Done(m.take_held(0))),
            };
            continue;
        };
        m.native_mut().a = u64::from(i) + 1;
        answer = Answer::Begin;
        if m.kind(value) == Kind::Property && m.is_builtin_exact(value) {
            m.set_property_name(value, key);
        } else if matches!(m.kind(value), Kind::Instance | Kind::Property) {
            let method = m.lookup_special(value, static_strings::DUNDER_SET_NAME);
            if !method.is_null() {
                answer = match m.begin_unbound(method, value, &[class, key], NATIVE) {
                    Ok(begun) => answer!(begun),
                    Err(Raised) => Answer::Raised,
                };
            }
        }
    }
}

/// A `__set_name__` that raised is named in a note of its exception (`type_new_set_names`).
fn name_not_set(m: &mut Machine, class: Obj, namespace: Obj) -> Raised {
    let native = m.native_now();
    if native.state == 0
        && m.halt.is_none()
        && let Some((_, key, value)) = m.dict_next(namespace, (native.a as u32).saturating_sub(1))
    {
        let (kind, class) = (m.type_name(value), m.name_of_type(m.slot(class).a));
        if let Ok(key) = m.repr_text(key) {
            m.note_raised(&format!("Error calling __set_name__ on '{kind}' instance {key} in '{class}'"));
        }
    }
    Raised
}

impl Machine {
    /// A class just made goes on to its `__set_name__` and `__init_subclass__` calls, if there are any.
    pub(crate) fn announce_class(&mut self, class: Owned, keywords: &[(Obj, Obj)]) -> R {
        let dict = self.types[self.slot(class.get()).a as usize].dict;
        let mut named = false;
        for (key, value) in self.dict_items(dict) {
            match self.kind(value) {
                // The common case of a `__set_name__`.
                Kind::Property if self.is_builtin_exact(value) => self.set_property_name(value, key),
                Kind::Property | Kind::Instance => named = true,
                _ => {}
            }
        }
        let class = self.keep(class);
        if !named && keywords.is_empty() && self.init_subclass_of(class, false)?.is_none() {
            return Ok(self.new_ref(class));
        }
        let copy = self.dict_copy(dict)?;
        let [names, values] = self.keyword_tuples(keywords);
        let class = self.new_ref(class);
        let held = [StackRef::owned(class.into_edge()), StackRef::owned(copy.into_edge()), names, values];
        self.go_on_as(crate::eval::activations::What::ClassMade, &held)
    }

    /// The function that `super().__init_subclass__` of a class is, if it is not `object`'s, which refuses keywords.
    fn init_subclass_of(&mut self, class: Obj, keywords: bool) -> R<Option<Obj>> {
        let mro = self.types[self.slot(class).a as usize].mro;
        for parent in self.seq_items(mro).into_iter().skip(1) {
            let dict = self.types[self.slot(parent).a as usize].dict;
            let found = self.dict_get_str(dict, static_strings::DUNDER_INIT_SUBCLASS);
            if found.is_null() {
                continue;
            }
            if self.kind(found) == Kind::ClassMethod {
                return Ok(Some(Obj(self.slot(found).a)));
            }
            if parent != self.types[ty::OBJECT as usize].obj {
                return Ok(Some(found));
            }
            break;
        }
        if keywords {
            let name = self.str_text(self.types[self.slot(class).a as usize].qualname);
            return Err(self.raise(ty::TYPE_ERROR, &format!("{name}.__init_subclass__() takes no keyword arguments")));
        }
        Ok(None)
    }
}
