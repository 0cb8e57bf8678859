//! What one thread of the program has for itself (`PyThreadState`): its frames and stack, what it is raising and handling,
//! how deep it is. A thread is switched by exchanging this record; all else belongs to the whole machine.

use crate::eval::activation::{Native, Request};
use crate::memory::dealloc::Dying;
use crate::memory::object::{Obj, StackRef};
use crate::objects::listobject::sort::Sorter;
use crate::state::frame::Frame;

/// Words of the stack that locals and evaluation stacks share; a power of two, so that an index can be masked.
pub const STACK: usize = 1 << 17;

/// The stack: one array of a length that the compiler knows, so that a masked index needs no check against a
/// length in memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Stack(Box<[StackRef; STACK]>);

impl Default for Stack {
    fn default() -> Self {
        // Made where it lies: as an array it would first stand on the native stack.
        let words = vec![StackRef::NULL; STACK].into_boxed_slice();
        Stack(words.try_into().unwrap_or_else(|_| unreachable!("it has that length")))
    }
}

impl std::ops::Index<usize> for Stack {
    type Output = StackRef;
    #[inline(always)]
    fn index(&self, i: usize) -> &StackRef {
        &self.0[i & (STACK - 1)]
    }
}

impl std::ops::IndexMut<usize> for Stack {
    #[inline(always)]
    fn index_mut(&mut self, i: usize) -> &mut StackRef {
        &mut self.0[i & (STACK - 1)]
    }
}

impl Stack {
    #[expect(clippy::len_without_is_empty, reason = "never empty")]
    pub fn len(&self) -> usize {
        STACK
    }

    /// The `n` words from `at` on.
    #[inline(always)]
    pub fn window(&mut self, at: u32, n: u32) -> &mut [StackRef] {
        &mut self.0[at as usize..at as usize + n as usize]
    }

    pub fn used(&self, n: u32) -> &[StackRef] {
        &self.0[..(n as usize).min(STACK)]
    }
}

/// What a call of Python code from native code is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Asking {
    /// A loop inside the loop.
    #[default]
    Nests,
    /// A question of a native that runs for the first time.
    Asks,
    /// A question of a native that runs again; the number of its next answer.
    Again(u32),
}

/// The part of the machine that a thread owns. A snapshot keeps one without its stack, of which it needs the used part only.
#[derive(Clone)]
pub struct ThreadState<S = Stack> {
    pub stack: S,
    pub sp: u32,
    pub frames: Vec<Frame>,
    /// One entry for each native activation among the frames.
    pub activations: Vec<Native>,
    /// Sorts under way, the innermost last.
    pub sorters: Vec<Sorter>,
    /// The run of the loop that exited last did so with an iterator's end.
    pub iterator_ended: bool,
    /// The native called last.
    pub calling: u32,
    /// A native asks to go on as an activation; only on the way from it to its caller.
    pub request: Option<Request>,
    /// What a call of Python code from the native that runs is.
    pub asking: Asking,
    /// A native's question, a callable and its arguments, counted; only on the way from it to its caller.
    pub question: Vec<Obj>,
    /// Exceptions being handled: one entry for the program, one for each running generator.
    pub exc_stack: Vec<Obj>,
    /// The exception on its way to a handler, counted, or NULL.
    pub raised: Obj,
    /// The next unwinding adds no traceback entry: the exception was raised again.
    pub reraise: bool,
    pub reraise_lasti: Option<u32>,
    /// A frame was pushed to have the raised exception thrown into it.
    pub throwing: bool,
    /// Counted temporaries of natives that call back.
    pub temps: Vec<u32>,
    pub repr_stack: Vec<u32>,
    pub dealloc_depth: u32,
    pub delayed: Vec<u32>,
    /// Deallocations under way that wait for finalizers, the next one last.
    pub dying: Vec<Dying>,
    /// What a deallocation that met a finalizer leaves to be done, the next one first; empty between deallocations.
    pub dying_here: Vec<Dying>,
    /// What waited is being done: what comes of it comes next.
    pub dying_now: bool,
    pub native_depth: u32,
    /// Evaluation loops inside natives.
    pub nesting: u32,
    /// Frames that may stand: `sys.getrecursionlimit()`, and one for each native activation.
    pub recursion_limit: u32,
    /// Most decimal digits that a number may have as text; 0 for any.
    pub int_max_str_digits: u32,
    pub eval_breaker: bool,
    /// `sys.set_asyncgen_hooks`: counted, or NULL.
    pub async_gen_firstiter: Obj,
    pub async_gen_finalizer: Obj,
    /// `sys.settrace` and `sys.setprofile`: counted, or NULL.
    pub trace_func: Obj,
    pub profile_func: Obj,
    /// What `sys.monitoring` keeps: a list, counted (see `eval/monitoring`).
    pub monitoring: Obj,
    /// What each tool is told of everywhere, and all that any tool is told of anywhere; as bits.
    pub monitor_tools: [u32; 6],
    pub monitored: u32,
    /// How far tools have been told: the frame's depth, the instruction, how many callbacks.
    pub monitor_at: (u32, u32, u32),
    /// Not 0 while a trace or profile function runs: the number of what it was told of.
    pub tracing_event: u32,
    /// Of each frame, the instruction behind the one that was executed last while somebody was told; 0 for none.
    pub traced: Vec<u32>,
    /// How deep the frame is of which somebody is being told, and how far that has come.
    pub trace_at: (u32, u32),
    /// The context of `contextvars` that runs: counted, or NULL.
    pub context: Obj,
    /// The exception on its way was thrown into the innermost frame.
    pub thrown: bool,
}

