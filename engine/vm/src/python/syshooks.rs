//! Hooks and settings of `sys` (`Python/sysmodule.c`): what is told of errors that nobody can receive, of breakpoints; how long numbers may get.

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, function};
use crate::objects::exceptions::field;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Fewest digits that a limit may say (`_PY_LONG_MAX_STR_DIGITS_THRESHOLD`).
const LEAST_DIGITS: i64 = 640;

pub(super) const FUNCTIONS: &[Native] = &[
    function("unraisablehook($module, unraisable, /)", "Report an error that nobody can receive.", report_unraisable),
    function(
        "__unraisablehook__($module, unraisable, /)",
        "Report an error that nobody can receive.",
        report_unraisable,
    ),
    function("breakpointhook($module, /, *args, **kwargs)", "What breakpoint() calls.", breakpoint_hook).own(),
    function("__breakpointhook__($module, /, *args, **kwargs)", "What breakpoint() calls.", breakpoint_hook).own(),
    function("get_int_max_str_digits($module, /)", "How many digits a number may have as text; 0 for any.", |m, _| {
        Ok(m.new_int(i64::from(m.thread.int_max_str_digits)))
    }),
    function(
        "set_int_max_str_digits($module, /, maxdigits)",
        "Set how many digits a number may have as text.",
        |m, a| {
            let digits = i64::from(m.c_int(a.get(m, 0))?);
            if digits != 0 && digits < LEAST_DIGITS {
                let text = format!("maxdigits must be >= {LEAST_DIGITS} or 0 for unlimited");
                return Err(m.raise(ty::VALUE_ERROR, &text));
            }
            m.thread.int_max_str_digits = digits as u32;
            none()
        },
    ),
    function(
        "call_tracing($module, func, args, /)",
        "Call a function that may be traced though a trace function runs.",
        |m, a| {
            let (callable, args) = (a.get(m, 0), a.get(m, 1));
            m.want("call_tracing", "argument 2", args, Kind::Tuple, "tuple")?;
            let args = m.seq_items(args);
            let told = std::mem::take(&mut m.thread.tracing_event);
            let at = std::mem::take(&mut m.thread.trace_at);
            let done = m.call(callable, &args);
            m.thread.tracing_event = told;
            m.thread.trace_at = at;
            done
        },
    ),
    function(
        "getunicodeinternedsize($module, /, *, _only_immortal=False)",
        "How many strings are interned.",
        |m, a| {
            let immortal = a.opt(m, 0);
            let immortal = !immortal.is_null() && m.truthy(immortal)?;
            let kept = m.interned.iter().filter(|&&word| word != 0 && word != u32::MAX);
            let n = kept.filter(|&&word| !immortal || m.slot(Obj(word)).is_immortal()).count();
            Ok(m.new_int(n as i64))
        },
    ),
    function("setdlopenflags($module, flags, /)", "Set how native extensions are loaded; there are none.", |m, a| {
        m.c_int(a.get(m, 0))?;
        none()
    }),
    function("_current_exceptions($module, /)", "The exception that each thread handles.", |m, _| {
        let dict = m.new_dict();
        let dict = m.keep(dict);
        let ident = m.new_int(0x7F00_0000_0740);
        let ident = m.keep(ident);
        let handled = m.topmost_handled();
        m.dict_set(dict, ident, if handled.is_null() { fixed::NONE } else { handled })?;
        Ok(m.new_ref(dict))
    }),
    function("_settraceallthreads($module, function, /)", "As settrace; there is one thread.", |m, a| {
        let function = a.get(m, 0);
        m.set_tracing(false, function);
        none()
    }),
    function("_setprofileallthreads($module, function, /)", "As setprofile; there is one thread.", |m, a| {
        let function = a.get(m, 0);
        m.set_tracing(true, function);
        none()
    }),
    function("activate_stack_trampoline($module, backend, /)", "Show a profiler Python's frames.", |m, _| {
        Err(m.raise(ty::VALUE_ERROR, "perf trampoline not available"))
    }),
    function("deactivate_stack_trampoline($module, /)", "Show a profiler Python's frames no longer.", |_, _| none()),
];

/// An attribute of `sys`, borrowed; NULL if it is gone.
pub(crate) fn sys_attribute(m: &mut Machine, name: &str) -> Obj {
    let sys = m.dict_get_str(m.sys_modules, static_strings::SYS);
    if sys.is_null() || m.kind(sys) != Kind::Module {
        return Obj::NULL;
    }
    let key = m.intern_str(name);
    let value = m.dict_get_str(m.instance_dict(sys), key.get());
    m.drop_ref(key);
    value
}

