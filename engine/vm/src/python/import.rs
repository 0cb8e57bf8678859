//! `import` (`Python/import.c`): `sys.modules` first, then `importlib._bootstrap`, which runs as the frozen code that it is
//! in CPython. No loop nests: an import is an activation below the frames of importlib and of the module's body.

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::eval::slot_steps::answer;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, function};
use crate::objects::exceptions::field;
use crate::objects::typeobject::ty;
use crate::state::interpreter::{Event, Machine};

const NATIVE: OnReturn = OnReturn::Native;
const BOOTSTRAP: &str = "<frozen importlib._bootstrap>";
const EXTERNAL: &str = "<frozen importlib._bootstrap_external>";

/// Locals of an import: the name as it was written, the globals of the code that imports or NULL, what is wanted of the
/// module or NULL, the module, its absolute name.
mod local {
    pub const NAME: u32 = 0;
    pub const GLOBALS: u32 = 1;
    pub const FROM: u32 = 2;
    pub const MODULE: u32 = 3;
    pub const ABSOLUTE: u32 = 4;
}

/// How far an import is.
mod state {
    pub const BEGIN: u16 = 0;
    pub const FOUND: u16 = 1;
    pub const WAITED: u16 = 2;
    pub const FRONT: u16 = 3;
    pub const LAST: u16 = 4;
}

pub(crate) const IMPORT: Native = function(
    "__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)",
    "What an import statement calls.",
    |m, a| {
        let [name, globals, from, level] = [0, 1, 3, 4].map(|i| a.opt(m, i));
        let level = if level.is_null() { 0 } else { m.index_i64(level)? };
        if m.kind(name) != Kind::Str {
            return Err(m.raise(ty::TYPE_ERROR, "module name must be a string"));
        }
        if level < 0 {
            return Err(m.raise(ty::VALUE_ERROR, "level must be >= 0"));
        }
        let held = import_locals(name, globals, from);
        m.go_on_with(What::Import, &held, level as u64)
    },
);

fn lent(o: Obj) -> StackRef {
    if o.is_null() || Machine::is_none(o) { StackRef::NULL } else { StackRef::borrowed(o) }
}

fn import_locals(name: Obj, globals: Obj, from: Obj) -> [StackRef; 5] {
    [lent(name), lent(globals), lent(from), StackRef::NULL, StackRef::NULL]
}

impl Machine {
    /// A module object with its dict; name is counted here.
    pub fn new_module(&mut self, name: Obj) -> Owned {
        let o = self.alloc_gc(Kind::Module, ty::MODULE, 72);
        let dict = self.new_dict();
        for (key, value) in [
            (static_strings::DUNDER_NAME, name),
            (static_strings::DUNDER_DOC, fixed::NONE),
            (static_strings::DUNDER_PACKAGE, fixed::NONE),
            (static_strings::DUNDER_LOADER, fixed::NONE),
            (static_strings::DUNDER_SPEC, fixed::NONE),
        ] {
            let value = self.new_ref(value);
            self.dict_set_str(dict.get(), key, value);
        }
        self.slot_mut(o).b = u64::from(dict.into_edge().0);
        self.track(o);
        Owned::steal(o)
    }

    /// `IMPORT_NAME` (`_PyEval_ImportName`).
    pub(crate) fn begin_import(&mut self, name: Obj, from: Obj, level: Obj, on_return: OnReturn) -> R<Begun> {
        let frame = self.top_frame();
        let import = self.dict_get_str(frame.builtins, static_strings::DUNDER_IMPORT);
        if import.is_null() {
            return Err(self.raise(ty::IMPORT_ERROR, "__import__ not found"));
        }
        let number = self.int_clamped(level);
        let own = self.kind(import) == Kind::BuiltinFunction
            && std::ptr::eq(self.native(self.slot(import).a).text, IMPORT.text);
        if !own {
            let locals = if frame.locals.is_null() { fixed::NONE } else { frame.locals };
            return self.begin(import, &[name, frame.globals, locals, from, level], on_return);
        }
        if number == 0 && Machine::is_none(from) {
            let found = self.dict_get_str(self.sys_modules, name);
            if !found.is_null() && !Machine::is_none(found) && !self.is_initializing(found) && !self.is_dotted(name) {
                return Ok(Begun::Value(self.new_ref(found)));
            }
        }
        self.enter(What::Import, &import_locals(name, frame.globals, from), number as u64, on_return)
    }