impl Default for ThreadState {
    fn default() -> Self {
        ThreadState {
            stack: Stack::default(),
            sp: 0,
            frames: Vec::new(),
            activations: Vec::new(),
            sorters: Vec::new(),
            iterator_ended: false,
            calling: 0,
            request: None,
            asking: Asking::Nests,
            question: Vec::new(),
            exc_stack: vec![Obj::NULL],
            raised: Obj::NULL,
            reraise: false,
            reraise_lasti: None,
            throwing: false,
            temps: Vec::new(),
            repr_stack: Vec::new(),
            dealloc_depth: 0,
            delayed: Vec::new(),
            dying: Vec::new(),
            dying_here: Vec::new(),
            dying_now: false,
            native_depth: 0,
            nesting: 0,
            recursion_limit: 1000,
            eval_breaker: false,
            int_max_str_digits: 4300,
            async_gen_firstiter: Obj::NULL,
            async_gen_finalizer: Obj::NULL,
            trace_func: Obj::NULL,
            profile_func: Obj::NULL,
            monitoring: Obj::NULL,
            monitor_tools: [0; 6],
            monitored: 0,
            monitor_at: (0, 0, 0),
            tracing_event: 0,
            traced: Vec::new(),
            trace_at: (0, 0),
            context: Obj::NULL,
            thrown: false,
        }
    }
}

/// Every field but the stack.
macro_rules! but_stack {
    ($apply:ident) => {
        $apply! {
            sp frames activations sorters iterator_ended calling request asking question exc_stack raised reraise reraise_lasti throwing temps repr_stack dealloc_depth delayed dying dying_here dying_now native_depth nesting recursion_limit int_max_str_digits eval_breaker async_gen_firstiter async_gen_finalizer trace_func profile_func monitoring monitor_tools monitored monitor_at tracing_event traced trace_at context thrown
        }
    };
}

impl ThreadState {
    /// A copy of all but the stack.
    pub fn without_stack(&self) -> ThreadState<()> {
        macro_rules! copy { ($($field:ident)*) => { ThreadState { stack: (), $($field: self.$field.clone()),* } }; }
        but_stack!(copy)
    }

    /// Makes all but the stack what it was in such a copy.
    pub fn take_over(&mut self, rest: &ThreadState<()>) {
        macro_rules! assign { ($($field:ident)*) => { $(self.$field.clone_from(&rest.$field);)* }; }
        but_stack!(assign);
    }

    /// What differs between two threads, if anything does.
    pub fn difference(&self, other: &ThreadState) -> Option<&'static str> {
        let ThreadState {
            stack,
            sp,
            frames,
            activations,
            sorters,
            exc_stack,
            raised,
            temps,
            repr_stack,
            delayed,
            dying,
            recursion_limit,
            nesting,
            int_max_str_digits,
            eval_breaker,
            async_gen_firstiter,
            async_gen_finalizer,
            trace_func,
            profile_func,
            monitoring,
            monitor_tools,
            monitored,
            monitor_at,
            tracing_event,
            traced,
            trace_at,
            context,
            // On the way from an instruction to its caller only.
            iterator_ended: _,
            calling: _,
            request: _,
            asking: _,
            question: _,
            reraise: _,
            reraise_lasti: _,
            throwing: _,
            thrown: _,
            dealloc_depth: _,
            dying_here: _,
            dying_now: _,
            native_depth: _,
        } = self;
        let compared = [
            (*sp == other.sp && stack.used(*sp) == other.stack.used(*sp), "stack"),
            (*frames == other.frames && *activations == other.activations, "frames"),
            (*sorters == other.sorters, "sorts under way"),
            (*dying == other.dying && *delayed == other.delayed, "deallocations under way"),
            (*exc_stack == other.exc_stack && *raised == other.raised, "exceptions"),
            (*temps == other.temps && *repr_stack == other.repr_stack, "what natives keep"),
            (*context == other.context, "context"),
            (*int_max_str_digits == other.int_max_str_digits, "limit of digits"),
            (*nesting == other.nesting && *recursion_limit == other.recursion_limit, "depth"),
            (*eval_breaker == other.eval_breaker, "eval breaker"),
            (
                (*async_gen_firstiter, *async_gen_finalizer) == (other.async_gen_firstiter, other.async_gen_finalizer),
                "hooks",
            ),
            (
                (*monitoring, *monitor_tools, *monitored, *monitor_at)
                    == (other.monitoring, other.monitor_tools, other.monitored, other.monitor_at),
                "monitoring",
            ),
            (
                (*trace_func, *profile_func, *tracing_event, traced, *trace_at)
                    == (other.trace_func, other.profile_func, other.tracing_event, &other.traced, other.trace_at),
                "tracing",
            ),
        ];
        compared.into_iter().find(|(equal, _)| !equal).map(|(_, what)| what)
    }
}
