//! `_thread` (`Modules/_threadmodule.c`): there is one thread, so a lock that is taken stays taken until its taker gives it back.

use crate::fill::{field, int_field, put, put_types, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::static_strings::{self, fixed};
use vm::native::typedef::{ModuleDef, Native, Slot, TypeDef, def, function, member, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// The number of the one thread: what `get_ident` says.
const IDENT: i64 = 0x7F00_0000_0740;

/// `_thread`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "Locks; there is one thread.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_types(m, dict, &[own::LOCK, own::RLOCK, own::LOCAL, own::THREAD_HANDLE]);
        let lock = m.type_obj(own::LOCK);
        let lock = m.new_ref(lock);
        put(m, dict, "LockType", lock);
        let error = m.type_obj(ty::RUNTIME_ERROR);
        let error = m.new_ref(error);
        put(m, dict, "error", error);
        let most = m.new_float(9_223_372_036.0);
        put(m, dict, "TIMEOUT_MAX", most);
        let longest = m.new_int(15);
        put(m, dict, "_NAME_MAXLEN", longest);
        let fields = ["exc_type", "exc_value", "exc_traceback", "thread"];
        if let Ok(class) = m.make_structseq("_thread", "_ExceptHookArgs", &fields, 4) {
            put(m, dict, "_ExceptHookArgs", class);
        }
    },
};

const FUNCTIONS: &[Native] = &[
    function("allocate_lock($module, /)", "A new lock.", |m, _| Ok(m.new_instance(own::LOCK))),
    function("allocate($module, /)", "A new lock.", |m, _| Ok(m.new_instance(own::LOCK))),
    function("get_ident($module, /)", "The number of the thread.", |m, _| Ok(m.new_int(IDENT))),
    function("_get_main_thread_ident($module, /)", "The number of the first thread.", |m, _| Ok(m.new_int(IDENT))),
    function("get_native_id($module, /)", "The system's number of the thread.", |m, _| Ok(m.new_int(4242))),
    function("_count($module, /)", "How many threads were started.", |m, _| Ok(m.new_int(0))),
    function("_is_main_interpreter($module, /)", "Whether this is the first interpreter.", |_, _| boolean(true)),
    function("daemon_threads_allowed($module, /)", "Whether threads may be left behind.", |_, _| boolean(true)),
    function("_shutdown($module, /)", "Wait for all threads.", |_, _| none()),
    function("set_name($module, /, name)", "Name the thread for the system.", |_, _| none()),
    function("_get_name($module, /)", "The system's name of the thread.", |m, _| Ok(m.new_str("python3.14"))),
    function("stack_size(size=0, /)", "How large a thread's stack is.", |m, _| Ok(m.new_int(0))).hidden(),
    function("exit($module, /)", "End the thread.", |m, _| Err(m.raise_empty(ty::SYSTEM_EXIT))),
    function("start_new_thread($module, function, args, kwargs={}, /)", "Start a thread.", |m, _| {
        Err(m.not_supported("threads"))
    }),
    function("start_joinable_thread($module, /, function, handle=None, daemon=True)", "Start a thread.", |m, _| {
        Err(m.not_supported("threads"))
    }),
    function("interrupt_main($module, signum=2, /)", "As if control and C had been pressed.", |m, _| {
        Err(m.raise_empty(ty::KEYBOARD_INTERRUPT))
    }),
    function("_make_thread_handle($module, ident, /)", "What stands for a thread.", |m, a| {
        let handle = m.new_instance(own::THREAD_HANDLE);
        let ident = m.new_ref(a.get(m, 0));
        set_field(m, handle.get(), 0, ident);
        Ok(handle)
    }),
    function("_excepthook($module, exc_info, /)", "Report what a thread raised.", |_, _| none()),
];

const LOCK_FLAGS: u32 = tpflags::COLLECTED | tpflags::HEAPTYPE;