    fn is_dotted(&self, name: Obj) -> bool {
        self.str_view(name).iter().any(|c| c == u32::from('.'))
    }

    /// Whether a module's body still runs (`import_ensure_initialized`).
    fn is_initializing(&mut self, module: Obj) -> bool {
        if !matches!(self.kind(module), Kind::Module | Kind::Instance) {
            return false;
        }
        let spec = self.instance_get(module, static_strings::DUNDER_SPEC);
        self.spec_says(spec, "_initializing")
    }

    /// A flag of a module's spec.
    fn spec_says(&mut self, spec: Obj, flag: &str) -> bool {
        if spec.is_null() || self.kind(spec) != Kind::Instance {
            return false;
        }
        let name = self.intern_str(flag);
        let value = self.instance_get(spec, name.get());
        self.drop_ref(name);
        !value.is_null() && self.truthy_builtin(value)
    }

    /// A function of `importlib._bootstrap`, called by an activation.
    fn begin_bootstrap(&mut self, function: &str, args: &[Obj]) -> R<Begun> {
        let name = self.intern_str(function);
        let name = self.keep(name);
        let found = match self.importlib.is_null() {
            true => Obj::NULL,
            false => self.instance_get(self.importlib, name),
        };
        if found.is_null() {
            return Err(self.raise(ty::IMPORT_ERROR, "importlib is not there"));
        }
        self.begin(found, args, NATIVE)
    }

    /// `builtins.__import__`, which importlib is to call for parents.
    fn import_function(&self) -> Obj {
        let import = self.dict_get_str(self.builtins, static_strings::DUNDER_IMPORT);
        if import.is_null() { fixed::NONE } else { import }
    }

    /// The absolute name that a relative one means in code with these globals (`resolve_name`).
    fn resolve_name(&mut self, name: Obj, globals: Obj, level: u64) -> R {
        if globals.is_null() {
            return Err(self.raise(ty::KEY_ERROR, "'__name__' not in globals"));
        }
        if self.kind(globals) != Kind::Dict {
            return Err(self.raise(ty::TYPE_ERROR, "globals must be a dict"));
        }
        let given = |o: Obj| !o.is_null() && !Machine::is_none(o);
        let package = self.dict_get_str(globals, static_strings::DUNDER_PACKAGE);
        let spec = self.dict_get_str(globals, static_strings::DUNDER_SPEC);
        let mut base = if given(package) {
            if self.kind(package) != Kind::Str {
                return Err(self.raise(ty::TYPE_ERROR, "package must be a string"));
            }
            self.str_text(package)
        } else if given(spec) {
            let key = self.intern_str("parent");
            let key = self.keep(key);
            let parent = self.getattr(spec, key)?;
            let parent = self.keep(parent);
            if self.kind(parent) != Kind::Str {
                return Err(self.raise(ty::TYPE_ERROR, "__spec__.parent must be a string"));
            }
            self.str_text(parent)
        } else {
            let own = self.dict_get_str(globals, static_strings::DUNDER_NAME);
            if own.is_null() {
                return Err(self.raise(ty::KEY_ERROR, "'__name__' not in globals"));
            }
            if self.kind(own) != Kind::Str {
                return Err(self.raise(ty::TYPE_ERROR, "__name__ must be a string"));
            }
            let own = self.str_text(own);
            let path = self.intern_str("__path__");
            let path = self.keep(path);
            if self.dict_get_str(globals, path).is_null() {
                own.rsplit_once('.').map_or(String::new(), |(head, _)| head.to_owned())
            } else {
                own
            }
        };
        if base.is_empty() {
            return Err(self.raise(ty::IMPORT_ERROR, "attempted relative import with no known parent package"));
        }
        for _ in 1..level {
            match base.rsplit_once('.') {
                Some((head, _)) => base = head.to_owned(),
                None => {
                    return Err(self.raise(ty::IMPORT_ERROR, "attempted relative import beyond top-level package"));
                }
            }
        }
        let text = self.str_text(name);
        Ok(self.new_str(&if text.is_empty() { base } else { format!("{base}.{text}") }))
    }

    /// Whether something is wanted of the module; the answer of a list's `__bool__` is not asked for, as no list has one.
    fn wants_names(&mut self, from: Obj) -> R<bool> {
        if from.is_null() { Ok(false) } else { self.truthy(from) }
    }

