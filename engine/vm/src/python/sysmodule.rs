//! `sys` (`Python/sysmodule.c`) and its text streams.

use crate::memory::object::{Kind, Owned};
use crate::native::args::{boolean, none, or_none};
use crate::native::static_strings::fixed;
use crate::native::typedef::{ModuleDef, Native, Slot, TypeDef, concat, def, function, getset, member, tpflags};
use crate::objects::exceptions::field as exc;
use crate::objects::typeobject::ty;
use crate::python::{syshooks, sysinfo};
use crate::state::interpreter::Machine;

/// `sys`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "sys", doc: "The interpreter itself.", functions: &ALL, fill: |m, dict| m.fill_sys(dict) };

const PLAIN: [Native; FUNCTIONS.len() + sysinfo::FUNCTIONS.len()] = concat(FUNCTIONS, sysinfo::FUNCTIONS);
static ALL: [Native; PLAIN.len() + syshooks::FUNCTIONS.len()] = concat(&PLAIN, syshooks::FUNCTIONS);

const FUNCTIONS: &[Native] = &[
    function("getrefcount($module, object, /)", "How many references to the object there are.", |m, a| {
        let count = m.slot(a.get(m, 0)).refcnt;
        Ok(m.new_int(i64::from(count)))
    }),
    function("getsizeof(a0, a1=None, /)", "Size of the object in bytes.", |m, a| {
        let o = a.get(m, 0);
        let own = m.lookup_special(o, crate::native::static_strings::DUNDER_SIZEOF);
        if !own.is_null() && (m.kind(own) == Kind::Function || !m.by_layout(own)) {
            let header = crate::memory::refcount::header_bytes(m.type_of(o));
            let value = m.call_unbound(own, o, &[])?;
            let n = m.index_i64(value.get());
            m.drop_ref(value);
            return Ok(m.new_int(n? + i64::from(header)));
        }
        let n = m.sizeof(o);
        Ok(m.new_int(n as i64))
    })
    .hidden()
    .tuple(),
    function("getrecursionlimit($module, /)", "How deep calls may go.", |m, _| {
        let limit = m.thread.recursion_limit - m.thread.activations.len() as u32;
        Ok(m.new_int(i64::from(limit)))
    }),
    function("setrecursionlimit($module, limit, /)", "Set how deep calls may go.", |m, a| {
        let limit = m.index_i64(a.get(m, 0))?;
        if limit < 1 {
            return Err(m.raise(ty::VALUE_ERROR, "recursion limit must be greater or equal than 1"));
        }
        m.thread.recursion_limit = limit.min(i64::from(u32::MAX >> 1)) as u32 + m.thread.activations.len() as u32;
        none()
    }),
    function("getallocatedblocks($module, /)", "How many blocks of memory are in use.", |m, _| {
        let n = m.mem.allocated_blocks;
        Ok(m.new_int(n as i64))
    }),
    function("intern($module, string, /)", "The one string that is kept for this text.", |m, a| {
        let s = a.get(m, 0);
        if m.ty(s) != ty::STR {
            let name = m.type_name(s);
            return Err(m.raise(ty::TYPE_ERROR, &format!("intern() argument must be str, not {name}")));
        }
        let s = m.new_ref(s);
        Ok(m.intern(s))
    }),
    function("_is_interned($module, string, /)", "", |m, a| {
        let on = m.slot(a.get(m, 0)).flags & crate::memory::object::flag::INTERNED != 0;
        Ok(Owned::steal(Machine::new_bool(on)))
    }),
    function("_is_immortal($module, op, /)", "", |m, a| {
        let on = m.slot(a.get(m, 0)).is_immortal();
        Ok(Owned::steal(Machine::new_bool(on)))
    }),
    function("exit($module, status=None, /)", "End the program.", |m, a| {
        let code = a.opt(m, 0);
        if code.is_null() || Machine::is_none(code) {
            return Err(m.raise_empty(ty::SYSTEM_EXIT));
        }
        if m.kind(code) == Kind::Tuple {
            // Its items become the arguments (`PyErr_SetObject`).
            let items = m.seq_items(code);
            let exc = m.alloc_exception(ty::SYSTEM_EXIT);
            let args = m.new_tuple_from(&items).into_edge();
            m.set_exc_field(exc.get(), exc::ARGS, args);
            if let Some(status) = if items.len() == 1 { Some(items[0]) } else { (items.len() > 1).then_some(code) } {
                m.incref(status);
                m.set_exc_field(exc.get(), exc::V0, status);
            }
            return Err(m.raise_exception(exc));
        }
        Err(m.raise_with(ty::SYSTEM_EXIT, code))
    }),
    function("exception($module, /)", "The exception that is being handled.", |m, _| {
        let handled = m.topmost_handled();
        if handled.is_null() { none() } else { Ok(m.new_ref(handled)) }
    }),
    function("exc_info($module, /)", "Class, exception and traceback of what is being handled.", |m, _| {
        let handled = m.topmost_handled();
        let items = if handled.is_null() {
            [fixed::NONE; 3]
        } else {
            let tb = m.exc_field(handled, crate::objects::exceptions::field::TRACEBACK);
            [m.class_of(handled), handled, if tb.is_null() { fixed::NONE } else { tb }]
        };
        Ok(m.new_tuple_from(&items))
    }),
    function(
        "set_asyncgen_hooks(firstiter=None, finalizer=None)",
        "Who is told of asynchronous generators.",
        |m, a| {
            let hooks = [("firstiter", a.opt(m, 0)), ("finalizer", a.opt(m, 1))];
            for (name, hook) in hooks {
                if !hook.is_null() && !Machine::is_none(hook) && !m.is_callable(hook) {
                    let got = m.type_name(hook);
                    return Err(m.raise(ty::TYPE_ERROR, &format!("callable {name} expected, got {got}")));
                }
            }
            for (i, (_, hook)) in hooks.into_iter().enumerate().filter(|(_, (_, hook))| !hook.is_null()) {
                let hook = if Machine::is_none(hook) { crate::memory::object::Obj::NULL } else { hook };
                if !hook.is_null() {
                    m.incref(hook);
                }
                let thread = &mut m.thread;
                let place = if i == 0 { &mut thread.async_gen_firstiter } else { &mut thread.async_gen_finalizer };
                let old = std::mem::replace(place, hook);
                m.xdecref(old);
            }
            none()
        },
    )
    .hidden(),
    function("get_asyncgen_hooks($module, /)", "Who is told of asynchronous generators.", |m, _| {
        let hooks = [m.thread.async_gen_firstiter, m.thread.async_gen_finalizer];
        let hooks = hooks.map(|hook| if hook.is_null() { fixed::NONE } else { hook });
        let class = m.make_structseq("builtins", "asyncgen_hooks", &["firstiter", "finalizer"], 2)?;
        let class = m.keep(class);
        m.new_structseq(m.slot(class).a, &hooks)
    }),
    function("settrace($module, function, /)", "Tell a function of calls, lines, returns and exceptions.", |m, a| {
        let function = a.get(m, 0);
        m.set_tracing(false, function);
        none()
    }),
    function("gettrace($module, /)", "Who is told of calls, lines, returns and exceptions.", |m, _| {
        let function = m.thread.trace_func;
        or_none(m, function)
    }),
    function("setprofile($module, function, /)", "Tell a function of calls and returns.", |m, a| {
        let function = a.get(m, 0);
        m.set_tracing(true, function);
        none()
    }),
    function("getprofile($module, /)", "Who is told of calls and returns.", |m, _| {
        let function = m.thread.profile_func;
        or_none(m, function)
    }),
    function("_getframe($module, depth=0, /)", "The frame of a caller.", |m, a| {
        let depth = a.opt(m, 0);
        let depth = if depth.is_null() { 0 } else { m.c_int(depth)?.max(0) as usize };
        let python = (0..m.thread.frames.len()).rev().filter(|&i| !m.thread.frames[i].is_native()).nth(depth);
        let Some(at) = python else {
            return Err(m.raise(ty::VALUE_ERROR, "call stack is not deep enough"));
        };
        let frame = m.frame_object(at);
        Ok(m.new_ref(frame))
    }),
];

