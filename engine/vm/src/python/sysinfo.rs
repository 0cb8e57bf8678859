//! What `sys` says of the interpreter (`Python/sysmodule.c`): values and plain questions.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{boolean, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{ModuleDef, Native, function, tpflags};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Where the interpreter and its library seem to lie.
const PREFIX: &str = "/usr/local";
const EXECUTABLE: &str = "/usr/local/bin/python3.14";

/// Modules of the standard library that this system does not have, though their names belong to it.
const ELSEWHERE: [&str; 14] = [
    "_gdbm",
    "_overlapped",
    "_scproxy",
    "_tkinter",
    "_winapi",
    "_wmi",
    "ensurepip",
    "idlelib",
    "msvcrt",
    "nt",
    "tkinter",
    "turtledemo",
    "winreg",
    "winsound",
];

/// What marks standard input.
const STDIN: u16 = 3;
const STDIN_BEGUN: u16 = 4;

/// Names and values of `sys.flags`.
const FLAGS: [(&str, i64); 18] = [
    ("debug", 0),
    ("inspect", 0),
    ("interactive", 0),
    ("optimize", 0),
    ("dont_write_bytecode", 0),
    ("no_user_site", 0),
    ("no_site", 0),
    ("ignore_environment", 0),
    ("verbose", 0),
    ("bytes_warning", 0),
    ("quiet", 0),
    ("hash_randomization", 1),
    ("isolated", 0),
    ("dev_mode", -1),
    ("utf8_mode", 0),
    ("warn_default_encoding", 0),
    ("safe_path", -1),
    ("int_max_str_digits", 4300),
];

pub(super) const FUNCTIONS: &[Native] = &[
    function("getdefaultencoding($module, /)", "The encoding of text.", |m, _| Ok(m.new_str("utf-8"))),
    function("getfilesystemencoding($module, /)", "The encoding of names of files.", |m, _| Ok(m.new_str("utf-8"))),
    function("getfilesystemencodeerrors($module, /)", "What is done about wrong names of files.", |m, _| {
        Ok(m.new_str("surrogateescape"))
    }),
    function("getswitchinterval($module, /)", "Seconds until another thread gets its turn.", |m, _| {
        Ok(m.new_float(0.005))
    }),
    function("setswitchinterval($module, interval, /)", "Set it; there is one thread.", |m, a| {
        if m.to_float(a.get(m, 0))? <= 0.0 {
            return Err(m.raise(ty::VALUE_ERROR, "switch interval must be strictly positive"));
        }
        none()
    }),
    function("audit($module, event, /, *args)", "Tell who listens of an event; nobody does.", |_, _| none()),
    function("addaudithook($module, /, hook)", "Listen to events.", |m, _| Err(m.not_supported("sys.addaudithook"))),
    function("is_finalizing($module, /)", "Whether the interpreter is shutting down.", |m, _| {
        boolean(m.program_end != u64::MAX)
    }),
    function("_clear_type_cache($module, /)", "Forget what look-ups found.", |_, _| none()),
    function("_clear_internal_caches($module, /)", "Forget what was kept to save time.", |_, _| none()),
    function(
        "_clear_type_descriptors($module, type, /)",
        "Take what leads to its dict and weak references from a class.",
        |m, a| {
            let class = a.get(m, 0);
            m.want("_clear_type_descriptors", "argument", class, Kind::Type, "type")?;
            let class = m.slot(class).a;
            let info = &m.types[class as usize];
            if info.flags & tpflags::IMMUTABLE != 0 {
                return Err(m.raise(ty::TYPE_ERROR, "argument is immutable"));
            }
            let dict = info.dict;
            for name in ["__dict__", "__weakref__"] {
                let key = m.intern_str(name);
                let gone = m.dict_del(dict, key.get());
                m.drop_ref(key);
                gone?;
            }
            m.type_modified(class);
            none()
        },
    ),
    function("_is_gil_enabled($module, /)", "Whether threads take turns.", |_, _| boolean(true)),
    function("_get_cpu_count_config($module, /)", "How many processors the command line says there are.", |m, _| {
        Ok(m.new_int(-1))
    }),
    function("getdlopenflags($module, /)", "How native extensions are loaded.", |m, _| Ok(m.new_int(2))),
    function("is_stack_trampoline_active($module, /)", "Whether a profiler sees Python's frames.", |_, _| {
        boolean(false)
    }),
    function("is_remote_debug_enabled($module, /)", "Whether another process may look in.", |_, _| boolean(false)),
    function(
        "get_coroutine_origin_tracking_depth($module, /)",
        "How much is noted of where coroutines are made.",
        |m, _| Ok(m.new_int(0)),
    ),
    function("_getframemodulename($module, /, depth=0)", "Name of the module of a caller.", |m, a| {
        let depth = a.opt(m, 0);
        let depth = if depth.is_null() { 0 } else { m.c_int(depth)?.max(0) as usize };
        let frame = m.thread.frames.iter().rev().filter(|frame| !frame.is_native()).nth(depth).copied();
        let Some(frame) = frame else { return none() };
        let name = m.dict_get_str(frame.globals, static_strings::DUNDER_NAME);
        if name.is_null() { none() } else { Ok(m.new_ref(name)) }
    }),
    function("_current_frames($module, /)", "The frame of each thread.", |m, _| {
        let dict = m.new_dict();
        let dict = m.keep(dict);
        if let Some(at) = m.thread.frames.iter().rposition(|frame| !frame.is_native()) {
            let frame = m.frame_object(at);
            let ident = m.new_int(0x7F00_0000_0740);
            let ident = m.keep(ident);
            m.dict_set(dict, ident, frame)?;
        }
        Ok(m.new_ref(dict))
    }),
    function("excepthook($module, exctype, value, traceback, /)", "Report an exception.", report),
    function("__excepthook__($module, exctype, value, traceback, /)", "Report an exception.", report),
    function("displayhook($module, object, /)", "Show what an expression gave.", display),
    function("__displayhook__($module, object, /)", "Show what an expression gave.", display),
];