    /// Takes the frames of importlib out of the traceback of what is raised (`remove_importlib_frames`): all of them for an
    /// `ImportError`, else those that end with a call of `_call_with_frames_removed`.
    fn remove_importlib_frames(&mut self) {
        let exc = self.thread.raised;
        if exc.is_null() || self.halt.is_some() {
            return;
        }
        let always = self.isinstance_of(exc, ty::IMPORT_ERROR);
        let next_of = |m: &Machine, tb: Obj| Obj(m.slot(tb).b_lo());
        let mut entries = Vec::new();
        let first = self.exc_field(exc, field::TRACEBACK);
        let mut tb = first;
        while !tb.is_null() && self.kind(tb) == Kind::Traceback {
            let code = self.slot(Obj(self.slot(tb).a)).a;
            let (file, name) = (self.codes[code as usize].filename, self.codes[code as usize].name);
            let inside = self.str_is(file, BOOTSTRAP) || self.str_is(file, EXTERNAL);
            entries.push((tb, inside, self.str_is(name, "_call_with_frames_removed")));
            tb = next_of(self, tb);
        }
        // What stays, in order: a chunk goes from its first entry to the last one that says so.
        let mut kept: Vec<Obj> = Vec::new();
        let mut chunk = 0;
        let mut in_importlib = false;
        for (tb, inside, removed) in entries.iter().copied() {
            if inside && !in_importlib {
                chunk = kept.len();
            }
            in_importlib = inside;
            if inside && (always || removed) {
                kept.truncate(chunk);
            } else {
                kept.push(tb);
            }
        }
        if kept.len() == entries.len() {
            return;
        }
        let held: Vec<Owned> = kept.iter().map(|&tb| self.new_ref(tb)).collect();
        for (i, &tb) in kept.iter().enumerate() {
            let next = kept.get(i + 1).copied().unwrap_or(Obj::NULL);
            let old = next_of(self, tb);
            if old != next {
                if !next.is_null() {
                    self.incref(next);
                }
                let line = self.slot(tb).b_hi();
                self.slot_mut(tb).set_b(next.0, line);
                self.xdecref(old);
            }
        }
        let head = kept.first().copied().unwrap_or(Obj::NULL);
        if head != first {
            if !head.is_null() {
                self.incref(head);
            }
            self.set_exc_field(exc, field::TRACEBACK, head);
        }
        self.drop_all(held);
    }

    /// `ModuleNotFoundError` or `ImportError` about a module of that name.
    pub fn raise_import_error(&mut self, class: u32, text: &str, name: Obj, path: Obj, from: Obj) -> Raised {
        let raised = self.raise(class, text);
        for (at, value) in [(field::V1, name), (field::V2, path), (field::V3, from)] {
            if !value.is_null() {
                self.incref(value);
                self.set_exc_field(self.thread.raised, at, value);
            }
        }
        raised
    }

    /// A module whose functions are native.
    pub fn make_native_module(&mut self, text: &str) -> Owned {
        let name = self.intern_str(text);
        let module = self.new_module(name.get());
        self.fill_native_module(module.get(), text);
        self.drop_ref(name);
        module
    }

    /// Puts the functions and values of a native module into its dict; false if there is no such module.
    pub fn fill_native_module(&mut self, module: Obj, text: &str) -> bool {
        let dict = self.instance_dict(module);
        let Some(i) = self.modules.iter().position(|def| def.name == text) else { return false };
        let def = self.modules[i];
        let name = self.intern_str(text);
        for (row, native) in def.functions.iter().enumerate() {
            let index = (self.module_rows() + i as u32) << 16 | row as u32;
            let function = self.new_builtin(index, Obj::NULL, name.get(), ty::BUILTIN_FUNCTION);
            let key = self.intern_str(native.name);
            self.dict_set_str(dict, key.get(), function);
            self.drop_ref(key);
        }
        self.drop_ref(name);
        (def.fill)(self, dict);
        let doc = self.new_str(def.doc);
        self.dict_set_str(dict, static_strings::DUNDER_DOC, doc);
        true
    }

