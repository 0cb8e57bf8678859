//! Start-up: the machine as it is before any program runs (`Python/pylifecycle.c`).

use crate::eval::activation::{Answer, Row, Step};
use crate::eval::call::Begun;
use crate::eval::frame::OnReturn;
use crate::memory::object::{IMMORTAL, Kind, Obj, Owned, R, Raised, flag};
use crate::memory::pages::{Pages, Table};
use crate::memory::refcount::FreeLists;
use crate::memory::trace::Tracing;
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{ModuleDef, Native, Role, Slot, TypeDef, tpflags};
use crate::objects::typeobject::slotdefs;
use crate::objects::typeobject::{METHOD_CACHE, MethodCacheEntry, ty};
use crate::objects::types::TYPES;
use crate::state::host::Host;
use crate::state::interpreter::Machine;
use crate::state::thread::ThreadState;
use std::sync::Arc;

/// The modules that are part of the machine itself.
static OWN_MODULES: &[&ModuleDef] = &[
    &crate::python::bltinmodule::MODULE,
    &crate::python::sysmodule::MODULE,
    &crate::python::sysinfo::JIT,
    &crate::python::sysmonitoring::MODULE,
];

/// All tables of native functions, in the order of their numbers.
fn rows_of_natives(defs: &[&'static TypeDef], modules: &[&'static ModuleDef]) -> Arc<[&'static [Native]]> {
    let types = defs.iter().map(|def| def.natives);
    let general: [&[Native]; 2] = [&slotdefs::ROWS, crate::objects::instance::ROWS];
    types.chain(general).chain(modules.iter().map(|def| def.functions)).collect()
}

/// What a machine is given beside what it is: modules, their types in the order of their numbers, their activations.
#[derive(Clone, Copy)]
pub struct Given {
    pub modules: &'static [&'static ModuleDef],
    pub types: &'static [&'static TypeDef],
    pub activations: &'static [Row],
    pub trees: &'static crate::python::pythonrun::Trees,
}

impl Machine {
    /// Number of the table of slot wrappers: those of the types come first.
    #[inline]
    pub(crate) fn slot_rows(&self) -> u32 {
        self.defs.len() as u32
    }

    /// Number of the first module's table; before it lies the one for instances of classes.
    pub(crate) fn module_rows(&self) -> u32 {
        self.slot_rows() + 2
    }