/// Takes a lock that is free; one that is taken would be waited for by its own taker, for ever.
fn acquire(m: &mut Machine, a: Args) -> R {
    let lock = a.get(m, 0);
    let (blocking, timeout) = (a.opt(m, 1), a.opt(m, 2));
    let blocks = blocking.is_null() || m.truthy(blocking)?;
    let seconds = if timeout.is_null() { -1.0 } else { m.to_float(timeout)? };
    if !blocks && seconds != -1.0 {
        return Err(m.raise(ty::VALUE_ERROR, "can't specify a timeout for a non-blocking call"));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(m.raise(ty::VALUE_ERROR, "timeout value must be a non-negative number"));
    }
    if int_field(m, lock, 0) == 0 {
        set_int_field(m, lock, 0, 1);
        return boolean(true);
    }
    if blocks && seconds < 0.0 {
        return Err(m.not_supported("waiting for a lock that nobody can give back"));
    }
    if blocks {
        m.host.slept_ns += (seconds * 1e9) as u64;
    }
    boolean(false)
}

fn release(m: &mut Machine, a: Args) -> R {
    let lock = a.get(m, 0);
    if int_field(m, lock, 0) == 0 {
        return Err(m.raise(ty::RUNTIME_ERROR, "release unlocked lock"));
    }
    set_int_field(m, lock, 0, 0);
    none()
}

fn shown(m: &mut Machine, o: Obj, state: &str, more: &str) -> Owned {
    let (name, address) = (m.full_type_name(m.ty(o)), m.address(o));
    m.new_str(&format!("<{state} {name} object{more} at {address:#x}>"))
}