/// `sys._jit`: what runs here is never machine code made at run time.
pub static JIT: ModuleDef = ModuleDef {
    name: "sys._jit",
    doc: "Whether Python code becomes machine code while it runs.",
    functions: &[
        function("is_available($module, /)", "Whether this interpreter can.", |_, _| boolean(false)),
        function("is_enabled($module, /)", "Whether it is switched on.", |_, _| boolean(false)),
        function("is_active($module, /)", "Whether the caller is machine code.", |_, _| boolean(false)),
    ],
    fill: |_, _| (),
};

fn report(m: &mut Machine, a: crate::native::args::Args) -> R {
    let value = a.get(m, 1);
    if m.isinstance_of(value, ty::BASE_EXCEPTION) {
        let text = m.format_exception(value);
        m.tell_stderr(&text);
    }
    none()
}

fn display(m: &mut Machine, a: crate::native::args::Args) -> R {
    let o = a.get(m, 0);
    if Machine::is_none(o) {
        return none();
    }
    let text = m.repr_text(o)?;
    let key = m.intern_str("_");
    let key = m.keep(key);
    let held = m.new_ref(o);
    m.dict_set_str(m.builtins, key, held);
    m.tell_stdout(&(text + "\n"))?;
    none()
}

impl Machine {
    fn put_text(&mut self, dict: Obj, name: &str, text: &str) {
        let value = self.new_str(text);
        self.put_sys(dict, name, value);
    }

    fn put_number(&mut self, dict: Obj, name: &str, n: i64) {
        let value = self.new_int(n);
        self.put_sys(dict, name, value);
    }

    pub(crate) fn put_sys(&mut self, dict: Obj, name: &str, value: Owned) {
        let key = self.intern_str(name);
        self.dict_set_str(dict, key.get(), value);
        self.drop_ref(key);
    }

