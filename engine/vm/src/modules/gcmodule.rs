//! `gc` (`Modules/gcmodule.c`).

use crate::eval::activations::What;
use crate::memory::object::{Obj, Owned, R};
use crate::native::args::{Conv, Native, native_fn};
use crate::native::static_strings::fixed;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn none() -> R {
    Ok(Owned::steal(fixed::NONE))
}

fn boolean(value: bool) -> R {
    Ok(Owned::steal(Machine::new_bool(value)))
}

pub const FUNCTIONS: &[Native] = &[
    native_fn("collect", Conv::Kw(0, &["generation"]), |m, a| {
        let generation = a.param(m, 0, "generation");
        let generation = if generation.is_null() { 2 } else { m.index_i64(generation)? };
        if !(0..3).contains(&generation) {
            return Err(m.raise(ty::VALUE_ERROR, "invalid generation"));
        }
        if m.gc.collecting {
            return Ok(m.new_int(0));
        }
        m.collect(generation as usize);
        m.go_on_as(What::Collect, &[])
    }),
    native_fn("enable", Conv::NoArgs, |m, _| {
        m.gc.enabled = true;
        none()
    }),
    native_fn("disable", Conv::NoArgs, |m, _| {
        m.gc.enabled = false;
        none()
    }),
    native_fn("isenabled", Conv::NoArgs, |m, _| boolean(m.gc.enabled)),
    native_fn("get_count", Conv::NoArgs, |m, _| {
        let items = m.gc.generations.map(|g| g.count).map(|n| m.new_int(i64::from(n)));
        Ok(m.new_tuple(items.into()))
    }),
    native_fn("get_threshold", Conv::NoArgs, |m, _| {
        let items = m.gc.generations.map(|g| g.threshold).map(|n| m.new_int(i64::from(n)));
        Ok(m.new_tuple(items.into()))
    }),
    native_fn("set_threshold", Conv::Fast(1, 3), |m, a| {
        for i in 0..a.n {
            let n = m.index_i64(a.get(m, i))?;
            m.gc.generations[i as usize].threshold = n.clamp(0, i64::from(u32::MAX)) as u32;
        }
        none()
    }),
    native_fn("get_stats", Conv::NoArgs, |m, _| {
        let mut stats = Vec::new();
        for g in m.gc.generations {
            let dict = m.new_dict();
            for (name, n) in
                [("collections", g.collections), ("collected", g.collected), ("uncollectable", g.uncollectable)]
            {
                let key = m.intern_str(name);
                let value = m.new_int(n as i64);
                m.dict_set_str(dict.get(), key.get(), value);
                m.drop_ref(key);
            }
            stats.push(dict);
        }
        Ok(m.new_list_of(stats))
    }),
    native_fn("get_objects", Conv::Kw(0, &["generation"]), |m, a| {
        let generation = a.param(m, 0, "generation");
        let heads: Vec<u32> = if generation.is_null() || Machine::is_none(generation) {
            (0..3).collect()
        } else {
            vec![m.index_i64(generation)?.clamp(0, 2) as u32]
        };
        let objects: Vec<Obj> = heads.into_iter().flat_map(|i| m.gc.list(fixed::GEN0 + i)).collect();
        Ok(m.new_list_from(&objects))
    }),
    native_fn("get_referrers", Conv::Any, |m, a| {
        let wanted = a.all(m);
        let mut found = Vec::new();
        for i in 0..3 {
            for o in m.gc.list(fixed::GEN0 + i) {
                let mut refers = false;
                m.edges(o, &mut |edge| refers |= wanted.contains(&edge));
                if refers {
                    found.push(o);
                }
            }
        }
        Ok(m.new_list_from(&found))
    }),
    native_fn("get_referents", Conv::Any, |m, a| {
        let mut found = Vec::new();
        for o in a.all(m) {
            m.edges(o, &mut |edge| found.push(edge));
        }
        Ok(m.new_list_from(&found))
    }),
    native_fn("is_tracked", Conv::O, |m, a| boolean(m.is_tracked(a.get(m, 0)))),
    native_fn("is_finalized", Conv::O, |m, a| {
        boolean(m.slot(a.get(m, 0)).flags & crate::memory::object::flag::FINALIZED != 0)
    }),
    native_fn("freeze", Conv::NoArgs, |m, _| {
        m.gc_freeze();
        none()
    }),
    native_fn("unfreeze", Conv::NoArgs, |m, _| {
        m.gc_unfreeze();
        none()
    }),
    native_fn("get_freeze_count", Conv::NoArgs, |m, _| {
        let n = m.gc.list_len(fixed::PERMANENT);
        Ok(m.new_int(n as i64))
    }),
    native_fn("get_debug", Conv::NoArgs, |m, _| {
        let flags = m.gc.debug;
        Ok(m.new_int(flags))
    }),
    native_fn("set_debug", Conv::O, |m, a| {
        let flags = m.index_i64(a.get(m, 0))?;
        if flags != 0 {
            return Err(m.not_supported("gc.set_debug() with flags"));
        }
        m.gc.debug = flags;
        none()
    }),
];