/// `_thread.lock`.
pub static LOCK: TypeDef = TypeDef {
    name: "lock",
    module: "_thread",
    fields: 1,
    basicsize: 24,
    flags: LOCK_FLAGS,
    doc: "A lock.",
    slots: &[Slot::Repr],
    natives: &[
        new("lock()", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        }),
        def("acquire($self, /, blocking=True, timeout=-1)", "Take the lock.", acquire),
        def("acquire_lock($self, /, blocking=True, timeout=-1)", "Take the lock.", acquire),
        def("release($self, /)", "Give the lock back.", release),
        def("release_lock($self, /)", "Give the lock back.", release),
        def("locked($self, /)", "Whether the lock is taken.", |m, a| {
            let taken = int_field(m, a.get(m, 0), 0) != 0;
            boolean(taken)
        }),
        def("locked_lock($self, /)", "Whether the lock is taken.", |m, a| {
            let taken = int_field(m, a.get(m, 0), 0) != 0;
            boolean(taken)
        }),
        def("_at_fork_reinit($self, /)", "Make it free again in a child.", |m, a| {
            set_int_field(m, a.get(m, 0), 0, 0);
            none()
        }),
        def("__enter__($self, /)", "Take the lock.", acquire),
        def("__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)", "Give the lock back.", release),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let state = if int_field(m, o, 0) != 0 { "locked" } else { "unlocked" };
            Ok(shown(m, o, state, ""))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn take_again(m: &mut Machine, a: Args) -> R {
    let lock = a.get(m, 0);
    let count = int_field(m, lock, 0);
    set_int_field(m, lock, 0, count + 1);
    boolean(true)
}

fn give_back(m: &mut Machine, a: Args) -> R {
    let lock = a.get(m, 0);
    let count = int_field(m, lock, 0);
    if count == 0 {
        return Err(m.raise(ty::RUNTIME_ERROR, "cannot release un-acquired lock"));
    }
    set_int_field(m, lock, 0, count - 1);
    none()
}

/// `_thread.RLock`.
pub static RLOCK: TypeDef = TypeDef {
    name: "RLock",
    module: "_thread",
    fields: 1,
    basicsize: 32,
    flags: LOCK_FLAGS | tpflags::BASETYPE,
    doc: "A lock that its taker may take again.",
    slots: &[Slot::Repr],
    natives: &[
        new("RLock()", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        }),
        def("acquire($self, /, blocking=True, timeout=-1)", "Take the lock.", take_again),
        def("release($self, /)", "Give the lock back.", give_back),
        def("locked($self, /)", "Whether the lock is taken.", |m, a| {
            let taken = int_field(m, a.get(m, 0), 0) != 0;
            boolean(taken)
        }),
        def("_is_owned($self, /)", "For internal use by `threading.Condition`.", |m, a| {
            let taken = int_field(m, a.get(m, 0), 0) != 0;
            boolean(taken)
        }),
        def("_recursion_count($self, /)", "How often it is taken.", |m, a| {
            let count = int_field(m, a.get(m, 0), 0);
            Ok(m.new_int(count))
        }),
        def("_release_save($self, /)", "For internal use by `threading.Condition`.", |m, a| {
            let o = a.get(m, 0);
            let count = int_field(m, o, 0);
            if count == 0 {
                return Err(m.raise(ty::RUNTIME_ERROR, "cannot release un-acquired lock"));
            }
            set_int_field(m, o, 0, 0);
            let parts = [m.new_int(count), m.new_int(IDENT)];
            Ok(m.new_tuple(parts.into()))
        }),
        def("_acquire_restore($self, state, /)", "For internal use by `threading.Condition`.", |m, a| {
            let (o, state) = (a.get(m, 0), a.get(m, 1));
            m.want("_acquire_restore", "argument 1", state, Kind::Tuple, "tuple")?;
            let count = m.seq_items(state).first().map_or(1, |&n| m.int_clamped(n));
            set_int_field(m, o, 0, count);
            none()
        }),
        def("_at_fork_reinit($self, /)", "Make it free again in a child.", |m, a| {
            set_int_field(m, a.get(m, 0), 0, 0);
            none()
        }),
        def("__enter__($self, /)", "Take the lock.", take_again),
        def("__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)", "Give the lock back.", give_back),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let count = int_field(m, o, 0);
            let (state, owner) = if count > 0 { ("locked", IDENT) } else { ("unlocked", 0) };
            Ok(shown(m, o, state, &format!(" owner={owner} count={count}")))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `_thread._local`: with one thread, an object with attributes.
pub static LOCAL: TypeDef = TypeDef {
    name: "_local",
    module: "_thread",
    basicsize: 72,
    flags: LOCK_FLAGS | tpflags::BASETYPE,
    doc: "Attributes that each thread has for itself.",
    slots: &[Slot::GetAttr, Slot::SetAttr],
    natives: &[
        new("_local(*args, **kwargs)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let init = m.type_lookup(class, static_strings::DUNDER_INIT);
            if (a.n > 1 || a.kwcount(m) > 0) && m.kind(init) == Kind::WrapperDescriptor {
                return Err(m.raise(ty::TYPE_ERROR, "Initialization arguments are not supported"));
            }
            Ok(m.new_instance(class))
        }),
        member("__dict__", "The attributes of this thread.", |m, a| {
            let dict = m.materialize_dict(a.get(m, 0));
            Ok(m.new_ref(dict))
        }),
    ],
    dict: true,
    asked: true,
    ..TypeDef::PLAIN
};

/// `_thread._ThreadHandle`.
pub static THREAD_HANDLE: TypeDef = TypeDef {
    name: "_ThreadHandle",
    module: "_thread",
    fields: 1,
    basicsize: 24,
    flags: LOCK_FLAGS,
    doc: "What stands for a thread.",
    natives: &[
        new("_ThreadHandle()", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            Ok(m.new_instance(class))
        }),
        member("ident", "The number of the thread.", |m, a| {
            let ident = field(m, a.get(m, 0), 0);
            if ident.is_null() { Ok(Owned::steal(fixed::NONE)) } else { Ok(m.new_ref(ident)) }
        }),
        def("is_done($self, /)", "Whether the thread has ended.", |_, _| boolean(false)),
        def("_set_done($self, /)", "Note that the thread has ended.", |_, _| none()),
        def("join($self, timeout=None, /)", "Wait for the thread.", |_, _| none()),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