/// `TextIOWrapper`.
pub static TEXT_IO: TypeDef = TypeDef {
    name: "TextIOWrapper",
    module: "_io",
    kind: Kind::Instance,
    basicsize: 200,
    flags: tpflags::HAVE_GC | tpflags::BASETYPE | tpflags::HEAPTYPE | tpflags::IMMUTABLE | tpflags::READY,
    text: "(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)",
    doc: "A file of text.",
    slots: &[Slot::Repr, Slot::Next, Slot::Init],
    natives: &[
        def("write($self, text, /)", "Write text; how many characters that were.", |m, a| {
            let (file, text) = (a.get(m, 0), a.get(m, 1));
            if m.kind(text) != Kind::Str {
                let name = m.type_name(text);
                return Err(m.raise(ty::TYPE_ERROR, &format!("write() argument must be str, not {name}")));
            }
            let stderr = m.slot(file).x == 2;
            let shown = m.str_text(text);
            m.write_bytes(stderr, shown.as_bytes());
            let n = m.str_len(text);
            Ok(m.new_int(i64::from(n)))
        }),
        def("flush($self, /)", "Write out what has been kept back.", |m, a| {
            if m.slot(a.get(m, 0)).x == 1 {
                m.flush_stdout();
            }
            none()
        }),
        def("fileno($self, /)", "The number of the stream: 0, 1 or 2.", |m, a| {
            let number = m.slot(a.get(m, 0)).x;
            Ok(m.new_int(i64::from(number)))
        }),
        def("isatty($self, /)", "Whether it is a terminal.", |_, _| boolean(false)),
        def("seekable($self, /)", "Whether one can go elsewhere in it.", |_, _| boolean(false)),
        def("readable($self, /)", "Whether it can be read.", |m, a| boolean(m.slot(a.get(m, 0)).x == 0)),
        def("writable($self, /)", "Whether it can be written.", |m, a| boolean(m.slot(a.get(m, 0)).x != 0)),
        member("encoding", "How text becomes bytes.", |m, _| Ok(m.new_str("utf-8"))),
        member("line_buffering", "Whether each line is written at once.", |m, a| boolean(m.slot(a.get(m, 0)).x == 2)),
        member("write_through", "Whether nothing is kept back.", |_, _| boolean(false)),
        getset("errors", "What is done about text that has no bytes.", |m, a| {
            let number = m.slot(a.get(m, 0)).x;
            Ok(m.new_str(if number == 2 { "backslashreplace" } else { "strict" }))
        }),
        getset("name", "What the stream is called.", |m, a| {
            let number = m.slot(a.get(m, 0)).x;
            Ok(m.new_str(["<stdin>", "<stdout>", "<stderr>"][usize::from(number) % 3]))
        }),
        getset("closed", "Whether it is closed.", |_, _| boolean(false)),
        getset("newlines", "The ends of lines met so far.", |_, _| none()),
    ],
    ..TypeDef::PLAIN
};

