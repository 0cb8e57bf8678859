//! The machine: all state of a run as plain data that can be copied, and how a run starts and ends.

use crate::eval::activations::What;
use crate::eval::call::Begun;
use crate::memory::buffers::{ByteRanges, Words};
use crate::memory::gc::GcState;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, Slot, StackRef};
use crate::memory::obmalloc::ObMalloc;
use crate::memory::pages::{Pages, Table};
use crate::memory::refcount::FreeLists;
use crate::memory::trace::Tracing;
use crate::objects::codeobject::{Code, Instr};
use crate::objects::typeobject::{MethodCacheEntry, TypeInfo, ty};
use crate::state::frame::OnReturn;
use crate::state::host::Host;
use crate::state::thread::ThreadState;
use compiler::code::{CodeObject, flags};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How much of the host's stack native code may use, in units of about half a kilobyte in a test build.
pub const NATIVE_DEPTH: u32 = 1800;
/// What a nested loop costs, a native that recurses, an activation that begins another.
pub const LOOP_COST: u32 = 10;
pub const CALL_COST: u32 = 4;
pub const BEGIN_COST: u32 = 3;

/// Why a run stopped before its program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// At the step that was asked for.
    Paused,
    /// The program needs something this machine does not have yet.
    NotSupported { name: String, line: u32 },
    /// A limit was reached; the sentence says which.
    Limit(String),
    /// The leash was pulled inside native code: the step that was begun is not done.
    Interrupted,
    /// `input()` was called, and the host has no more lines but may get one.
    Input { prompt: String },
}

/// What holds a machine that may run on past its target inside native code, where it cannot pause.
#[derive(Clone, Debug)]
pub struct Leash {
    /// Set by another thread: the machine stops within a few milliseconds.
    pub cancel: Arc<AtomicBool>,
    /// It stops behind this step in any case.
    pub limit: u64,
}

/// Steps between two looks at the leash.
const LEASH: u64 = 2_000;

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this exit status.
    Exit(i32),
    Halted(Halt),
}

/// Something worth a mark on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Bytes written to standard output or standard error, by length.
    Output {
        stderr: bool,
        len: u32,
    },
    /// A line that `input()` read, without its end.
    Input(String),
    Collection {
        generation: u8,
        collected: u64,
    },
    /// An exception was raised; the name of its type.
    Raised(String),
    Import(String),
    /// A file was opened, by its absolute path.
    Opened {
        path: String,
        writes: bool,
    },
}

/// What a call must know of a code object, in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its first instruction.
    pub start: u32,
    pub nlocalsplus: u32,
    pub stacksize: u32,
    /// Positional parameters, the positional-only ones among them, and keyword-only ones.
    pub argcount: u32,
    pub posonly: u32,
    pub kwonly: u32,
    /// `co_flags`.
    pub flags: u32,
}

impl Entry {
    /// Places that parameters take: positional, keyword-only, then `*args` and `**kwargs`.
    #[inline]
    pub fn parameters(&self) -> u32 {
        let surplus = self.flags & (flags::VARARGS | flags::VARKEYWORDS);
        self.argcount + self.kwonly + surplus.count_ones()
    }

    /// Whether a call with just as many positional arguments binds them where they lie.
    #[inline]
    pub fn takes_exactly(&self, n: u32) -> bool {
        n == self.argcount && self.kwonly == 0 && self.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0
    }
}

