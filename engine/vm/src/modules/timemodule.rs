//! `time` over the virtual clock: an instruction takes a fixed time, `sleep` takes what it is told and no time
//! of yours (`Modules/timemodule.c`).

use crate::memory::object::Owned;
use crate::native::args::{Conv, Native, native_fn};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;

pub const FUNCTIONS: &[Native] = &[
    native_fn("time", Conv::NoArgs, |m, _| {
        let ns = m.host.epoch_ns + m.virtual_ns();
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    native_fn("time_ns", Conv::NoArgs, |m, _| {
        let ns = m.host.epoch_ns + m.virtual_ns();
        Ok(m.new_int(ns as i64))
    }),
    native_fn("perf_counter", Conv::NoArgs, |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    native_fn("perf_counter_ns", Conv::NoArgs, |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_int(ns as i64))
    }),
    native_fn("monotonic", Conv::NoArgs, |m, _| {
        let ns = m.virtual_ns();
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    native_fn("process_time", Conv::NoArgs, |m, _| {
        let ns = m.steps() * m.host.ns_per_step;
        Ok(m.new_float(ns as f64 / 1e9))
    }),
    native_fn("sleep", Conv::O, |m, a| {
        let seconds = m.to_float(a.get(m, 0))?;
        if seconds < 0.0 {
            return Err(m.raise(ty::VALUE_ERROR, "sleep length must be non-negative"));
        }
        m.host.slept_ns += (seconds * 1e9) as u64;
        Ok(Owned::steal(fixed::NONE))
    }),
];