    /// Name of the module whose functions have that number; "" if none has.
    pub fn modules_of_natives(&self, table: usize) -> &'static str {
        table.checked_sub(self.module_rows() as usize).and_then(|i| self.modules.get(i)).map_or("", |def| def.name)
    }

    /// A machine with all built-in types, its own modules and those given with their types, and nothing of a program yet.
    pub fn new(host: Host, given: Given) -> Machine {
        let defs: Arc<[&TypeDef]> = TYPES.iter().chain(given.types).copied().collect();
        let modules = given.modules;
        let modules: Arc<[&ModuleDef]> = OWN_MODULES.iter().chain(modules).copied().collect();
        let mut m = Machine {
            slots: Pages::default(),
            words: Default::default(),
            bytes: Default::default(),
            mem: Default::default(),
            free_lists: FreeLists::default(),
            types: Table::default(),
            gc: Default::default(),
            interned: vec![0; 1 << 13].into(),
            interned_used: 0,
            code: Pages::default(),
            codes: Table::default(),
            code_versions: Table::default(),
            extras: Pages::default(),
            code_entries: Table::default(),
            thread: ThreadState::default(),
            edge_scratch: Vec::new(),
            fuel_held: 0,
            fuel: u64::MAX,
            fuel_end: u64::MAX,
            program_end: u64::MAX,
            next_type_version: 0,
            next_keys_version: 0,
            next_func_version: 0,
            method_cache: vec![MethodCacheEntry::default(); METHOD_CACHE],
            builtins: Obj::NULL,
            sys_modules: Obj::NULL,
            importlib: Obj::NULL,
            ast_state: Obj::NULL,
            at_exit: Obj::NULL,
            trees: given.trees,
            main_module: Obj::NULL,
            object_new: Obj::NULL,
            abc_registrations: 0,
            natives: rows_of_natives(&defs, &modules),
            defs,
            module_activations: given.activations,
            modules,
            hash_key: (0, 0),
            halt: None,
            torn: false,
            leash: None,
            host,
            tracing: Tracing::Off,
            observer: Vec::new(),
            moment: None,
            events: Vec::new(),
            sources: Vec::new(),
        };
        m.make_room();
        m.make_statics();
        m.make_native_code();
        m.make_builtin_types();
        m.intern_statics();
        m.fill_builtin_types();
        m.fill_type_dicts();
        m.make_modules();
        m.finish_loading();
        m
    }

    /// Room for what a started machine has, and about as much for a program.
    fn make_room(&mut self) {
        self.slots.reserve(1 << 15);
        self.words.data.reserve(1 << 17);
        self.bytes.data.reserve(1 << 19);
        self.code.reserve(1 << 16);
    }

    /// What was made and run so far belongs to start-up: it is old, a program begins with an empty youngest generation and
    /// at step 0.
    pub fn finish_boot(&mut self) {
        self.collect(2);
        for generation in &mut self.gc.generations {
            *generation = crate::memory::gc::Generation { threshold: generation.threshold, ..Default::default() };
        }
        self.events.clear();
        self.finish_loading();
        (self.fuel, self.fuel_end, self.fuel_held) = (u64::MAX, u64::MAX, 0);
        self.host.slept_ns = 0;
    }

    /// `sys.argv` of the host's, and the folder of the program in `sys.path`.
    pub fn set_arguments(&mut self) {
        let argv = self.host.argv.clone().iter().map(|arg| self.new_str(arg)).collect();
        let argv = self.new_list_of(argv);
        let sys = self.dict_get_str(self.sys_modules, static_strings::SYS);
        let dict = self.instance_dict(sys);
        self.put_sys(dict, "argv", argv);
        let orig = self.host.argv.clone();
        let all = std::iter::once("/usr/local/bin/python3.14").chain(orig.iter().map(String::as_str));
        let all = all.map(|arg| self.new_str(arg)).collect();
        let all = self.new_list_of(all);
        self.put_sys(dict, "orig_argv", all);
        for folder in self.host.sys_path.clone().iter().rev() {
            let folder = self.new_str(folder);
            let key = self.intern_str("path");
            let path = self.dict_get_str(dict, key.get());
            self.drop_ref(key);
            if !path.is_null() && self.kind(path) == Kind::List {
                self.list_insert(path, 0, folder);
            } else {
                self.drop_ref(folder);
            }
        }
        self.set_options(dict);
    }

    /// Singletons, small ints, one-character strings and names at their fixed handles.
    fn make_statics(&mut self) {
        let count = fixed::NAMES + static_strings::TEXTS.len() as u32;
        self.mem.reserve_statics(&mut self.slots, count);
        for head in fixed::GEN0..=fixed::SCRATCH {
            self.slots[head as usize].kind = Kind::GcHead;
        }
        let put = |m: &mut Machine, o: Obj, kind: Kind, ty: u32| {
            let slot = m.slot_mut(o);
            (slot.refcnt, slot.kind, slot.ty, slot.flags) = (IMMORTAL, kind, ty, flag::SYSTEM);
        };
        put(self, fixed::NONE, Kind::None, ty::NONE_TYPE);
        put(self, fixed::NO_DEFAULT, Kind::Record, ty::NO_DEFAULT_TYPE);
        put(self, fixed::FALSE, Kind::Bool, ty::BOOL);
        put(self, fixed::TRUE, Kind::Bool, ty::BOOL);
        self.slot_mut(fixed::TRUE).b = 1;
        put(self, fixed::ELLIPSIS, Kind::Ellipsis, ty::ELLIPSIS);
        put(self, fixed::NOT_IMPLEMENTED, Kind::NotImplemented, ty::NOT_IMPLEMENTED_TYPE);
        put(self, fixed::EMPTY_TUPLE, Kind::Tuple, ty::TUPLE);
        put(self, fixed::EMPTY_STR, Kind::Str, ty::STR);
        self.slot_mut(fixed::EMPTY_STR).x = 1;
        self.slot_mut(fixed::EMPTY_STR).flags |= flag::ASCII;
        put(self, fixed::EMPTY_BYTES, Kind::Bytes, ty::BYTES);
        for value in fixed::SMALL_INT_MIN..=fixed::SMALL_INT_MAX {
            let o = Obj(fixed::SMALL_INTS + (value - fixed::SMALL_INT_MIN) as u32);
            put(self, o, Kind::Int, ty::INT);
            self.slot_mut(o).b = value as u64;
        }
        for point in 0..256u32 {
            self.static_str(Obj(fixed::LATIN1 + point), &[point as u8]);
            let one = Obj(fixed::BYTES1 + point);
            put(self, one, Kind::Bytes, ty::BYTES);
            let at = self.bytes.alloc(1);
            self.bytes.data[at as usize] = point as u8;
            let slot = self.slot_mut(one);
            (slot.a, slot.b) = (1, u64::from(at));
        }
        for (i, text) in static_strings::TEXTS.iter().enumerate() {
            self.static_str(Obj(fixed::NAMES + i as u32), text.as_bytes());
        }
    }

    fn static_str(&mut self, o: Obj, text: &[u8]) {
        let at = self.bytes.alloc(text.len() as u32);
        self.bytes.data[at as usize..at as usize + text.len()].copy_from_slice(text);
        let slot = self.slot_mut(o);
        (slot.refcnt, slot.kind, slot.ty, slot.flags) = (IMMORTAL, Kind::Str, ty::STR, flag::SYSTEM);
        slot.flags |= if text.is_ascii() { flag::ASCII } else { 0 };
        (slot.a, slot.x, slot.b) = (text.len() as u32, 1, u64::from(at));
    }

    fn intern_statics(&mut self) {
        let ends = [
            fixed::EMPTY_STR.0..fixed::EMPTY_STR.0 + 1,
            fixed::LATIN1..fixed::NAMES + static_strings::TEXTS.len() as u32,
        ];
        for o in ends.into_iter().flatten() {
            let s = self.intern(Owned::steal(Obj(o))).into_edge();
            debug_assert_eq!(s, Obj(o), "each static text is listed once");
        }
    }

    /// Constructors, slot wrappers, methods and attributes into the types' dicts.
    fn fill_type_dicts(&mut self) {
        for (i, def) in self.defs.clone().iter().enumerate() {
            let t = i as u32;
            let rows = def.natives.iter().enumerate();
            let own: Vec<(u32, &Native)> = rows.map(|(row, native)| (t << 16 | row as u32, native)).collect();
            for (index, native) in own.iter().filter(|(_, n)| n.role == Role::New) {
                self.add_native(t, *index, native, &own);
            }
            for &slot in def.slots {
                let (first, n) = slotdefs::rows_of(slot);
                for row in first..first + n {
                    let general = (self.slot_rows() << 16 | row as u32, &slotdefs::ROWS[row]);
                    let special = own.iter().find(|(_, n)| n.role == Role::Wrapper && n.name == general.1.name);
                    let (index, native) = special.copied().unwrap_or(general);
                    self.add_native(t, index, native, &own);
                }
                if slot == Slot::Unhashable {
                    let dict = self.types[i].dict;
                    self.dict_set_str(dict, static_strings::DUNDER_HASH, Owned::steal(fixed::NONE));
                }
            }
            // Wrappers that no slot stands for come as they are listed.
            let placed = |native: &Native| {
                def.slots.iter().any(|&slot| {
                    let (first, n) = slotdefs::rows_of(slot);
                    slotdefs::ROWS[first..first + n].iter().any(|row| row.name == native.name)
                })
            };
            for (index, native) in own
                .iter()
                .filter(|(_, n)| !(matches!(n.role, Role::New | Role::Setter) || n.role == Role::Wrapper && placed(n)))
            {
                self.add_native(t, *index, native, &own);
            }
            self.finish_type_dict(i, def);
        }
        let object = self.types[ty::OBJECT as usize].dict;
        self.object_new = self.dict_get_str(object, static_strings::DUNDER_NEW);
    }

    /// The methods of a built-in type once more, for a class that is made at run time and inherits from another.
    pub(crate) fn add_natives_of(&mut self, declared: u32, class: u32) {
        let def = self.defs[declared as usize];
        let own: Vec<(u32, &Native)> = (0u32..).map(|row| declared << 16 | row).zip(def.natives).collect();
        for (index, native) in &own {
            self.add_native(class, *index, native, &own);
        }
    }

    /// Doc string and module; then all of it lives as long as the machine.
    fn finish_type_dict(&mut self, i: usize, def: &TypeDef) {
        let dict = self.types[i].dict;
        if self.dict_get_str(dict, static_strings::DUNDER_DOC).is_null() {
            let doc = if def.doc.is_empty() { Owned::steal(fixed::NONE) } else { self.new_str(def.doc) };
            self.dict_set_str(dict, static_strings::DUNDER_DOC, doc);
        }
        if i as u32 == ty::INTERPOLATION {
            let fields = ["value", "expression", "conversion", "format_spec"].map(|name| self.intern_str(name));
            let fields = self.new_tuple(fields.into());
            self.dict_set_str(dict, static_strings::DUNDER_MATCH_ARGS, fields);
        }
        if def.flags & tpflags::HEAPTYPE != 0 {
            let module = self.intern_str(def.module);
            self.dict_set_str(dict, static_strings::DUNDER_MODULE, module);
        }
        for (key, value) in self.dict_items(dict) {
            if i < TYPES.len() {
                self.make_immortal(key);
            }
            // The name of a module of the library is mortal until a program makes it live for ever.
            let module = i >= TYPES.len() && key == static_strings::DUNDER_MODULE;
            if !module && !self.slot(value).is_immortal() {
                self.make_immortal(value);
            }
            self.untrack(value);
        }
    }

    fn add_native(&mut self, owner: u32, index: u32, native: &Native, own: &[(u32, &Native)]) {
        let class = self.types[owner as usize].obj;
        let dict = self.types[owner as usize].dict;
        let key = self.intern_str(native.name);
        let (kind, ty) = match native.role {
            Role::StaticMethod => {
                let f = self.new_builtin(index, class, Obj::NULL, ty::BUILTIN_FUNCTION);
                let wrapped = self.new_wrapper(Kind::StaticMethod, ty::STATICMETHOD, f.get());
                self.drop_ref(f);
                self.dict_set_str(dict, key.get(), wrapped);
                return self.drop_ref(key);
            }
            Role::New | Role::Function | Role::Setter => {
                let f = self.new_builtin(index, Obj::NULL, Obj::NULL, ty::BUILTIN_FUNCTION);
                self.dict_set_str(dict, key.get(), f);
                return self.drop_ref(key);
            }
            Role::GetSet => (Kind::GetSet, ty::GETSET_DESCRIPTOR),
            Role::Member => (Kind::GetSet, ty::MEMBER_DESCRIPTOR),
            Role::ClassMethod => (Kind::MethodDescriptor, ty::CLASSMETHOD_DESCRIPTOR),
            Role::Wrapper => (Kind::WrapperDescriptor, ty::WRAPPER_DESCRIPTOR),
            Role::Method => (Kind::MethodDescriptor, ty::METHOD_DESCRIPTOR),
        };
        let o = self.alloc_gc(kind, ty, 72);
        let named = kind == Kind::GetSet;
        let setter = own.iter().find(|(_, n)| n.role == Role::Setter && n.name == native.name);
        if named {
            self.incref(key.get());
        }
        if !self.slot(class).is_immortal() {
            self.incref(class);
            self.track(o);
        }
        let slot = self.slot_mut(o);
        slot.a = index;
        slot.set_b(class.0, if named { key.get().0 } else { 0 });
        slot.c = if named { setter.map_or(0, |(index, _)| u64::from(*index)) } else { 0 };
        self.dict_set_str(dict, key.get(), Owned::steal(o));
        self.drop_ref(key);
    }

    fn make_modules(&mut self) {
        self.sys_modules = self.new_dict().into_edge();
        let builtins = self.make_native_module("builtins");
        let dict = self.instance_dict(builtins.get());
        self.builtins = dict;
        for i in 0..TYPES.len() as u32 {
            if visible(i) {
                let (name, obj) = (self.types[i as usize].name, self.types[i as usize].obj);
                self.dict_set_str(dict, name, Owned::steal(obj));
            }
        }
        for (name, value) in [
            ("None", fixed::NONE),
            ("True", fixed::TRUE),
            ("False", fixed::FALSE),
            ("Ellipsis", fixed::ELLIPSIS),
            ("NotImplemented", fixed::NOT_IMPLEMENTED),
            ("__debug__", fixed::TRUE),
        ] {
            let key = self.intern_str(name);
            self.dict_set_str(dict, key.get(), Owned::steal(value));
            self.drop_ref(key);
        }
        for (alias, ty) in [("EnvironmentError", ty::OS_ERROR), ("IOError", ty::OS_ERROR)] {
            let key = self.intern_str(alias);
            let obj = self.types[ty as usize].obj;
            self.dict_set_str(dict, key.get(), Owned::steal(obj));
            self.drop_ref(key);
        }
        let modules = self.sys_modules;
        self.dict_set_str(modules, static_strings::BUILTINS, builtins);
        let sys = self.make_native_module("sys");
        self.dict_set_str(modules, static_strings::SYS, sys);
    }

    /// `__main__` with the names that CPython gives it.
    pub fn start_main(&mut self, file: &str) {
        let module = self.new_module(static_strings::DUNDER_MAIN);
        let dict = self.instance_dict(module.get());
        self.dict_del(dict, static_strings::DUNDER_PACKAGE).ok();
        self.dict_set_str(dict, static_strings::DUNDER_PACKAGE, Owned::steal(fixed::NONE));
        let builtins = self.dict_get_str(self.sys_modules, static_strings::BUILTINS);
        let builtins = self.new_ref(builtins);
        self.dict_set_str(dict, static_strings::DUNDER_BUILTINS, builtins);
        let file = self.new_str(file);
        self.dict_set_str(dict, static_strings::DUNDER_FILE, file);
        self.main_module = module.get();
        let modules = self.sys_modules;
        self.dict_set_str(modules, static_strings::DUNDER_MAIN, module);
    }
}