    /// A value of one of the classes with named items that `sys` has.
    fn put_struct(&mut self, dict: Obj, name: &str, fields: &[&str], items: Vec<Owned>) {
        let Ok(class) = self.make_structseq("sys", name, fields, fields.len()) else {
            self.drop_all(items);
            return;
        };
        let made = self.new_structseq_of(self.slot(class.get()).a, items);
        // The classes of `sys` make no further values.
        self.drop_ref(class);
        if let Ok(value) = made {
            self.put_sys(dict, name, value);
        }
    }

    /// What the command line has set: `sys.flags` and what goes with them.
    pub(super) fn set_options(&mut self, dict: Obj) {
        let (flags, warn, x) = (self.host.flags.clone(), self.host.warn_options.clone(), self.host.x_options.clone());
        let key = self.intern_str("flags");
        let old = self.dict_get_str(dict, key.get());
        self.drop_ref(key);
        if !flags.is_empty() && !old.is_null() {
            let mut items: Vec<Obj> = self.seq_items(old);
            let mut made = Vec::new();
            for &(name, value) in flags.iter() {
                let Some(at) = FLAGS.iter().position(|flag| flag.0 == name) else { continue };
                let value =
                    if FLAGS[at].1 < 0 { Owned::steal(Machine::new_bool(value != 0)) } else { self.new_int(value) };
                items[at] = value.get();
                made.push(value);
            }
            let more = self.materialize_dict(old);
            let more = self.dict_items(more);
            if let Ok(new) = self.new_structseq(self.ty(old), &items) {
                let own = self.materialize_dict(new.get());
                for (key, value) in more {
                    let value = self.new_ref(value);
                    self.dict_set_str(own, key, value);
                }
                self.put_sys(dict, "flags", new);
            }
            self.drop_all(made);
        }
        if flags.iter().any(|(name, value)| *name == "dont_write_bytecode" && *value != 0) {
            self.put_sys(dict, "dont_write_bytecode", Owned::steal(fixed::TRUE));
        }
        if let Some(prefix) = self.host.pycache_prefix.clone() {
            self.put_text(dict, "pycache_prefix", &prefix);
        }
        let warn = warn.iter().map(|option| self.new_str(option)).collect();
        let warn = self.new_list_of(warn);
        self.put_sys(dict, "warnoptions", warn);
        let options = self.new_dict();
        for option in x.iter() {
            match option.split_once('=') {
                Some((name, value)) => self.put_text(options.get(), name, value),
                None => self.put_sys(options.get(), option, Owned::steal(fixed::TRUE)),
            }
        }
        self.put_sys(dict, "_xoptions", options);
    }

