//! `sys` (`Python/sysmodule.c`) and its text streams.

use crate::memory::object::{Kind, Owned, R};
use crate::native::args::{Conv, Native, native_fn};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

pub const FUNCTIONS: &[Native] = &[
    native_fn("getrefcount", Conv::O, |m, a| {
        let count = m.slot(a.get(m, 0)).refcnt;
        Ok(m.new_int(i64::from(count)))
    }),
    native_fn("getsizeof", Conv::Fast(1, 2), |m, a| {
        let o = a.get(m, 0);
        let own = m.lookup_special(o, crate::native::static_strings::DUNDER_SIZEOF);
        if !own.is_null() && m.kind(own) == Kind::Function {
            let header = crate::memory::refcount::header_bytes(m.type_of(o));
            let value = m.call_unbound(own, o, &[])?;
            let n = m.index_i64(value.get());
            m.drop_ref(value);
            return Ok(m.new_int(n? + i64::from(header)));
        }
        let n = m.sizeof(o);
        Ok(m.new_int(n as i64))
    }),
    native_fn("getrecursionlimit", Conv::NoArgs, |m, _| {
        let limit = m.recursion_limit - m.natives.len() as u32;
        Ok(m.new_int(i64::from(limit)))
    }),
    native_fn("setrecursionlimit", Conv::O, |m, a| {
        let limit = m.index_i64(a.get(m, 0))?;
        if limit < 1 {
            return Err(m.raise(ty::VALUE_ERROR, "recursion limit must be greater or equal than 1"));
        }
        m.recursion_limit = limit.min(i64::from(u32::MAX >> 1)) as u32 + m.natives.len() as u32;
        none()
    }),
    native_fn("getallocatedblocks", Conv::NoArgs, |m, _| {
        let n = m.mem.allocated_blocks;
        Ok(m.new_int(n as i64))
    }),
    native_fn("intern", Conv::O, |m, a| {
        let s = a.get(m, 0);
        if m.ty(s) != ty::STR {
            let name = m.type_name(s);
            return Err(m.raise(ty::TYPE_ERROR, &format!("intern() argument must be str, not {name}")));
        }
        let s = m.new_ref(s);
        Ok(m.intern(s))
    }),
    native_fn("_is_interned", Conv::O, |m, a| {
        let on = m.slot(a.get(m, 0)).flags & crate::memory::object::flag::INTERNED != 0;
        Ok(Owned::steal(Machine::new_bool(on)))
    }),
    native_fn("_is_immortal", Conv::O, |m, a| {
        let on = m.slot(a.get(m, 0)).is_immortal();
        Ok(Owned::steal(Machine::new_bool(on)))
    }),
    native_fn("exit", Conv::Fast(0, 1), |m, a| {
        let code = a.opt(m, 0);
        if code.is_null() {
            return Err(m.raise_empty(ty::SYSTEM_EXIT));
        }
        Err(m.raise_with(ty::SYSTEM_EXIT, code))
    }),
    native_fn("exception", Conv::NoArgs, |m, _| {
        let handled = m.topmost_handled();
        if handled.is_null() { none() } else { Ok(m.new_ref(handled)) }
    }),
    native_fn("exc_info", Conv::NoArgs, |m, _| {
        let handled = m.topmost_handled();
        let items = if handled.is_null() {
            [fixed::NONE; 3]
        } else {
            let tb = m.exc_field(handled, crate::objects::exceptions::field::TRACEBACK);
            [m.class_of(handled), handled, if tb.is_null() { fixed::NONE } else { tb }]
        };
        Ok(m.new_tuple_from(&items))
    }),
    native_fn("_getframe", Conv::Fast(0, 1), |m, a| {
        let depth = if a.n > 0 { m.index_i64(a.get(m, 0))?.max(0) as usize } else { 0 };
        let python = (0..m.frames.len()).rev().filter(|&i| !m.frames[i].is_native()).nth(depth);
        let Some(at) = python else {
            return Err(m.raise(ty::VALUE_ERROR, "call stack is not deep enough"));
        };
        let frame = m.frame_object(at);
        Ok(m.new_ref(frame))
    }),
];

pub const TEXT_IO_METHODS: &[Native] = &[
    native_fn("write", Conv::O, |m, a| {
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
    native_fn("flush", Conv::NoArgs, |m, a| {
        if m.slot(a.get(m, 0)).x == 1 {
            m.flush_stdout();
        }
        none()
    }),
];

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
        let parts = [3, 14, 8].map(|n| self.new_int(n));
        let info = self.new_tuple(parts.into());
        put(self, "version_info", info);
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
    }
}