    /// `from module import *` (`import_all_from`).
    pub fn import_star(&mut self, module: Obj) -> R {
        let locals = self.namespace();
        let listed = self.intern_str("__all__");
        let listed = self.keep(listed);
        let all = self.getattr_opt(module, listed)?;
        let public = all.is_none();
        let names: Vec<Obj> = match all {
            Some(all) => {
                let all = self.keep(all);
                let names = self.iterate_all(all)?;
                self.keep_all(names)
            }
            None => {
                let Some(dict) = self.getattr_opt(module, static_strings::DUNDER_DICT)? else {
                    let text = "from-import-* object has no __dict__ and no __all__";
                    return Err(self.raise(ty::IMPORT_ERROR, text));
                };
                let dict = self.keep(dict);
                let names = self.iterate_all(dict)?;
                self.keep_all(names)
            }
        };
        for name in names {
            if self.kind(name) != Kind::Str {
                let own = self.getattr(module, static_strings::DUNDER_NAME)?;
                let own = self.keep(own);
                let got = self.type_name(name);
                let text = if self.kind(own) != Kind::Str {
                    let got = self.type_name(own);
                    format!("module __name__ must be a string, not {got}")
                } else {
                    let (what, place) = if public { ("Key", "__dict__") } else { ("Item", "__all__") };
                    format!("{what} in {}.{place} must be str, not {got}", self.str_text(own))
                };
                return Err(self.raise(ty::TYPE_ERROR, &text));
            }
            if public && self.str_view(name).iter().next() == Some(u32::from('_')) {
                continue;
            }
            let value = self.getattr(module, name)?;
            if self.kind(locals) == Kind::Dict && self.ty(locals) == ty::DICT {
                let key = self.new_ref(name);
                let key = self.intern(key);
                self.dict_set_str(locals, key.get(), value);
                self.drop_ref(key);
            } else {
                let value = self.keep(value);
                self.setitem(locals, name, value)?;
            }
        }
        Ok(Owned::steal(fixed::NONE))
    }

    /// `IMPORT_FROM` (`_PyEval_ImportFrom`).
    pub(crate) fn begin_import_from(&mut self, module: Obj, name: Obj, on_return: OnReturn) -> R<Begun> {
        if self.kind(module) == Kind::Module {
            let value = self.instance_get(module, name);
            if !value.is_null() && self.ty(module) == ty::MODULE {
                return Ok(Begun::Value(self.new_ref(value)));
            }
        }
        self.enter(What::ImportFrom, &[lent(module), lent(name)], 0, on_return)
    }

    /// The name was not found: it may be a module that is being imported; else why it is not there.
    fn import_from_failed(&mut self, module: Obj, name: Obj) -> R {
        let own = self.getattr_opt(module, static_strings::DUNDER_NAME)?;
        let own = own.map_or(Obj::NULL, |own| self.keep(own));
        let named = !own.is_null() && self.kind(own) == Kind::Str;
        let wanted = self.str_text(name);
        if named {
            let full = format!("{}.{wanted}", self.str_text(own));
            let full = self.new_str(&full);
            let found = self.dict_get_str(self.sys_modules, full.get());
            self.drop_ref(full);
            if !found.is_null() {
                return Ok(self.new_ref(found));
            }
        }
        self.refuse_not_built(module, name)?;
        let from = if named { self.str_text(own) } else { "<unknown module name>".to_owned() };
        let quoted = |text: &str| compiler::repr::str_repr(&text.into());
        let (wanted, shown) = (quoted(&wanted), quoted(&from));
        let spec = self.getattr_opt(module, static_strings::DUNDER_SPEC)?;
        let spec = spec.map_or(Obj::NULL, |spec| self.keep(spec));
        let mut origin = self.file_origin(spec);
        let shadowing = self.is_possibly_shadowing(origin.as_deref());
        if origin.is_none() && self.kind(module) == Kind::Module {
            let file = self.instance_get(module, static_strings::DUNDER_FILE);
            origin = (!file.is_null() && self.kind(file) == Kind::Str).then(|| self.str_text(file));
        }
        let path = origin.clone().unwrap_or_default();
        let text = if spec.is_null() {
            format!("cannot import name {wanted} from {shown} (unknown location)")
        } else if shadowing && self.is_standard(&from) {
            format!(
                "cannot import name {wanted} from {shown} (consider renaming {} since it has the same name as the standard library module named {shown} and prevents importing that standard library module)",
                quoted(&path)
            )
        } else if self.spec_says(spec, "_initializing") {
            if shadowing {
                let path = quoted(&path);
                format!(
                    "cannot import name {wanted} from {shown} (consider renaming {path} if it has the same name as a library you intended to import)"
                )
            } else {
                let place = if origin.is_some() { format!(" ({path})") } else { String::new() };
                format!(
                    "cannot import name {wanted} from partially initialized module {shown} (most likely due to a circular import){place}"
                )
            }
        } else {
            let place = if origin.is_some() { &path } else { "unknown location" };
            format!("cannot import name {wanted} from {shown} ({place})")
        };
        let path = origin.map_or(Obj::NULL, |path| {
            let path = self.new_str(&path);
            self.keep(path)
        });
        Err(self.raise_import_error(ty::IMPORT_ERROR, &text, if named { own } else { Obj::NULL }, path, name))
    }