    /// `sys.version_info` and `sys.implementation`, `sys.flags`, limits of numbers.
    pub(super) fn fill_sys_structs(&mut self, dict: Obj) {
        let mut parts: Vec<Owned> = [3, 14, 8].map(|n| self.new_int(n)).into();
        parts.extend([self.intern_str("final"), self.new_int(0)]);
        self.put_struct(dict, "version_info", &["major", "minor", "micro", "releaselevel", "serial"], parts);
        let names: Vec<&str> = FLAGS.iter().map(|(name, _)| *name).collect();
        let flags = FLAGS.map(|(_, n)| if n < 0 { Owned::steal(fixed::FALSE) } else { self.new_int(n) });
        let hidden = ["gil", "thread_inherit_context", "context_aware_warnings"];
        let all: Vec<&str> = names.iter().copied().chain(hidden).collect();
        let class = self.make_structseq("sys", "flags", &all, names.len());
        match class {
            Ok(class) => {
                let made = self.new_structseq_of(self.slot(class.get()).a, flags.into());
                self.drop_ref(class);
                if let Ok(flags) = made {
                    let more = self.materialize_dict(flags.get());
                    for name in hidden {
                        self.put_number(more, name, i64::from(name == "gil"));
                    }
                    self.put_sys(dict, "flags", flags);
                }
            }
            Err(_) => self.drop_all(flags.into()),
        }
        let float = [f64::MAX, f64::MIN_POSITIVE, f64::EPSILON].map(|x| self.new_float(x));
        let [max, min, epsilon] = float;
        let ints = |m: &mut Machine, n: i64| m.new_int(n);
        let parts = vec![
            max,
            ints(self, 1024),
            ints(self, 308),
            min,
            ints(self, -1021),
            ints(self, -307),
            ints(self, 15),
            ints(self, 53),
            epsilon,
            ints(self, 2),
            ints(self, 1),
        ];
        let names = [
            "max",
            "max_exp",
            "max_10_exp",
            "min",
            "min_exp",
            "min_10_exp",
            "dig",
            "mant_dig",
            "epsilon",
            "radix",
            "rounds",
        ];
        self.put_struct(dict, "float_info", &names, parts);
        let parts = [30, 4, 4300, 640].map(|n| self.new_int(n));
        let names = ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"];
        self.put_struct(dict, "int_info", &names, parts.into());
        let mut parts: Vec<Owned> = [64, (1 << 61) - 1, 314_159, 0, 1_000_003].map(|n| self.new_int(n)).into();
        parts.push(self.intern_str("siphash13"));
        parts.extend([64, 128, 0].map(|n| self.new_int(n)));
        let names = ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"];
        self.put_struct(dict, "hash_info", &names, parts);
        let parts = ["pthread", "semaphore", "NPTL 2.43"].map(|text| self.new_str(text));
        self.put_struct(dict, "thread_info", &["name", "lock", "version"], parts.into());
        let implementation = self.new_namespace(ty::SIMPLE_NAMESPACE);
        let own = self.materialize_dict(implementation.get());
        self.put_text(own, "name", "cpython");
        self.put_text(own, "cache_tag", "cpython-314");
        let key = self.intern_str("version_info");
        let version = self.dict_get_str(dict, key.get());
        let version = self.new_ref(version);
        self.drop_ref(key);
        self.put_sys(own, "version", version);
        self.put_number(own, "hexversion", 0x030E_08F0);
        self.put_text(own, "_multiarch", "x86_64-linux-gnu");
        self.put_sys(own, "supports_isolated_interpreters", Owned::steal(fixed::TRUE));
        self.put_sys(dict, "implementation", implementation);
        for (name, module) in [("_jit", JIT.name), ("monitoring", crate::python::sysmonitoring::MODULE.name)] {
            let module = self.make_native_module(module);
            self.put_sys(dict, name, module);
        }
    }