/// All of it. Fields that only tests and panes read are public, too: the machine hides nothing.
#[derive(Clone)]
pub struct Machine<T = ThreadState> {
    pub slots: Pages<Slot>,
    pub words: Words,
    pub bytes: ByteRanges,
    pub mem: ObMalloc,
    pub free_lists: FreeLists,
    pub types: Table<TypeInfo>,
    pub gc: GcState,
    /// Interned strings: an open-addressing table of handles; 0 empty, `u32::MAX` deleted.
    pub interned: Table<u32>,
    pub interned_used: u32,
    pub code: Pages<Instr>,
    pub codes: Table<Code>,
    pub code_versions: Table<u32>,
    /// Where the extra words of a slot's object lie, if it has some (see `objects/object/extra`).
    pub extras: Pages<u32>,
    /// What calls need of each code object.
    pub code_entries: Table<Entry>,
    /// The thread that runs.
    pub thread: T,
    /// Edges of objects that are being deallocated; empty between deallocations.
    pub edge_scratch: Vec<Obj>,
    /// Fuel taken away so that the loop comes out before its next instruction.
    pub fuel_held: u64,
    /// Instructions that may still be executed before the loop pauses.
    pub fuel: u64,
    /// Instructions executed when `fuel` was last set, plus that fuel.
    pub fuel_end: u64,
    /// Steps of the program itself, once it has ended.
    pub program_end: u64,
    pub next_type_version: u32,
    pub next_keys_version: u32,
    pub next_func_version: u32,
    pub method_cache: Vec<MethodCacheEntry>,
    pub builtins: Obj,
    pub sys_modules: Obj,
    /// `importlib._bootstrap`, counted, once it runs.
    pub importlib: Obj,
    /// The classes of syntax trees, once they have been asked for: a dict of the module `_ast`, or NULL.
    pub ast_state: Obj,
    /// What `atexit` calls at the end, newest first: a list of function, arguments, names of keyword arguments; or NULL.
    pub at_exit: Obj,
    /// What `compile` asks about trees.
    pub trees: &'static crate::native::typedef::Trees,
    pub main_module: Obj,
    /// Rows of native functions: an owner's table, then the row. Types come first, by number.
    pub natives: Arc<[&'static [crate::native::typedef::Native]]>,
    /// Declarations of the types, by number: the built-in ones, then those of the modules.
    pub defs: Arc<[&'static crate::native::typedef::TypeDef]>,
    /// Native activations of the modules.
    pub module_activations: &'static [crate::eval::activation::Row],
    /// The modules whose functions are native.
    pub modules: Arc<[&'static crate::native::typedef::ModuleDef]>,
    /// `object.__new__` as found on the type.
    pub object_new: Obj,
    /// How often a class was registered with an abstract one.
    pub abc_registrations: u32,
    pub hash_key: (u64, u64),
    pub halt: Option<Halt>,
    /// Native code was left in the middle when memory was used up: only moments before are of use.
    pub torn: bool,
    /// Only while a recording runs; no part of the state.
    pub leash: Option<Leash>,
    pub host: Host,
    /// Which of the loops runs it; no part of the state.
    pub tracing: Tracing,
    pub observer: Vec<Seen>,
    /// The machine as it was at a step inside native code, when a run paused there.
    pub moment: Option<Box<Machine>>,
    /// What happened, with the step it happened at.
    pub events: Vec<(u64, Event)>,
    /// Source texts by file name, for tracebacks.
    pub sources: Vec<(Arc<str>, Arc<str>)>,
}

/// Every field but the thread.
macro_rules! but_thread {
    ($apply:ident) => {
        $apply! {
            slots words bytes mem free_lists types gc interned interned_used code codes code_versions extras code_entries edge_scratch fuel_held fuel fuel_end program_end next_type_version next_keys_version next_func_version method_cache builtins sys_modules importlib ast_state at_exit trees main_module natives defs module_activations modules object_new abc_registrations hash_key halt torn leash host tracing observer moment events sources
        }
    };
}

/// One observed step: where, and how deep.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    pub step: u64,
    pub code: u32,
    pub ip: u32,
    /// Activations of Python code.
    pub depth: u32,
    /// Blocks of memory in use before it, `sys.getallocatedblocks()`.
    pub blocks: u64,
}

impl Machine {
    /// A copy of all but the thread's stack.
    pub fn without_stack(&self) -> Machine<ThreadState<()>> {
        macro_rules! copy { ($($field:ident)*) => {
            Machine { thread: self.thread.without_stack(), $($field: self.$field.clone()),* }
        }; }
        but_thread!(copy)
    }

    /// Makes all but the thread's stack what it was in such a copy.
    pub fn take_over(&mut self, rest: &Machine<ThreadState<()>>) {
        macro_rules! assign { ($($field:ident)*) => { $(self.$field.clone_from(&rest.$field);)* }; }
        but_thread!(assign);
        self.thread.take_over(&rest.thread);
    }

    /// Instructions executed so far.
    #[inline]
    pub fn steps(&self) -> u64 {
        self.fuel_end - self.fuel
    }

    /// Lets the loop run until that many instructions have been executed in all.
    pub fn set_target(&mut self, step: u64) {
        let done = self.steps();
        self.fuel_held = 0;
        self.fuel = step.saturating_sub(done);
        self.fuel_end = done + self.fuel;
    }

    /// At the target, inside native code: whether a leashed machine runs on, with new fuel.
    #[cold]
    pub fn runs_on(&mut self) -> bool {
        if self.thread.nesting == 0 || self.leash.is_none() || self.leash_pulled() {
            return false;
        }
        let target = self.steps() + LEASH;
        self.set_target(target);
        true
    }

    /// Whether the one who holds the leash wants the machine to stop.
    #[inline]
    pub fn leash_pulled(&self) -> bool {
        self.leash.as_ref().is_some_and(|leash| leash.cancel.load(Ordering::Relaxed) || self.steps() > leash.limit)
    }

    /// Called before each step of an observed run.
    #[inline]
    pub fn observe(&mut self, ip: u32) {
        let depth = (self.thread.frames.len() - self.thread.activations.len()) as u32;
        let code = self.thread.frames.last().map_or(0, |f| f.code);
        let blocks = self.mem.allocated_blocks;
        self.observer.push(Seen { step: self.steps(), code, ip, depth, blocks });
    }

    /// Notes an event at the current step.
    pub fn log(&mut self, event: Event) {
        let step = self.steps();
        self.events.push((step, event));
    }

    pub fn source_of(&self, file: &str) -> Option<&str> {
        self.sources.iter().find(|(name, _)| **name == *file).map(|(_, text)| &**text)
    }

    /// The source text of a file that code came from, as long as files can be opened; frozen code has none.
    pub fn source_text(&self, file: &str) -> Option<Arc<str>> {
        if self.sources.is_empty() {
            return None;
        }
        if let Some((_, text)) = self.sources.iter().find(|(name, _)| **name == *file) {
            return Some(text.clone());
        }
        let bytes = self.host.files.read_whole(file).ok()?;
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)).into_owned();
        Some(text.into())
    }