    /// The file that a module's spec names, if it is one (`_PyModuleSpec_GetFileOrigin`).
    pub(crate) fn file_origin(&mut self, spec: Obj) -> Option<String> {
        if spec.is_null() || self.kind(spec) != Kind::Instance {
            return None;
        }
        let [set, origin] = ["_set_fileattr", "origin"].map(|name| self.intern_str(name));
        let is_set = self.instance_get(spec, set.get());
        let origin_is = self.instance_get(spec, origin.get());
        self.drop_ref(set);
        self.drop_ref(origin);
        if is_set.is_null() || !self.truthy_builtin(is_set) || origin_is.is_null() || self.kind(origin_is) != Kind::Str
        {
            return None;
        }
        Some(self.str_text(origin_is))
    }

    /// Whether a module's file may hide one of the same name further back (`_PyModule_IsPossiblyShadowing`).
    pub(crate) fn is_possibly_shadowing(&self, origin: Option<&str>) -> bool {
        let Some(origin) = origin else { return false };
        let root = origin.strip_suffix("/__init__.py").unwrap_or(origin).rsplit_once('/');
        root.is_some_and(|(root, _)| root == &*self.host.script_folder)
    }

    /// Whether a module of that name belongs to the standard library.
    pub(crate) fn is_standard(&self, name: &str) -> bool {
        crate::native::reference::importable().contains_key(name)
    }

    /// Why a module lacks an attribute (`_Py_module_getattro_impl`).
    pub(crate) fn module_lacks(&mut self, module: Obj, name: &str) -> String {
        let own = self.instance_get(module, static_strings::DUNDER_NAME);
        if own.is_null() || self.kind(own) != Kind::Str {
            return format!("module has no attribute '{name}'");
        }
        let own = self.str_text(own);
        let spec = self.instance_get(module, static_strings::DUNDER_SPEC);
        let origin = self.file_origin(spec);
        let shadowing = self.is_possibly_shadowing(origin.as_deref());
        let initializing = self.spec_says(spec, "_initializing");
        match origin {
            Some(origin) if shadowing && self.is_standard(&own) => format!(
                "module '{own}' has no attribute '{name}' (consider renaming '{origin}' since it has the same name as the standard library module named '{own}' and prevents importing that standard library module)"
            ),
            Some(origin) if shadowing && initializing => format!(
                "module '{own}' has no attribute '{name}' (consider renaming '{origin}' if it has the same name as a library you intended to import)"
            ),
            Some(origin) if initializing => format!(
                "partially initialized module '{own}' from '{origin}' has no attribute '{name}' (most likely due to a circular import)"
            ),
            None if initializing => format!(
                "partially initialized module '{own}' has no attribute '{name}' (most likely due to a circular import)"
            ),
            _ if self.is_uninitialized_submodule(spec, name) => {
                format!("cannot access submodule '{name}' of module '{own}' (most likely due to a circular import)")
            }
            _ => format!("module '{own}' has no attribute '{name}'"),
        }
    }

    /// Whether a module of that name below the one of the spec is being imported.
    fn is_uninitialized_submodule(&mut self, spec: Obj, name: &str) -> bool {
        if spec.is_null() || self.kind(spec) != Kind::Instance {
            return false;
        }
        let key = self.intern_str("_uninitialized_submodules");
        let found = self.instance_get(spec, key.get());
        self.drop_ref(key);
        !found.is_null()
            && self.kind(found) == Kind::List
            && self.seq_items(found).iter().any(|&o| self.kind(o) == Kind::Str && self.str_is(o, name))
    }
}

/// `PyImport_ImportModuleLevelObject`. `a` is the level.
pub(crate) fn import(m: &mut Machine, answer: Answer) -> R<Step> {
    match import_step(m, answer) {
        Err(Raised) => {
            m.remove_importlib_frames();
            Err(Raised)
        }
        step => step,
    }
}