impl Machine {
    /// The attributes of `sys` that are not functions.
    pub fn fill_sys(&mut self, dict: crate::memory::object::Obj) {
        let put = |m: &mut Machine, name: &str, value: Owned| {
            let key = m.intern_str(name);
            m.dict_set_str(dict, key.get(), value);
            m.drop_ref(key);
        };
        for (name, fd) in [("stdin", 0), ("stdout", 1), ("stderr", 2)] {
            let file = self.alloc(Kind::Instance, ty::TEXT_IO, 176);
            self.slot_mut(file).x = fd;
            put(self, name, Owned::steal(file));
        }
        let version = self.new_str("3.14.8 (main, Oct  1 2026, 19:55:55) [Serpentarium]");
        put(self, "version", version);
        let maxsize = self.new_int(i64::MAX);
        put(self, "maxsize", maxsize);
        let platform = self.intern_str("linux");
        put(self, "platform", platform);
        let order = self.intern_str("little");
        put(self, "byteorder", order);
        let version = self.new_int(0x030E_08F0);
        put(self, "hexversion", version);
        let argv = self.host.argv.clone().iter().map(|arg| self.new_str(arg)).collect();
        let argv = self.new_list_of(argv);
        put(self, "argv", argv);
        let path = self.new_list();
        put(self, "path", path);
        let modules = self.sys_modules;
        let modules = self.new_ref(modules);
        put(self, "modules", modules);
        self.fill_sys_values(dict);
        self.fill_sys_structs(dict);
    }
}