    /// Makes `__main__`, loads its code and pushes its frame: the next step is the first instruction.
    pub fn start(&mut self, code: &Arc<CodeObject>, source: &str) {
        let file = String::from_utf8_lossy(code.filename.as_bytes()).into_owned();
        self.sources.push((file.as_str().into(), source.into()));
        self.start_main(&file);
        let closed = code.localspluskinds.iter().any(|kind| kind & compiler::code::fast::FREE != 0);
        let code = self.load_code(code);
        self.finish_loading();
        if closed {
            self.drop_ref(code);
            self.halt = Some(Halt::Limit("the program is code with free variables".into()));
            return;
        }
        let globals = self.instance_dict(self.main_module);
        let func = self.new_function(code, globals);
        self.thread.stack[0] = StackRef::owned(func.into_edge());
        self.thread.stack[1] = StackRef::NULL;
        self.thread.sp = 2;
        self.incref(globals);
        if self.push_function_frame(0, 2, 0, Obj::NULL, globals, OnReturn::Exit).is_err() {
            self.decref(globals);
            self.clear_stack_to(0);
            self.halt = Some(Halt::Limit("the program needs arguments, or more stack than there is".into()));
        }
    }

    /// As `start`, with a function of the library that is given one argument: `__main__` is there, and has no code of its own.
    ///
    /// # Errors
    /// `TypeError` for what is no function.
    pub fn start_function(&mut self, function: Obj, argument: Owned) -> R<()> {
        if self.kind(function) != Kind::Function {
            self.drop_ref(argument);
            return Err(self.raise(crate::objects::typeobject::ty::TYPE_ERROR, "a function is needed to begin with"));
        }
        self.start_main("");
        self.finish_loading();
        let globals = self.func_field(function, crate::objects::funcobject::field::GLOBALS);
        self.incref(function);
        self.thread.stack[0] = StackRef::owned(function);
        self.thread.stack[1] = StackRef::NULL;
        self.thread.stack[2] = StackRef::owned(argument.into_edge());
        self.thread.sp = 3;
        if self.push_function_frame(0, 2, 1, Obj::NULL, globals, OnReturn::Exit).is_err() {
            self.halt = Some(Halt::Limit("the program needs more stack than there is".into()));
        }
        Ok(())
    }