/// `breakpoint()` without a hook of the program's: what `PYTHONBREAKPOINT` names is called, else `pdb.set_trace`.
fn breakpoint_hook(m: &mut Machine, a: Args) -> R {
    let wanted = m.host.environ.iter().find(|(name, _)| name == "PYTHONBREAKPOINT").map(|(_, value)| value.clone());
    let wanted = wanted.filter(|name| !name.is_empty()).unwrap_or_else(|| "pdb.set_trace".to_owned());
    if wanted == "0" {
        return none();
    }
    let (module, name) = wanted.rsplit_once('.').unwrap_or(("builtins", &wanted));
    let found = m.from_library(module, name).map(|found| m.new_ref(found));
    let callable = match found {
        Ok(callable) => m.keep(callable),
        Err(raised) => {
            if !m.raised_is(ty::ATTRIBUTE_ERROR) && !m.raised_is(ty::IMPORT_ERROR) {
                return Err(raised);
            }
            m.clear_raised();
            m.warn(ty::RUNTIME_WARNING, &format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{wanted}\""))?;
            return none();
        }
    };
    let mut args = a.all(m);
    args.extend(a.keywords(m).into_iter().map(|(_, value)| value));
    m.call_with(callable, &args, a.kwnames)
}

/// `sys.unraisablehook` as it is at first.
fn report_unraisable(m: &mut Machine, a: Args) -> R {
    let args = a.get(m, 0);
    if m.type_name(args) != "UnraisableHookArgs" {
        return Err(m.raise(ty::TYPE_ERROR, "sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    let parts = m.seq_items(args);
    let [value, text, o] = [1, 3, 4].map(|i: usize| parts.get(i).copied().unwrap_or(fixed::NONE));
    let head = if Machine::is_none(text) { String::new() } else { m.display(text)? };
    let head = match (Machine::is_none(o), head.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("{head}:\n"),
        (false, true) => format!("Exception ignored in: {}\n", m.repr_text(o)?),
        (false, false) => format!("{head}: {}\n", m.repr_text(o)?),
    };
    let text = if m.isinstance_of(value, ty::BASE_EXCEPTION) { m.format_unchained(value) } else { String::new() };
    m.tell_stderr(&(head + &text));
    none()
}

impl Machine {
    /// An attribute of `sys`, borrowed; NULL if it is gone.
    pub(crate) fn sys_value(&mut self, name: &str) -> Obj {
        sys_attribute(self, name)
    }

    /// Text for `sys.stderr`, whatever the program has put there; what goes wrong is forgotten.
    pub fn tell_stderr(&mut self, text: &str) {
        let file = sys_attribute(self, "stderr");
        if file.is_null() || self.ty(file) == ty::TEXT_IO {
            return self.write_stderr(text);
        }
        if !Machine::is_none(file) && self.tell_file(file, text).is_err() {
            self.clear_raised();
        }
    }

    /// Text for `sys.stdout`, whatever the program has put there.
    pub(crate) fn tell_stdout(&mut self, text: &str) -> R<()> {
        let file = sys_attribute(self, "stdout");
        if file.is_null() || Machine::is_none(file) {
            return Err(self.raise(ty::RUNTIME_ERROR, "lost sys.stdout"));
        }
        if self.ty(file) == ty::TEXT_IO {
            self.write_stdout(text);
            return Ok(());
        }
        self.tell_file(file, text)
    }

    fn tell_file(&mut self, file: Obj, text: &str) -> R<()> {
        let height = self.kept();
        let text = self.new_str(text);
        let text = self.keep(text);
        let write = self.intern_str("write");
        let write = self.keep(write);
        let done = self.getattr(file, write).and_then(|method| {
            let method = self.keep(method);
            self.call(method, &[text])
        });
        self.drop_kept(height);
        self.drop_ref(done?);
        Ok(())
    }

    /// Has the program's own `sys.unraisablehook` told of an exception, which is given away; gives it back if there is no such hook.
    pub(crate) fn tell_unraisable_hook(&mut self, exc: Owned, text: &str) -> Option<Owned> {
        let hook = sys_attribute(self, "unraisablehook");
        let own = hook.is_null() || Machine::is_none(hook) || self.kind(hook) == Kind::BuiltinFunction;
        if own || self.halt.is_some() {
            return Some(exc);
        }
        let names = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];
        let Ok(class) = self.make_structseq("builtins", "UnraisableHookArgs", &names, names.len()) else {
            self.clear_raised();
            return Some(exc);
        };
        let tb = self.exc_field(exc.get(), field::TRACEBACK);
        let tb = if tb.is_null() { fixed::NONE } else { tb };
        let parts = [self.class_of(exc.get()), exc.get(), tb].map(|o| self.new_ref(o));
        let mut parts: Vec<Owned> = parts.into();
        parts.push(self.new_str(text));
        parts.push(Owned::steal(fixed::NONE));
        let made = self.new_structseq_of(self.slot(class.get()).a, parts);
        self.drop_ref(class);
        let height = self.kept();
        let done = made.and_then(|args| {
            let (args, hook) = (self.keep(args), self.new_ref(hook));
            let hook = self.keep(hook);
            self.call(hook, &[args])
        });
        self.drop_kept(height);
        match done {
            Ok(value) => {
                self.drop_ref(value);
                self.drop_ref(exc);
            }
            Err(_) if self.halt.is_some() => self.drop_ref(exc),
            Err(_) => {
                let own = self.take_raised();
                let text = self.format_unchained(own.get());
                self.tell_stderr(&format!("Exception ignored in sys.unraisablehook:\n{text}"));
                self.drop_ref(own);
                self.drop_ref(exc);
            }
        }
        None
    }
}
