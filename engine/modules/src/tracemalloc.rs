//! `_tracemalloc` (`Modules/_tracemalloc.c`): nothing is traced yet, which is what it says; `start` is refused by name.

use vm::native::args::{boolean, none};
use vm::native::typedef::{ModuleDef, Native, function};

/// `_tracemalloc`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_tracemalloc", doc: "Where memory was allocated.", functions: FUNCTIONS, fill: |_, _| {} };

const FUNCTIONS: &[Native] = &[
    function("is_tracing($module, /)", "Whether allocations are traced.", |_, _| boolean(false)),
    function("clear_traces($module, /)", "Forget what was traced.", |_, _| none()),
    function("_get_traces($module, /)", "What was traced.", |m, _| Ok(m.new_list())),
    function("_get_object_traceback($module, obj, /)", "Where an object was allocated.", |_, _| none()),
    function("start($module, nframe=1, /)", "Begin to trace.", |m, _| Err(m.not_supported("tracemalloc.start"))),
    function("stop($module, /)", "Stop to trace.", |_, _| none()),
    function("get_traceback_limit($module, /)", "How many frames are kept of each.", |m, _| Ok(m.new_int(1))),
    function("get_tracemalloc_memory($module, /)", "Bytes that tracing takes.", |m, _| Ok(m.new_int(0))),
    function("get_traced_memory($module, /)", "Bytes that are traced: now, and most.", |m, _| {
        let both = [m.new_int(0), m.new_int(0)];
        Ok(m.new_tuple(both.into()))
    }),
    function("reset_peak($module, /)", "Begin to look for the most anew.", |_, _| none()),
];