    /// Names, places and lists of `sys`.
    pub(super) fn fill_sys_values(&mut self, dict: Obj) {
        for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
            self.put_text(dict, name, PREFIX);
        }
        for name in ["executable", "_base_executable"] {
            self.put_text(dict, name, EXECUTABLE);
        }
        for (name, text) in [
            ("platlibdir", "lib"),
            ("float_repr_style", "short"),
            ("abiflags", ""),
            ("_framework", ""),
            (
                "copyright",
                "Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.",
            ),
        ] {
            self.put_text(dict, name, text);
        }
        if let Some(library) = self.host.files.library {
            self.put_text(dict, "_stdlib_dir", library.folder);
        }
        for (name, n) in [("api_version", 1013), ("maxunicode", 0x10_FFFF)] {
            self.put_number(dict, name, n);
        }
        for (name, value) in
            [("dont_write_bytecode", fixed::FALSE), ("pycache_prefix", fixed::NONE), ("_home", fixed::NONE)]
        {
            self.put_sys(dict, name, Owned::steal(value));
        }
        let parts = ["CPython", "", ""].map(|text| self.new_str(text));
        let git = self.new_tuple(parts.into());
        self.put_sys(dict, "_git", git);
        for name in ["meta_path", "path_hooks", "warnoptions"] {
            let list = self.new_list();
            self.put_sys(dict, name, list);
        }
        for name in ["path_importer_cache", "_xoptions"] {
            let empty = self.new_dict();
            self.put_sys(dict, name, empty);
        }
        let mut names: Vec<&str> = self.modules.iter().map(|def| def.name).filter(|name| !name.contains('.')).collect();
        names.sort_unstable();
        let names = names.into_iter().map(|name| self.intern_str(name)).collect();
        let names = self.new_tuple(names);
        self.put_sys(dict, "builtin_module_names", names);
        let set = self.new_set(true);
        let known = crate::native::reference::importable().keys().copied();
        let mut names: Vec<&str> = known.chain(ELSEWHERE).collect();
        names.sort_unstable();
        for name in names {
            let name = self.intern_str(name);
            // Text hashes without running Python code.
            let _added = self.set_add(set.get(), name.get());
            self.drop_ref(name);
        }
        self.put_sys(dict, "stdlib_module_names", set);
        for (alias, name) in [("__stdin__", "stdin"), ("__stdout__", "stdout"), ("__stderr__", "stderr")] {
            let key = self.intern_str(name);
            let file = self.dict_get_str(dict, key.get());
            self.drop_ref(key);
            let file = self.new_ref(file);
            self.put_sys(dict, alias, file);
        }
    }

    /// What `print` writes to: `sys.stdout`, NULL if it is gone.
    /// Whether a file is standard output or error, as the start made them, whose text goes out as it is; true: error.
    pub fn standard_output(&self, file: Obj) -> Option<bool> {
        match (self.kind(file), self.slot(file).x) {
            (Kind::Instance, which @ 1..=2) => Some(which == 2),
            _ => None,
        }
    }

    /// Says that a file is one of the standard streams, by its descriptor, or no longer.
    pub fn mark_stream(&mut self, file: Obj, fd: Option<u16>) {
        // Standard input is none of those that are written to.
        self.slot_mut(file).x = fd.map_or(0, |fd| if fd == 0 { STDIN } else { fd });
    }

    /// Whether a file is standard input, of which one line at a time is read.
    pub fn is_standard_input(&self, file: Obj) -> bool {
        self.kind(file) == Kind::Instance && matches!(self.slot(file).x, STDIN | STDIN_BEGUN)
    }

    /// Notes whether a part of a line of standard input was read, and the rest waits.
    pub fn note_begun_line(&mut self, file: Obj, begun: bool) {
        if self.is_standard_input(file) {
            self.slot_mut(file).x = if begun { STDIN_BEGUN } else { STDIN };
        }
    }

    /// Whether the next line of a file is the host's next line of input.
    pub(crate) fn reads_by_line(&self, file: Obj) -> bool {
        // Before the start has made its files, standard input is the plain one.
        self.kind(file) == Kind::Instance && (self.slot(file).x == STDIN || self.ty(file) == ty::TEXT_IO)
    }

    /// The next line of a file that a program put in the place of standard input, without its end.
    pub(crate) fn line_of(&mut self, file: Obj) -> R<Option<String>> {
        let name = self.intern_str("readline");
        let name = self.keep(name);
        let method = self.getattr(file, name)?;
        let method = self.keep(method);
        let line = self.call(method, &[])?;
        let line = self.keep(line);
        if self.kind(line) != Kind::Str {
            return Err(self.raise(ty::TYPE_ERROR, "object.readline() returned non-string"));
        }
        let text = self.str_text(line);
        Ok((!text.is_empty()).then(|| text.strip_suffix('\n').unwrap_or(&text).to_owned()))
    }

    pub(crate) fn sys_stdout(&self) -> Obj {
        self.sys_file(static_strings::STDOUT)
    }

    pub(crate) fn sys_stdin(&self) -> Obj {
        self.sys_file(static_strings::STDIN)
    }

    /// A file of `sys` by its name; NULL if it is lost.
    fn sys_file(&self, name: Obj) -> Obj {
        let sys = self.dict_get_str(self.sys_modules, static_strings::SYS);
        if sys.is_null() || self.kind(sys) != Kind::Module {
            return Obj::NULL;
        }
        self.dict_get_str(self.instance_dict(sys), name)
    }
}