/// An exception has left the program's outermost frame: what died on the way has its finalizers called before it is reported.
pub(crate) fn unwound(m: &mut Machine, _: Answer) -> R<Step> {
    if m.deaths_wait() {
        return Ok(Step::Wait);
    }
    let exc = m.take_held(0).into_edge();
    m.restore_raised(exc);
    Err(Raised)
}

/// The interpreter's end (`Py_FinalizeEx`, `finalize_modules`): a collection while all names are still there; `__main__` leaves
/// `sys.modules`, and usually dies; another collection finds what its names and functions kept alive together; if
/// somebody still holds the module, its names go, those with one underscore first (`_PyModule_ClearDict`).
pub(crate) fn finish(m: &mut Machine, answer: Answer) -> R<Step> {
    if let Answer::Value(value) = answer {
        m.drop_ref(value);
    }
    // What `atexit` was told is called first of all.
    if !m.at_exit.is_null() && m.native_now().state == 0 {
        let run = m.from_library("atexit", "_run_exitfuncs")?;
        match m.begin(run, &[], OnReturn::Native)? {
            Begun::Frame => return Ok(Step::Called),
            Begun::Value(value) => m.drop_ref(value),
            Begun::End => {}
        }
    }
    loop {
        // What died has its finalizers called before anything else happens.
        if m.deaths_wait() {
            return Ok(Step::Wait);
        }
        m.native_mut().state += 1;
        match m.native_now().state {
            1 if m.gc.enabled => m.collect(2),
            1 => {}
            6 => m.collect_at_end(2),
            2 => {
                // From here on, tracebacks can open no file.
                m.sources.clear();
                let module = m.main_module;
                if m.slot(module).refcnt == 1 {
                    m.main_module = Obj::NULL;
                } else {
                    let held = m.new_ref(module);
                    m.hold(0, held);
                }
                m.dict_del(m.sys_modules, static_strings::DUNDER_MAIN)?;
            }
            3 => m.collect_at_end(2),
            4 | 5 if m.main_module.is_null() => {}
            4 | 5 => {
                if clear_next_name(m) {
                    m.native_mut().state -= 1;
                } else {
                    m.native_mut().a = 0;
                }
            }
            _ => {
                m.main_module = Obj::NULL;
                return Ok(Step::Done(Owned::steal(fixed::NONE)));
            }
        }
    }
}

