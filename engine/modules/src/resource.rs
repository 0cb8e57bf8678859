//! `resource` (`Modules/resource.c`): what the process may use and has used.

use crate::fill::{os_error, put, put_constants, put_type};
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::{Args, none};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

const USAGE: [&str; 16] = [
    "ru_utime",
    "ru_stime",
    "ru_maxrss",
    "ru_ixrss",
    "ru_idrss",
    "ru_isrss",
    "ru_minflt",
    "ru_majflt",
    "ru_nswap",
    "ru_inblock",
    "ru_oublock",
    "ru_msgsnd",
    "ru_msgrcv",
    "ru_nsignals",
    "ru_nvcsw",
    "ru_nivcsw",
];
/// Under these names the module keeps the class of what `getrusage` gives, and the limits that were set.
const USAGE_CLASS: &str = "struct_rusage";
const LIMITS: &str = "_limits";

/// `resource`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "resource",
    doc: "What the process may use and has used.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_constants(m, dict, "resource");
        put_type(m, dict, "error", ty::OS_ERROR);
        if let Ok(class) = m.make_structseq("resource", USAGE_CLASS, &USAGE, USAGE.len()) {
            put(m, dict, USAGE_CLASS, class);
        }
        let limits = m.new_dict();
        put(m, dict, LIMITS, limits);
    },
};

/// The limits that differ from "as much as there is": number, soft, hard.
const OWN: [(i64, i64, i64); 5] = [(3, 8 << 20, -1), (4, 0, -1), (7, 1024, 1024), (13, 0, 0), (14, 0, 0)];
/// How many kinds there are.
const KINDS: i64 = 16;

/// What the module keeps under a name; NULL once it is gone.
fn kept(m: &mut Machine, name: &str) -> Obj {
    let [module, key] = ["resource", name].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let kept = if found.is_null() { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    kept
}

fn limit(m: &mut Machine, kind: Obj) -> R<(i64, Owned)> {
    let kind = m.index_i64(kind)?;
    if !(0..KINDS).contains(&kind) {
        return Err(m.raise(ty::VALUE_ERROR, "invalid resource specified"));
    }
    let limits = kept(m, LIMITS);
    let key = m.new_int(kind);
    let key = m.keep(key);
    let set = if limits.is_null() { Obj::NULL } else { m.dict_get(limits, key)? };
    if !set.is_null() {
        return Ok((kind, m.new_ref(set)));
    }
    let (_, soft, hard) = OWN.into_iter().find(|own| own.0 == kind).unwrap_or((kind, -1, -1));
    let pair = [m.new_int(soft), m.new_int(hard)];
    Ok((kind, m.new_tuple(pair.into())))
}

fn set(m: &mut Machine, kind: i64, old: Obj, new: Obj) -> R<()> {
    let items = m.iterate_all(new)?;
    let items = m.keep_all(items);
    let &[soft, hard] = items.as_slice() else {
        return Err(m.raise(ty::VALUE_ERROR, "expected a tuple of 2 integers"));
    };
    let (soft, hard) = (m.index_i64(soft)?, m.index_i64(hard)?);
    // -1 is more than any number.
    let size = |n: i64| n as u64;
    if size(soft) > size(hard) {
        return Err(m.raise(ty::VALUE_ERROR, "current limit exceeds maximum limit"));
    }
    let most = m.int_clamped(m.seq_items(old)[1]);
    if size(hard) > size(most) {
        return Err(m.raise(ty::VALUE_ERROR, "not allowed to raise maximum limit"));
    }
    let limits = kept(m, LIMITS);
    if !limits.is_null() {
        let pair = [m.new_int(soft), m.new_int(hard)];
        let held = [m.new_int(kind), m.new_tuple(pair.into())];
        let held = m.keep_all(held.into());
        m.dict_set(limits, held[0], held[1])?;
    }
    Ok(())
}

fn set_limit(m: &mut Machine, a: Args, first: u32) -> R {
    let (kind, old) = limit(m, a.get(m, first))?;
    let old = m.keep(old);
    let new = a.opt(m, first + 1);
    if !new.is_null() && !Machine::is_none(new) {
        set(m, kind, old, new)?;
    }
    Ok(m.new_ref(old))
}

const FUNCTIONS: &[Native] = &[
    function("getrusage($module, who, /)", "What has been used.", |m, a| {
        let who = m.index_i64(a.get(m, 0))?;
        if !(-1..=1).contains(&who) {
            return Err(m.raise(ty::VALUE_ERROR, "invalid who parameter"));
        }
        let own = who != -1;
        let seconds = if own { (m.steps() * m.host.ns_per_step) as f64 / 1e9 } else { 0.0 };
        let mut parts = vec![m.new_float(seconds), m.new_float(0.0)];
        parts.extend((2..USAGE.len()).map(|_| m.new_int(0)));
        let class = kept(m, USAGE_CLASS);
        let class = if class.is_null() { ty::TUPLE } else { m.slot(class).a };
        m.new_structseq_of(class, parts)
    }),
    function("getrlimit($module, resource, /)", "How much may be used: now, and at most.", |m, a| {
        let (_, limit) = limit(m, a.get(m, 0))?;
        Ok(limit)
    }),
    function("prlimit($module, pid, resource, limits=None, /)", "As setrlimit, of a process.", |m, a| {
        let pid = m.index_i64(a.get(m, 0))?;
        if pid != 0 && pid != 4242 {
            return Err(os_error(m, 3, Obj::NULL));
        }
        set_limit(m, a, 1)
    }),
    function("setrlimit($module, resource, limits, /)", "Set how much may be used.", |m, a| {
        let old = set_limit(m, a, 0)?;
        m.drop_ref(old);
        none()
    }),
    function("getpagesize($module, /)", "Bytes of a page.", |m, _| Ok(m.new_int(4096))),
];