    /// Keeps the table of entries in step with the loaded code objects.
    pub fn finish_loading(&mut self) {
        for i in self.code_entries.len()..self.codes.len() {
            let code = &self.codes[i];
            self.code_entries.push(code.entry());
        }
    }

    /// Runs to that step (counted from the start) or to the end of the program.
    pub fn run_to(&mut self, step: u64) -> Option<Ended> {
        if self.halt == Some(Halt::Paused) {
            self.halt = None;
        }
        if let Some(halt) = &self.halt {
            return Some(Ended::Halted(halt.clone()));
        }
        if self.thread.frames.is_empty() {
            return Some(Ended::Exit(self.host.exit_status));
        }
        self.set_target(step);
        if self.tracing == Tracing::Off {
            self.mark_all_pages();
        }
        // The module's frame is the outermost, and then the interpreter's shutting down.
        loop {
            let status = match self.guarded(|m| m.eval_traced(1)) {
                Err(Raised) if self.halt == Some(Halt::Paused) => return None,
                Err(Raised) if self.halt.is_some() => return self.halt.clone().map(Ended::Halted),
                Ok(value) => {
                    self.drop_ref(value);
                    0
                }
                Err(Raised) if self.deaths_wait() && self.begin_unwound() => continue,
                Err(Raised) => self.report_uncaught(),
            };
            if !self.begin_end(status) {
                return Some(Ended::Exit(self.host.exit_status));
            }
        }
    }

    /// The loop without tracing writes slots and words without marking their pages.
    fn mark_all_pages(&mut self) {
        self.slots.mark_all();
        self.words.data.mark_all();
    }

    /// An uncaught exception is printed (`PyErr_Print`); the exit status.
    fn report_uncaught(&mut self) -> i32 {
        let exc = self.take_raised();
        if self.isinstance_of(exc.get(), ty::SYSTEM_EXIT) {
            let code = self.exc_field(exc.get(), crate::objects::exceptions::field::V0);
            let status = self.exit_status(code);
            self.drop_ref(exc);
            return status;
        }
        let text = self.format_exception(exc.get());
        self.write_stderr(&text);
        self.drop_ref(exc);
        1
    }

    fn exit_status(&mut self, code: Obj) -> i32 {
        if code.is_null() || Machine::is_none(code) {
            return 0;
        }
        if self.is_int(code) {
            return self.int_clamped(code) as u8 as i32;
        }
        if let Ok(text) = self.display(code) {
            self.write_stderr(&(text + "\n"));
        }
        1
    }

    /// Puts the uncaught exception aside until the finalizers that wait have been called.
    fn begin_unwound(&mut self) -> bool {
        let exc = self.take_raised();
        let held = StackRef::owned(exc.into_edge());
        matches!(self.enter(What::Unwound, &[held], 0, OnReturn::Exit), Ok(Begun::Frame))
    }

    /// The program has ended with this status, and the interpreter shuts down; false when it has.
    fn begin_end(&mut self, status: i32) -> bool {
        if self.program_end != u64::MAX {
            return false;
        }
        self.host.exit_status = status;
        self.program_end = self.steps();
        self.thread.sp = 0;
        match self.enter(What::Finish, &[StackRef::NULL], 0, OnReturn::Exit) {
            Ok(Begun::Frame) => true,
            Ok(Begun::Value(value)) => {
                self.drop_ref(value);
                false
            }
            Ok(Begun::End) | Err(Raised) => false,
        }
    }
}