/// One name of `__main__` becomes None; false when none is left for this pass.
fn clear_next_name(m: &mut Machine) -> bool {
    let single = m.native_now().state == 4;
    let dict = m.instance_dict(m.main_module);
    let from = m.native_now().a as usize;
    let found = m.dict_items(dict).into_iter().enumerate().skip(from).find(|(_, (key, value))| {
        if m.kind(*key) != Kind::Str {
            return false;
        }
        let name = m.str_text(*key);
        let private = name.starts_with('_') && !name.starts_with("__");
        (if single { private } else { name != "__builtins__" }) && !Machine::is_none(*value)
    });
    let Some((i, (key, _))) = found else { return false };
    m.native_mut().a = i as u64 + 1;
    m.dict_set_str(dict, key, Owned::steal(fixed::NONE));
    true
}

/// Whether a built-in type is a name of the `builtins` module.
fn visible(ty: u32) -> bool {
    let row = &TYPES[ty as usize];
    if row.kind == Kind::Exception {
        return !row.name.starts_with('_');
    }
    matches!(
        ty,
        ty::OBJECT
            | ty::TYPE
            | ty::INT
            | ty::BOOL
            | ty::FLOAT
            | ty::COMPLEX
            | ty::STR
            | ty::BYTES
            | ty::TUPLE
            | ty::LIST
            | ty::DICT
            | ty::SET
            | ty::FROZENSET
            | ty::BYTEARRAY
            | ty::MEMORYVIEW
            | ty::RANGE
            | ty::SLICE
            | ty::PROPERTY
            | ty::STATICMETHOD
            | ty::CLASSMETHOD
            | ty::SUPER
            | ty::ENUMERATE
            | ty::MAP
            | ty::ZIP
            | ty::FILTER
            | ty::REVERSED
    )
}
