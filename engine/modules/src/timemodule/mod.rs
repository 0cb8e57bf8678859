//! `time` over the virtual clock: an instruction takes a fixed time, `sleep` takes what it is told and no time
//! of yours (`Modules/timemodule.c`).

mod calendar;

use vm::memory::object::Owned;
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

const FUNCTIONS: &[Native] = &[
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