fn import_step(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        let native = m.native_now();
        let level = native.a;
        match native.state {
            state::BEGIN => {
                let (name, globals) = (m.held(local::NAME), m.held(local::GLOBALS));
                let absolute = if level > 0 {
                    m.resolve_name(name, globals, level)?
                } else if m.str_len(name) == 0 {
                    return Err(m.raise(ty::VALUE_ERROR, "Empty module name"));
                } else {
                    m.new_ref(name)
                };
                let found = m.dict_get_str(m.sys_modules, absolute.get());
                let absolute_name = absolute.get();
                m.hold(local::ABSOLUTE, absolute);
                if found.is_null() || Machine::is_none(found) {
                    m.native_mut().state = state::FOUND;
                    let text = m.str_text(absolute_name);
                    m.log(Event::Import(text));
                    let import = m.import_function();
                    answer = answer!(m.begin_bootstrap("_find_and_load", &[absolute_name, import])?);
                    continue;
                }
                let held = m.new_ref(found);
                m.hold(local::MODULE, held);
                m.native_mut().state = state::WAITED;
                answer = if m.is_initializing(found) {
                    answer!(m.begin_bootstrap("_lock_unlock_module", &[absolute_name])?)
                } else {
                    Answer::Value(Owned::steal(fixed::NONE))
                };
            }
            state::FOUND => {
                let module = m.value_of(answer)?;
                m.hold(local::MODULE, module);
                m.native_mut().state = state::WAITED;
                answer = Answer::Value(Owned::steal(fixed::NONE));
            }
            state::WAITED => {
                let value = m.value_of(answer)?;
                m.drop_ref(value);
                let (from, module) = (m.held(local::FROM), m.held(local::MODULE));
                if m.wants_names(from)? {
                    let path = m.intern_str("__path__");
                    let path = m.keep(path);
                    match m.getattr_opt(module, path)? {
                        Some(path) => m.drop_ref(path),
                        None => return Ok(Step::Done(m.take_held(local::MODULE))),
                    }
                    m.native_mut().state = state::LAST;
                    let import = m.import_function();
                    answer = answer!(m.begin_bootstrap("_handle_fromlist", &[module, from, import])?);
                    continue;
                }
                let name = m.str_text(m.held(local::NAME));
                let Some((front, _)) = name.split_once('.') else {
                    return Ok(Step::Done(m.take_held(local::MODULE)));
                };
                if level == 0 {
                    // As an import of its own, of the part before the first dot.
                    let front = m.new_str(front);
                    m.hold(local::NAME, front);
                    m.native_mut().state = state::FRONT;
                    let name = m.held(local::NAME);
                    let found = m.dict_get_str(m.sys_modules, name);
                    answer = if found.is_null() || Machine::is_none(found) {
                        let import = m.import_function();
                        answer!(m.begin_bootstrap("_find_and_load", &[name, import])?)
                    } else {
                        Answer::Value(m.new_ref(found))
                    };
                    continue;
                }
                let absolute = m.str_text(m.held(local::ABSOLUTE));
                let wanted = absolute[..absolute.len() - (name.len() - front.len())].to_owned();
                let key = m.new_str(&wanted);
                let key = m.keep(key);
                let found = m.dict_get_str(m.sys_modules, key);
                if found.is_null() {
                    let text = format!("{} not in sys.modules as expected", m.str_repr(key));
                    return Err(m.raise(ty::KEY_ERROR, &text));
                }
                return Ok(Step::Done(m.new_ref(found)));
            }
            _ => return m.value_of(answer).map(Step::Done),
        }
    }
}

/// `from module import name`. Locals: the module, the name.
pub(crate) fn import_from(m: &mut Machine, answer: Answer) -> R<Step> {
    let (module, name) = (m.held(0), m.held(1));
    let got = match answer {
        Answer::Begin => {
            if m.kind(module) == Kind::Module && m.not_there(module, name) {
                return m.import_from_failed(module, name).map(Step::Done);
            }
            match m.begin_getattr(module, name, NATIVE) {
                Ok(begun) => answer!(begun),
                Err(Raised) => Answer::Raised,
            }
        }
        got => got,
    };
    match m.value_of(got) {
        Err(Raised) if m.halt.is_none() && m.raised_is(ty::ATTRIBUTE_ERROR) => {
            m.clear_raised();
            m.import_from_failed(module, name).map(Step::Done)
        }
        value => value.map(Step::Done),
    }
}

impl Machine {
    /// Whether a plain module has no such attribute, and no `__getattr__` to ask for it.
    fn not_there(&mut self, module: Obj, name: Obj) -> bool {
        self.ty(module) == ty::MODULE
            && self.instance_get(module, name).is_null()
            && self.type_lookup(ty::MODULE, name).is_null()
            && self.instance_get(module, static_strings::DUNDER_GETATTR).is_null()
    }
}
