//! `time` over the virtual clock: an instruction takes a fixed time, `sleep` takes what it is told and no time
//! of yours (`Modules/timemodule.c`).

mod calendar;

use crate::fill::{os_error, put};
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, concat, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `time`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "time", doc: "Clocks and waiting.", functions: &ALL, fill: calendar::fill };

static ALL: [Native; FUNCTIONS.len() + calendar::FUNCTIONS.len()] = concat(FUNCTIONS, &calendar::FUNCTIONS);

/// Virtual nanoseconds since 1970.
fn now_ns(m: &Machine) -> u64 {
    m.host.epoch_ns + m.virtual_ns()
}

/// Name, what it is made of, whether it never goes back; one that does can be set.
const CLOCKS: [(&str, &str, bool); 5] = [
    ("monotonic", "CLOCK_MONOTONIC", true),
    ("perf_counter", "CLOCK_MONOTONIC", true),
    ("process_time", "CLOCK_PROCESS_CPUTIME_ID", true),
    ("thread_time", "CLOCK_THREAD_CPUTIME_ID", true),
    ("time", "CLOCK_REALTIME", false),
];

/// The system's clocks by number, as names of those.
fn clock_ns(m: &mut Machine, number: Obj) -> R<u64> {
    match m.index_i64(number)? {
        0 | 11 => Ok(now_ns(m)),
        1 | 4 | 7 => Ok(m.virtual_ns()),
        2 | 3 => Ok(m.steps() * m.host.ns_per_step),
        _ => Err(os_error(m, 22, Obj::NULL)),
    }
}

fn get_clock_info(m: &mut Machine, a: Args) -> R {
    let name = a.get(m, 0);
    m.want("get_clock_info", "argument 1", name, Kind::Str, "str")?;
    let Some((_, clock, monotonic)) = CLOCKS.into_iter().find(|clock| m.str_is(name, clock.0)) else {
        return Err(m.raise(ty::VALUE_ERROR, "unknown clock"));
    };
    let info = m.new_namespace(ty::SIMPLE_NAMESPACE);
    let dict = m.materialize_dict(info.get());
    let implementation = m.new_str(&format!("clock_gettime({clock})"));
    put(m, dict, "implementation", implementation);
    put(m, dict, "monotonic", Owned::steal(Machine::new_bool(monotonic)));
    put(m, dict, "adjustable", Owned::steal(Machine::new_bool(!monotonic)));
    let resolution = m.new_float(1e-9);
    put(m, dict, "resolution", resolution);
    Ok(info)
}

const FUNCTIONS: &[Native] = &[
    function("get_clock_info(name, /)", "What is known of a clock.", get_clock_info).hidden(),
    function("clock_gettime($module, clk_id, /)", "Seconds of one of the system's clocks.", |m, a| {
        let ns = clock_ns(m, a.get(m, 0))?;
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    function("clock_gettime_ns($module, clk_id, /)", "Nanoseconds of one of the system's clocks.", |m, a| {
        let ns = clock_ns(m, a.get(m, 0))?;
        Ok(m.new_int(ns as i64))
    }),
    function("clock_getres(clk_id, /)", "How exact one of the system's clocks is.", |m, a| {
        clock_ns(m, a.get(m, 0))?;
        Ok(m.new_float(1e-9))
    })
    .hidden(),
    function("time($self, /)", "Seconds since 1970.", |m, _| {
        let ns = m.host.epoch_ns + m.virtual_ns();
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    function("time_ns($self, /)", "Nanoseconds since 1970.", |m, _| {
        let ns = m.host.epoch_ns + m.virtual_ns();
        Ok(m.new_int(ns as i64))
    }),
    function("perf_counter($self, /)", "Seconds for measuring.", |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    function("perf_counter_ns($self, /)", "Nanoseconds for measuring.", |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_int(ns as i64))
    }),
    function("monotonic($self, /)", "Seconds of a clock that never goes back.", |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    function("monotonic_ns($self, /)", "Nanoseconds of a clock that never goes back.", |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_int(ns as i64))
    }),
    function("process_time_ns($self, /)", "Nanoseconds that the process has computed.", |m, _| {
        let ns = m.steps() * m.host.ns_per_step;
        Ok(m.new_int(ns as i64))
    }),
    function("thread_time($self, /)", "Seconds that the thread has computed.", |m, _| {
        let ns = m.steps() * m.host.ns_per_step;
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    function("thread_time_ns($self, /)", "Nanoseconds that the thread has computed.", |m, _| {
        let ns = m.steps() * m.host.ns_per_step;
        Ok(m.new_int(ns as i64))
    }),
    function("process_time($self, /)", "Seconds that the process has computed.", |m, _| {
        let ns = m.steps() * m.host.ns_per_step;
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    function("sleep($self, object, /)", "Wait that many seconds.", |m, a| {
        let seconds = m.to_float(a.get(m, 0))?;
        if seconds < 0.0 {
            return Err(m.raise(ty::VALUE_ERROR, "sleep length must be non-negative"));
        }
        m.host.slept_ns += (seconds * 1e9) as u64;
        Ok(Owned::steal(fixed::NONE))
    }),
];
